import { existsSync } from "node:fs";
import { join } from "node:path";
import { chromium, type Browser } from "playwright-core";
import { setUpCommand } from "./paths";

const { PROGRAMFILES = "C:\\Program Files" } = process.env;
const candidates = [
  "/usr/bin/chromium",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  join(PROGRAMFILES, "Google", "Chrome", "Application", "chrome.exe"),
];

// Without these Chromium asks the network for updates at every start, and as root it does not start at all.
const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Path of a Chromium or Chrome on this machine. */
export function findBrowser(): string | undefined {
  return candidates.find((path) => existsSync(path));
}

/** Starts headless Chromium. Throws, naming the set-up command, where there is none. */
export function launchBrowser(): Promise<Browser> {
  const executablePath = findBrowser();
  if (executablePath === undefined) throw new Error(`No Chromium or Chrome on this machine. Run: ${setUpCommand}`);
  return chromium.launch({ executablePath, args: flags, chromiumSandbox: false });
}
