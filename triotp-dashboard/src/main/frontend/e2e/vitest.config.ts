import { defineConfig } from "vitest/config";

// One browser and one application at a time: they share two processors, and the patience is for slow ones.
export default defineConfig({
  test: {
    include: ["e2e/**/*.e2e.ts"],
    fileParallelism: false,
    testTimeout: 120_000,
    expect: { poll: { timeout: 30_000, interval: 50 } },
    hookTimeout: 90_000,
  },
});
