import { spawn } from "node:child_process";
import { chmodSync, copyFileSync, createWriteStream, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { runCommand } from "../run/command";
import { root, vsix } from "../run/paths";
import type { GuestTools } from "./tools";

/** Where the guest has the packaged command line. */
export const guestCli = "/bootsmith/dist/cli.js";

/**
 * Lays out the guest's file system and packs it for the kernel: busybox, modules, dfu-util, usbip, this machine's Node,
 * and what `bootsmith.vsix` installs. Returns the archive's path; it is not compressed, because unpacking is what
 * would take an emulated processor longest.
 */
export async function makeInitramfs(tools: GuestTools, folder: string): Promise<string> {
  if (!existsSync(vsix)) throw new Error(`${vsix} is not there. Run: npm run package`);
  const rootFolder = join(folder, "root");
  const put = (source: string, target = source): void => {
    const path = join(rootFolder, target);
    mkdirSync(dirname(path), { recursive: true });
    copyFileSync(source, path);
  };
  for (const name of ["bin", "sbin", "proc", "sys", "dev", "tmp"])
    mkdirSync(join(rootFolder, name), { recursive: true });
  put(tools.program("busybox"), "/bin/busybox");
  put(join(root, "test", "usb", "init.sh"), "/init");
  chmodSync(join(rootFolder, "init"), 0o755);
  tools.modules.forEach((path) => put(path, `/modules/${basename(path)}`));
  writeFileSync(join(rootFolder, "modules", "order"), tools.modules.map((path) => basename(path)).join("\n"));
  await unpackExtension(tools, rootFolder);
  const executables = [
    [tools.program("dfu-util"), "/usr/bin/dfu-util"],
    [tools.program("usbip"), "/usr/sbin/usbip"],
    [process.execPath, "/usr/bin/node"],
  ] as const;
  executables.forEach(([source, target]) => put(source, target));
  const binding = nativeBinding(join(rootFolder, dirname(guestCli)));
  const libraries = await librariesOf(tools, [...executables.map(([source]) => source), binding]);
  libraries.forEach((path) => put(path));
  return pack(tools, rootFolder, join(folder, "initramfs.cpio"));
}

/** The `dist` folder of the package, which is all that the command line needs. */
async function unpackExtension(tools: GuestTools, rootFolder: string): Promise<void> {
  const args = ["unzip", "-q", "-o", vsix, "extension/dist/*", "-d", rootFolder];
  await must(tools.program("busybox"), args);
  await must("mv", [join(rootFolder, "extension"), join(rootFolder, dirname(dirname(guestCli)))]);
}

function nativeBinding(dist: string): string {
  const folder = join(dist, "node_modules", "@node-usb");
  const file = readdirSync(folder, { recursive: true })
    .map(String)
    .find((name) => name.endsWith(".node"));
  if (file === undefined) throw new Error(`The package has no binding of usb below ${folder}.`);
  return join(folder, file);
}

/** Shared libraries by their full names, as `ldd` finds them; the loader is one of them. */
async function librariesOf(tools: GuestTools, files: readonly string[]): Promise<ReadonlySet<string>> {
  const output = await must(tools.program("ldd"), files);
  return new Set([...output.matchAll(/(?:=> )?(\/lib\S*|\/usr\/lib\S*) \(0x/g)].flatMap(([, path]) => path ?? []));
}

/** In the format `newc`, the one the kernel reads (Documentation/driver-api/early-userspace/buffer-format.rst). */
async function pack(tools: GuestTools, rootFolder: string, archive: string): Promise<string> {
  const cpio = spawn(tools.program("cpio"), ["-o", "-H", "newc", "--quiet"], {
    cwd: rootFolder,
    stdio: ["pipe", "pipe", "inherit"],
  });
  const file = createWriteStream(archive);
  const written = new Promise<void>((resolve, reject) => {
    file.once("finish", resolve).once("error", reject);
    cpio.once("error", reject);
  });
  cpio.stdout.pipe(file);
  const names = readdirSync(rootFolder, { recursive: true }).map(String);
  cpio.stdin.end(`${[".", ...names].join("\n")}\n`);
  await written;
  return archive;
}

async function must(command: string, args: readonly string[]): Promise<string> {
  const { code, output } = await runCommand(command, args);
  if (code !== 0) throw new Error(`${command} ended with code ${code}:\n${output}`);
  return output;
}
