// Bundles extension host, command line and webview into dist/. `--production` minifies; `--target T` picks the native binary.
import { build } from "esbuild";
import { rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { copyNativeModules, nativeModules, selectTarget } from "./native-modules.mjs";

const production = process.argv.includes("--production");
const common = {
  bundle: true,
  minify: production,
  sourcemap: production ? false : "linked",
  logLevel: "warning",
  legalComments: "none",
};

/** Bundles of their own, by the file that loads them: read when the loader's function is first called. */
const onFirstUse = { "mcu/load-chip-data": "chip-data", "snippets/load-feature": "snippets" };

/** Replaces what a loader imports by the bundle that lies beside the one it is in. */
const loadOnFirstUse = {
  name: "load-on-first-use",
  setup({ onLoad }) {
    for (const [loader, bundle] of Object.entries(onFirstUse)) {
      onLoad({ filter: new RegExp(`[\\\\/]${loader.replace("/", "[\\\\/]")}\\.ts$`) }, async ({ path }) => {
        const [, name] = /export function (\w+)/.exec(await readFile(path, "utf8"));
        return { contents: `export function ${name}() { return require("./${bundle}.js"); }`, loader: "js" };
      });
    }
  },
};

const node = {
  ...common,
  platform: "node",
  format: "cjs",
  target: "node20",
  external: [
    "vscode",
    ...Object.values(onFirstUse).map((name) => `./${name}.js`),
    ...nativeModules.map((module) => module.name),
  ],
  // jsonc-parser's "main" is UMD with dynamic requires; its "module" bundles.
  mainFields: ["module", "main"],
  plugins: [loadOnFirstUse],
};

/** esbuild prints its errors itself; a stack trace of it would help nobody. */
const bundle = (options) => build(options).catch(() => process.exit(1));

rmSync("dist", { recursive: true, force: true });
await bundle({
  ...node,
  entryPoints: {
    extension: "src/extension.ts",
    "chip-data": "src/core/mcu/chip-data.ts",
    snippets: "src/snippets/feature.ts",
  },
  outdir: "dist",
});
await bundle({
  ...node,
  entryPoints: { cli: "src/cli/main.ts" },
  outdir: "dist",
  banner: { js: "#!/usr/bin/env node" },
});
await bundle({
  ...common,
  platform: "browser",
  format: "iife",
  target: "es2022",
  entryPoints: { "memory-map": "webview/memory-map/main.ts" },
  outdir: "dist/webview",
  tsconfig: "webview/tsconfig.json",
});
// Never shipped: proof that everything pure stays free of Node, VS Code and usb, so that the web remains possible.
await bundle({
  ...common,
  platform: "browser",
  format: "esm",
  target: "es2022",
  mainFields: ["module", "main"],
  entryPoints: ["src/core/**/*.ts", "src/simulator/**/*.ts", "src/protocol/**/*.ts"],
  outdir: "out/browser",
});

// The binding cannot be bundled: its package and the binary of one target go beside the bundle.
copyNativeModules(selectTarget(process.argv), "dist/node_modules");
