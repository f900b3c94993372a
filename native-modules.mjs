import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

/**
 * The table *native module × target*: which npm package carries the binary for which VS Code target
 * (the names `vsce package --target` takes). `usb` 3.x is Rust behind Node-API, so no binary depends on an Electron version.
 */
export const nativeModules = [
  {
    name: "usb",
    binaries: [
      { target: "linux-x64", package: "@node-usb/usb-linux-x64-gnu" },
      { target: "linux-arm64", package: "@node-usb/usb-linux-arm64-gnu" },
      { target: "linux-armhf", package: "@node-usb/usb-linux-arm-gnueabihf" },
      { target: "alpine-x64", package: "@node-usb/usb-linux-x64-musl" },
      { target: "alpine-arm64", package: "@node-usb/usb-linux-arm64-musl" },
      { target: "darwin-x64", package: "@node-usb/usb-darwin-x64" },
      { target: "darwin-arm64", package: "@node-usb/usb-darwin-arm64" },
      { target: "win32-x64", package: "@node-usb/usb-win32-x64-msvc" },
      { target: "win32-arm64", package: "@node-usb/usb-win32-arm64-msvc" },
    ],
  },
];

/** The VS Code target of the machine this runs on. */
function hostTarget() {
  const musl = process.platform === "linux" && !process.report.getReport().header.glibcVersionRuntime;
  const arch = process.platform === "linux" && process.arch === "arm" ? "armhf" : process.arch;
  return `${musl ? "alpine" : process.platform}-${arch}`;
}

/** The target that `--target T` names, or this machine's own. Throws when the table has no such target. */
export function selectTarget(args) {
  const at = args.indexOf("--target");
  const target = at < 0 ? hostTarget() : args[at + 1];
  const known = nativeModules[0].binaries.map((binary) => binary.target);
  if (!known.includes(target)) {
    throw new Error(`No native modules for target "${target}". Targets: ${known.join(", ")}.`);
  }
  return target;
}

/** Folder of an npm package: the installed one, else fetched once with `npm pack` (a binary of another machine). */
function packageFolder(name, version) {
  const installed = join("node_modules", name);
  if (existsSync(installed)) return installed;
  const cached = join(".vscode-test", "native", `${name.replace("/", "+")}@${version}`);
  if (existsSync(cached)) return cached;
  const download = `${cached}.download`;
  rmSync(download, { recursive: true, force: true });
  mkdirSync(download, { recursive: true });
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const options = { encoding: "utf8", shell: process.platform === "win32", stdio: ["ignore", "pipe", "inherit"] };
  const packed = execFileSync(npm, ["pack", `${name}@${version}`, "--json", "--pack-destination", download], options);
  execFileSync("tar", ["-xzf", JSON.parse(packed)[0].filename], { cwd: download });
  renameSync(join(download, "package"), cached);
  rmSync(download, { recursive: true, force: true });
  return cached;
}

/** Lays the native modules and the one binary for `target` into `folder` (a `node_modules`), without what only authors need. */
export function copyNativeModules(target, folder) {
  for (const module of nativeModules) {
    const { optionalDependencies } = JSON.parse(
      readFileSync(join("node_modules", module.name, "package.json"), "utf8"),
    );
    const binary = module.binaries.find((row) => row.target === target).package;
    for (const name of [module.name, binary]) {
      cpSync(packageFolder(name, optionalDependencies[name]), join(folder, name), {
        recursive: true,
        filter: (path) => !/\.d\.ts$|\.map$|README\.md$/.test(path),
      });
    }
  }
}
