import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium, type Browser } from "playwright-core";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** A Chromium of this machine: BOOTSMITH_CHROMIUM, else the first on PATH. */
export function findChromium(environment: NodeJS.ProcessEnv = process.env): string {
  const given = environment["BOOTSMITH_CHROMIUM"];
  const folders = (environment["PATH"] ?? "").split(delimiter);
  const candidates =
    given === undefined ? folders.flatMap((folder) => names.map((name) => join(folder, name))) : [given];
  const found = candidates.find((file) => existsSync(file));
  if (found === undefined) {
    throw new Error("No Chromium on this machine. Run `npm run setup:test`, or name one in BOOTSMITH_CHROMIUM.");
  }
  return found;
}

/** Flags that work as root on a closed machine, and keep the browser from calling home. */
const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: findChromium(), args: flags });
}
