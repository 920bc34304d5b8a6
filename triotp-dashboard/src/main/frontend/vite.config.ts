import { defineConfig } from "vitest/config";
import { notice } from "./notice.ts";

// Fixed names: an ETag tells browsers of a new version, so that links to the files stay what they are.

export default defineConfig({
  base: "./",
  plugins: [notice()],
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "../resources/META-INF/triotp/ui",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: false,
    cssCodeSplit: false,
    assetsInlineLimit: 0,
    rollupOptions: {
      output: { entryFileNames: "app.js", chunkFileNames: "[name].js", assetFileNames: "app.[ext]" },
    },
  },
  test: { include: ["test/**/*.test.ts"] },
});
