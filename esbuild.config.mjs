// Bundles extension host, command line and webview into dist/. `--production` minifies; `--target T` picks the native binary.
import { build } from "esbuild";
import { readFileSync, rmSync } from "node:fs";
import { basename } from "node:path";
import { copyNativeModules, nativeModules, selectTarget } from "./native-modules.mjs";

const production = process.argv.includes("--production");
const common = {
  bundle: true,
  minify: production,
  sourcemap: production ? false : "linked",
  logLevel: "warning",
  legalComments: "none",
};

/** Modules of core/mcu whose functions the others call: they and the tables behind them live in `chip-data.js`. */
const lookups = /[\\/]core[\\/]mcu[\\/](find-device|boards|system-bootloader|load-chip-data)\.ts$/;

/** Leaves of each lookup a function that reads `chip-data.js` beside the bundle when it is first called. */
const chipDataOnFirstUse = {
  name: "chip-data-on-first-use",
  setup({ onLoad }) {
    onLoad({ filter: lookups }, ({ path }) => {
      const exported = [...readFileSync(path, "utf8").matchAll(/^export function (\w+)/gm)].map(([, name]) => name);
      const stand = (name) =>
        name === "chipData"
          ? `export const chipData = () => require("./chip-data.js");`
          : `export const ${name} = (...args) => require("./chip-data.js").${name}(...args);`;
      return { contents: exported.map(stand).join("\n"), loader: "js" };
    });
  },
};

/** What is imported with `import("./…")` is a bundle of its own beside the entry, loaded when that line is reached. */
const onFirstUse = {
  name: "on-first-use",
  setup({ onResolve }) {
    onResolve({ filter: /^\./ }, ({ kind, path }) =>
      kind === "dynamic-import" ? { path: `./${basename(path)}.js`, external: true } : undefined,
    );
  },
};

const node = {
  ...common,
  platform: "node",
  format: "cjs",
  target: "node20",
  external: ["vscode", "./chip-data.js", ...nativeModules.map((module) => module.name)],
  // jsonc-parser's "main" is UMD with dynamic requires; its "module" bundles.
  mainFields: ["module", "main"],
  plugins: [chipDataOnFirstUse, onFirstUse],
};

/** esbuild prints its errors itself; a stack trace of it would help nobody. */
const bundle = (options) => build(options).catch(() => process.exit(1));

rmSync("dist", { recursive: true, force: true });
await bundle({
  ...node,
  entryPoints: {
    extension: "src/extension.ts",
    "select-chip": "src/chip/select-chip.ts",
    "snippet-feature": "src/snippets/snippet-feature.ts",
  },
  outdir: "dist",
});
await bundle({ ...node, entryPoints: { "chip-data": "src/core/mcu/lookups.ts" }, outdir: "dist", plugins: [] });
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
