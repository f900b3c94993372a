// Bundles extension host, command line and webview; with --package also lays out what the VSIX ships.
import { build } from "esbuild";
import { cpSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { nativeModules } from "./native-modules.mjs";

const production = process.argv.includes("--production");
const common = { bundle: true, minify: production, sourcemap: production ? false : "linked", logLevel: "warning", legalComments: "none" };

const node = {
  ...common,
  platform: "node",
  format: "cjs",
  target: "node20",
  external: ["vscode", ...nativeModules.map((module) => module.name)],
  // jsonc-parser's "main" is UMD with dynamic requires; its "module" bundles.
  mainFields: ["module", "main"],
};

rmSync("dist", { recursive: true, force: true });
await build({ ...node, entryPoints: { extension: "src/extension.ts" }, outdir: "dist" });
await build({ ...node, entryPoints: { cli: "src/cli/main.ts" }, outdir: "dist", banner: { js: "#!/usr/bin/env node" } });
await build({
  ...common,
  platform: "browser",
  format: "iife",
  target: "es2022",
  entryPoints: { "memory-map": "webview/memory-map/main.ts" },
  outdir: "dist/webview",
  tsconfig: "webview/tsconfig.json",
});
// Never shipped: proof that everything pure stays free of Node, VS Code and usb, so that the web remains possible.
await build({
  ...common,
  platform: "browser",
  format: "esm",
  target: "es2022",
  mainFields: ["module", "main"],
  entryPoints: ["src/core/**/*.ts", "src/simulator/**/*.ts", "src/protocol/**/*.ts"],
  outdir: "out/browser",
});

// The binding cannot be bundled: its package and the binary of this machine go beside the bundle.
for (const module of nativeModules) {
  for (const name of [module.name, ...module.binaries.map((binary) => binary.package)]) {
    if (existsSync(`node_modules/${name}`)) {
      mkdirSync(`dist/node_modules/${name}`, { recursive: true });
      cpSync(`node_modules/${name}`, `dist/node_modules/${name}`, { recursive: true });
    }
  }
}
