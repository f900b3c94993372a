// Makes bootsmith.vsix: bundles for production, then lets vsce pack what .vscodeignore keeps.
// `--target T` names a VS Code target of the table in native-modules.mjs; default: this machine's own.
import { execFileSync } from "node:child_process";

const at = process.argv.indexOf("--target");
const target = at < 0 ? [] : ["--target", process.argv[at + 1]];
const run = (...command) => execFileSync(process.execPath, command, { stdio: "inherit" });

run("esbuild.config.mjs", "--production", ...target);
run("node_modules/@vscode/vsce/vsce", "package", "--no-dependencies", "--out", "bootsmith.vsix", ...target);
