import { build, type Plugin, type Rolldown } from "vite";
import { defineConfig } from "vitest/config";

const target = ["chrome123", "firefox121", "safari17.5"];

/** The page that shows what our tools give in programs of others: one file, for it may load nothing. */
function shown(): Plugin {
  return {
    name: "shown",
    apply: "build",
    async generateBundle() {
      const built = (await build({
        configFile: false,
        logLevel: "error",
        build: {
          write: false,
          target,
          modulePreload: { polyfill: false },
          cssCodeSplit: false,
          rolldownOptions: { input: "src/shown/main.tsx", output: { format: "iife", codeSplitting: false } },
        },
      })) as Rolldown.RolldownOutput;
      const [script] = built.output.flatMap((one) => (one.type === "chunk" ? [one.code] : []));
      const [style] = built.output.flatMap((one) => (one.type === "asset" ? [String(one.source)] : []));
      this.emitFile({ type: "asset", fileName: "shown.html", source: page(script!.trim(), style!.trim()) });
    },
  };
}

function page(script: string, style: string): string {
  // What would end the element is the same string in another spelling.
  const inline = script.replaceAll("</script", "<\\/script");
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Wainao 外脑</title>
<style>${style}</style>
<div id="shown"></div>
<script>${inline}</script>
</html>
`;
}

// Everything is a file of its own under /assets: the page's policy allows no inline script, style or data: address.
export default defineConfig({
  plugins: [shown()],
  build: {
    outDir: "../src/wainao/app/static",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target,
    cssCodeSplit: false,
  },
  server: {
    port: 5173,
    proxy: { "/api": process.env.WAINAO_CONSOLE_SERVER ?? "http://127.0.0.1:8799" },
  },
  test: { include: ["tests/**/*.test.{ts,tsx}"], setupFiles: "tests/browser.ts" },
});
