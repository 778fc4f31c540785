import { defineConfig } from "vitest/config";

// Everything is a file of its own under /assets: the page's policy allows no inline script, style or data: address.
export default defineConfig({
  build: {
    outDir: "../src/wainao/app/static",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: ["chrome123", "firefox121", "safari17.5"],
    cssCodeSplit: false,
  },
  server: {
    port: 5173,
    proxy: { "/api": process.env.WAINAO_CONSOLE_SERVER ?? "http://127.0.0.1:8799" },
  },
  test: { include: ["tests/**/*.test.{ts,tsx}"], setupFiles: "tests/browser.ts" },
});
