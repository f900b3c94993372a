// Makes bootsmith.vsix: bundles for production, then lets vsce pack what .vscodeignore keeps.
// `--target T` makes bootsmith-T.vsix for another VS Code target of the table in native-modules.mjs.
// Without it the package holds this machine's binary and names no target.
import { spawnSync } from "node:child_process";
import { selectTarget } from "./native-modules.mjs";

const named = process.argv.includes("--target") ? ["--target", selectTarget(process.argv)] : [];
const file = named.length === 0 ? "bootsmith.vsix" : `bootsmith-${named[1]}.vsix`;

function run(...command) {
  const { status } = spawnSync(process.execPath, command, { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}

run("esbuild.config.mjs", "--production", ...named);
run(
  "node_modules/@vscode/vsce/vsce",
  "package",
  "--no-dependencies",
  "--allow-missing-repository",
  "--no-rewrite-relative-links",
  "--out",
  file,
  ...named,
);
