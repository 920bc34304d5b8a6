import { defineConfig } from "vitest/config";

// One browser and one application at a time: what is measured here is not how they share two processors.
export default defineConfig({
  test: {
    include: ["e2e/**/*.e2e.ts"],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 90_000,
  },
});
