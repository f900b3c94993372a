import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cache } from "./paths";

/** VS Code's server with its own Node, as the set-up installs them from npm. */
export interface ServerHost {
  readonly node: string;
  readonly main: string;
}

export const serverFolder = join(cache, "server");
export const nodeFolder = join(cache, "node");
const desktopRecord = join(cache, "desktop.json");

/** VS Code's server, if the set-up has installed it. */
export function findServer(): ServerHost | undefined {
  const node = join(nodeFolder, "node_modules", "node", "bin", "node");
  const main = join(serverFolder, "node_modules", "code-server", "lib", "vscode", "out", "server-main.js");
  const complete = join(serverFolder, "is-complete");
  return existsSync(node) && existsSync(main) && existsSync(complete) ? { node, main } : undefined;
}

/** Executable of the desktop VS Code, if the set-up could download one. */
export function findDesktop(): string | undefined {
  if (!existsSync(desktopRecord)) return undefined;
  const { executable } = JSON.parse(readFileSync(desktopRecord, "utf8")) as { executable?: unknown };
  return typeof executable === "string" && existsSync(executable) ? executable : undefined;
}

export function rememberDesktop(executable: string): void {
  writeFileSync(desktopRecord, JSON.stringify({ executable }));
}

/** Whether a window can be opened here: on Linux a display is needed, or xvfb to pretend one. */
export function canOpenWindow(): boolean {
  return hasDisplay() || existsSync("/usr/bin/xvfb-run");
}

/** Whether there is a screen that a person looks at. */
export function hasDisplay(): boolean {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  return process.platform !== "linux" || Boolean(DISPLAY) || Boolean(WAYLAND_DISPLAY);
}
