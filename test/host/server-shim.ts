/**
 * Takes the arguments that `runTests` of @vscode/test-electron gives to a desktop VS Code, and does the same with
 * VS Code's server and Chromium: opens the folder, runs the extension tests, ends both, exits with the tests' code.
 */
import { createWriteStream, mkdirSync } from "node:fs";
import { devNull } from "node:os";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import type { Page } from "playwright-core";
import { launchBrowser } from "../run/browser";
import { findServer } from "../run/host";
import { screenshots, setUpCommand } from "../run/paths";
import { startServer } from "../run/server";

const timeLimit = 180_000;

// VS Code's own chatter goes to a file; what the tests have to say stands in their result file.
const { BOOTSMITH_LOG: logFile = devNull } = process.env;
const log = createWriteStream(logFile);

interface Arguments {
  readonly dataFolder: string;
  readonly folder: string;
  readonly extension: string;
  readonly tests: string;
  readonly trustEverything: boolean;
}

function readArguments(args: readonly string[]): Arguments {
  const text = { type: "string" } as const;
  const { values, positionals } = parseArgs({
    args: [...args],
    strict: false,
    allowPositionals: true,
    options: {
      "user-data-dir": text,
      "folder-uri": text,
      extensionDevelopmentPath: text,
      extensionTestsPath: text,
      "disable-workspace-trust": { type: "boolean" },
    },
  });
  const need = (name: string): string => {
    const value = values[name];
    if (typeof value !== "string") throw new Error(`--${name} is missing.`);
    return value;
  };
  const folder = values["folder-uri"] ?? positionals[0];
  if (typeof folder !== "string") throw new Error("Name the folder to open.");
  return {
    dataFolder: dirname(need("user-data-dir")),
    folder,
    extension: need("extensionDevelopmentPath"),
    tests: need("extensionTestsPath"),
    trustEverything: values["disable-workspace-trust"] === true,
  };
}

function testAddress(port: number, { folder, extension, tests }: Arguments): string {
  const remote = (path: string): string => `vscode-remote://127.0.0.1:${port}${path}`;
  const payload = JSON.stringify([
    ["extensionDevelopmentPath", remote(extension)],
    ["extensionTestsPath", remote(tests)],
  ]);
  return `http://127.0.0.1:${port}/?${new URLSearchParams({ folder, payload }).toString()}`;
}

/** Opens the page and waits until the workbench reports the end of the tests. */
async function runOnPage(page: Page, address: string): Promise<number> {
  const ended = new Promise<number>((resolve) => {
    void page.exposeFunction("codeAutomationExit", (code: number) => resolve(code));
  });
  await page.exposeFunction("codeAutomationLog", (type: string, args: readonly unknown[]) =>
    log.write(`${type}: ${args.join(" ")}\n`),
  );
  await page.goto(address);
  return ended;
}

async function main(): Promise<number> {
  const host = findServer();
  if (host === undefined) throw new Error(`VS Code's server is not installed. Run: ${setUpCommand}`);
  const args = readArguments(process.argv.slice(2));
  const { dataFolder, trustEverything } = args;
  const server = await startServer(host, { dataFolder, trustEverything, testDriver: true });
  const endAll = (code: number): void => void server.stop().finally(() => process.exit(code));
  process.once("SIGINT", () => endAll(130));
  process.once("SIGTERM", () => endAll(143));
  try {
    const browser = await launchBrowser();
    try {
      const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
      const timeOut = new Promise<number>((resolve) => {
        setTimeout(() => {
          mkdirSync(screenshots, { recursive: true });
          const path = join(screenshots, "host-timed-out.png");
          console.error(`No end after ${timeLimit / 1000} s; see ${path}`);
          void page.screenshot({ path }).finally(() => resolve(1));
        }, timeLimit).unref();
      });
      return await Promise.race([runOnPage(page, testAddress(server.port, args)), timeOut]);
    } finally {
      await browser.close();
    }
  } finally {
    await server.stop();
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
