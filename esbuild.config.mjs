// Bundles extension host, command line and webview into dist/. `--production` minifies; `--target T` picks the native binary.
import { build } from "esbuild";
import { rmSync } from "node:fs";
import { basename } from "node:path";
import { copyNativeModules, nativeModules, selectTarget } from "./native-modules.mjs";
import { shareModules } from "./shared-bundles.mjs";

const production = process.argv.includes("--production");
const common = {
  bundle: true,
  minify: production,
  sourcemap: production ? false : "linked",
  logLevel: "warning",
  legalComments: "none",
};

/** Parts of core that are bundled by themselves: the function that gives them, by the name of the module and its loader. */
const onFirstUse = { "chip-data": "chipData", analysis: "loadAnalysis" };

/** Replaces `load-x.ts` by one that reads `x.js` beside the bundle when it is first called. */
const loadOnFirstUse = {
  name: "load-on-first-use",
  setup({ onLoad }) {
    for (const [name, loader] of Object.entries(onFirstUse))
      onLoad({ filter: new RegExp(`[\\\\/]load-${name}\\.ts$`) }, () => ({
        contents: `export function ${loader}() { return require("./${name}.js"); }`,
        loader: "js",
      }));
  },
};

/** What a feature imports with `import("./…")` is a bundle of its own too, loaded when that line is reached. */
const importOnFirstUse = {
  name: "import-on-first-use",
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
  external: [
    "vscode",
    ...Object.keys(onFirstUse).map((name) => `./${name}.js`),
    ...nativeModules.map((module) => module.name),
  ],
  // jsonc-parser's "main" is UMD with dynamic requires; its "module" bundles.
  mainFields: ["module", "main"],
  plugins: [loadOnFirstUse, importOnFirstUse],
};

/** esbuild prints its errors itself; a stack trace of it would help nobody. */
const bundle = (options) => build(options).catch(() => process.exit(1));

rmSync("dist", { recursive: true, force: true });
// Activation and `--help` wait for these two: each is one file that needs no other.
await bundle({
  ...node,
  entryPoints: { extension: "src/extension.ts", "chip-data": "src/core/mcu/chip-data.ts" },
  outdir: "dist",
});
await bundle({
  ...node,
  entryPoints: { cli: "src/cli/main.ts" },
  outdir: "dist",
  // `require` instead: through `import()` Node parses a CommonJS file once more, for its exports (15 ms).
  supported: { "dynamic-import": false },
  banner: { js: "#!/usr/bin/env node" },
});
// What the extension reads on first use, and what each group of commands does. These share most of core.
const features = {
  "select-chip": "src/chip/select-chip.ts",
  "edit-sets": "src/image-sets/edit-sets.ts",
  "snippet-feature": "src/snippets/snippet-feature.ts",
  "flash-room": "src/flash-room.ts",
  "language-feature": "src/language/language-feature.ts",
};
const verbs = {
  "analysis-verbs": "src/cli/analysis-verbs.ts",
  "board-verbs": "src/cli/board-verbs.ts",
  "chip-verbs": "src/cli/chip-verbs.ts",
};
const onDemand = await shareModules(
  { ...node, entryPoints: { analysis: "src/core/analysis.ts", ...features, ...verbs } },
  Object.keys(features),
);
await bundle({ ...onDemand, outdir: "dist" });
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
