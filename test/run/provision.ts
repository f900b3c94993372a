import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { downloadAndUnzipVSCode } from "@vscode/test-electron";
import { findBrowser } from "./browser";
import { npm, runCommand } from "./command";
import { findDesktop, findServer, hasDisplay, nodeFolder, rememberDesktop, serverFolder } from "./host";
import { missingTools } from "../toolchain/tools";
import { missingGuestTools } from "../usb/tools";
import { cache, root } from "./paths";

const serverPackages = { codeServer: "code-server@4.139.1", node: "node@24" };
const downloadTimeout = 15_000;

/** Debian packages with which VS Code's server builds its native modules. */
const buildPackages = ["g++", "make", "python3", "pkg-config", "libkrb5-dev"];
const browserPackages = ["chromium", "fonts-dejavu-core", "fonts-liberation"];
/** Debian packages with which generated snippets are compiled and run. */
const toolchainPackages = ["gcc-arm-none-eabi", "libnewlib-arm-none-eabi", "qemu-system-arm", "python3-unicorn"];
/** Debian packages of which the guest with a USB stack is made. */
const guestPackages = ["qemu-system-x86", "linux-image-amd64", "busybox-static", "cpio", "dfu-util", "usbip"];
/** What a desktop VS Code needs on a Linux machine without a screen. */
const desktopPackages = ["xvfb", "libasound2", "libgbm1", "libgtk-3-0", "libnss3"];

/** A sentence for the person at the keyboard: what is missing and what to run. */
export class SetupError extends Error {}

function say(text: string): void {
  console.log(text);
}

/** Installs the Debian packages that are missing; where that is not possible, throws with their exact names. */
async function needPackages(purpose: string, names: readonly string[]): Promise<void> {
  if (process.platform !== "linux") return;
  const { code, output } = await runCommand("dpkg-query", [
    "--show",
    "--showformat",
    "${Package} ${Status}\n",
    ...names,
  ]);
  if (code === 127) {
    say(`  ${purpose}: this Linux has no dpkg; make sure it has what Debian calls ${names.join(" ")}`);
    return;
  }
  const missing = names.filter((name) => !output.includes(`${name} install ok installed`));
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0) {
    throw new SetupError(`${purpose}: Debian packages are missing. Run: sudo apt-get install -y ${missing.join(" ")}`);
  }
  say(`  ${purpose}: installing the Debian packages ${missing.join(" ")}`);
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await runCommand("apt-get", ["update"], { env });
  const install = await runCommand("apt-get", ["install", "-y", "--no-install-recommends", ...missing], { env });
  if (install.code !== 0) throw new SetupError(`apt-get could not install ${missing.join(" ")}:\n${install.output}`);
}

/** Finds a Chromium or Chrome, or installs Debian's. */
export async function setUpBrowser(): Promise<void> {
  if (findBrowser() === undefined) await needPackages("Browser", browserPackages);
  const browser = findBrowser();
  if (browser === undefined) throw new SetupError("There is no Chromium or Chrome. Install one and run this again.");
  say(`  Browser: ${browser}`);
}

/** Finds compiler and emulators for Cortex-M, or installs Debian's. */
export async function setUpToolchain(): Promise<void> {
  if (missingTools().length > 0) await needPackages("Cortex-M toolchain", toolchainPackages);
  const missing = missingTools();
  if (missing.length > 0) throw new SetupError(`Cortex-M toolchain: not there: ${missing.join(", ")}.`);
  say("  Cortex-M toolchain: arm-none-eabi-gcc, qemu-system-arm, Python with Unicorn");
}

/** Finds what the guest with a USB stack is made of, or installs Debian's. The machine's own kernel stays as it is. */
export async function setUpGuest(): Promise<void> {
  if (missingGuestTools().length > 0) await needPackages("USB guest", guestPackages);
  const missing = missingGuestTools();
  if (missing.length > 0) throw new SetupError(`USB guest: not there: ${missing.join(", ")}.`);
  say("  USB guest: qemu-system-x86_64, a kernel with USB/IP, dfu-util");
}

/** Tries to have a desktop VS Code; out of reach is no failure, because the server runs the same suite. */
export async function setUpDesktop(): Promise<void> {
  if (findDesktop() === undefined) {
    say("  Desktop VS Code: trying to download it");
    mkdirSync(cache, { recursive: true });
    try {
      rememberDesktop(await downloadAndUnzipVSCode({ version: "stable", cachePath: cache, timeout: downloadTimeout }));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      say(`  Desktop VS Code: not reachable (${reason}); the suite will run in VS Code's server only`);
      return;
    }
  }
  if (!hasDisplay()) await needPackages("Desktop VS Code without a screen", desktopPackages);
  say(`  Desktop VS Code: ${String(findDesktop())}`);
}

/** Installs VS Code's server with the Node it needs into the cache, from npm. */
export async function setUpServer(): Promise<void> {
  if (findServer() === undefined) {
    if (process.platform === "win32") throw new SetupError("VS Code's server does not run on Windows; use WSL.");
    await needPackages("VS Code's server", buildPackages);
    say(`  VS Code's server: installing ${serverPackages.codeServer} from npm (740 MB, two to four minutes)`);
    // Its own Node first, in a folder of its own: code-server's install script refuses any other version.
    await npmInstall(serverPackages.node, nodeFolder);
    await npmInstall(serverPackages.codeServer, serverFolder);
    writeFileSync(join(serverFolder, "is-complete"), "");
  }
  const server = findServer();
  if (server === undefined) throw new SetupError(`npm installed VS Code's server, but it is not in ${serverFolder}.`);
  say(`  VS Code's server: ${serverPackages.codeServer} in ${serverFolder.slice(root.length + 1)}`);
}

/** Installs one package into a folder that holds nothing else, with the server's own Node if that is there already. */
async function npmInstall(name: string, folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
  const { PATH = "" } = process.env;
  // Under `npm run` this variable tells of the outer npm's Node, and code-server's install script believes it.
  const env = { npm_config_user_agent: undefined, PATH: `${join(nodeFolder, "node_modules", "node", "bin")}:${PATH}` };
  const args = ["install", "--no-audit", "--no-fund", "--loglevel=error", name];
  const { code, output } = await runCommand(npm, args, { cwd: folder, env });
  if (code !== 0) throw new SetupError(`npm could not install ${name}:\n${output}`);
}
