import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "./command";
import type { ServerHost } from "./host";

export interface ServerOptions {
  /** Folder for everything this server writes: user data, server data, extensions. */
  readonly dataFolder: string;
  /** false: folders open in Restricted Mode until a person trusts them. */
  readonly trustEverything: boolean;
  /** Secret the address must carry; without one, everyone on this machine can open it (tests only). */
  readonly token?: string;
  /** true: the page obeys the test payload (`extensionTestsPath`) and reports its end. */
  readonly testDriver: boolean;
}

export interface RunningServer {
  readonly port: number;
  /** Ends the server and all it started. */
  stop(): Promise<void>;
}

const startLimit = 60_000;
const stopLimit = 5_000;

/** Starts VS Code's server on 127.0.0.1 with a free port. Rejects, with what it printed, when it does not come up in a minute. */
export async function startServer(host: ServerHost, options: ServerOptions): Promise<RunningServer> {
  const { dataFolder } = options;
  mkdirSync(dataFolder, { recursive: true });
  const args = ["--host", "127.0.0.1", "--port", "0", "--accept-server-license-terms", "--telemetry-level", "off"];
  args.push("--user-data-dir", join(dataFolder, "user"), "--server-data-dir", join(dataFolder, "server"));
  args.push("--extensions-dir", extensionsFolder(dataFolder));
  args.push(...(options.token === undefined ? ["--without-connection-token"] : ["--connection-token", options.token]));
  if (options.trustEverything) args.push("--disable-workspace-trust");
  if (options.testDriver) args.push("--enable-smoke-test-driver");
  // Its own process group, so that extension hosts and terminals end with it.
  const child = spawn(host.node, [host.main, ...args], { stdio: ["ignore", "pipe", "pipe"], detached: true });
  const stop = (): Promise<void> => stopGroup(child);
  try {
    return { port: await listeningPort(child), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Installs a packaged extension for a server with this data folder. Throws, with what was printed, when that fails. */
export async function installExtension(host: ServerHost, vsix: string, dataFolder: string): Promise<void> {
  const args = ["--install-extension", vsix, "--extensions-dir", extensionsFolder(dataFolder)];
  args.push("--user-data-dir", join(dataFolder, "user"), "--accept-server-license-terms");
  const { code, output } = await runCommand(host.node, [host.main, ...args]);
  if (code !== 0 || !output.includes("successfully installed")) {
    throw new Error(`VS Code refused to install ${vsix}:\n${output}`);
  }
}

/** Folder of the installed extensions inside a data folder. */
export function extensionsFolder(dataFolder: string): string {
  return join(dataFolder, "extensions");
}

/** Settings for a window that shows our extension and nothing that moves by itself; both simulated boards are offered. */
export const quietSettings = {
  "bootsmith.simulatedBoards": ["STM32F407VG", "STM32L475VG"],
  "chat.disableAIFeatures": true,
  "files.autoSave": "off",
  "git.openRepositoryInParentFolders": "never",
  "security.workspace.trust.startupPrompt": "never",
  "update.mode": "none",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
} as const;

/** Writes the user's settings into a data folder (the server and the desktop keep them at the same place). */
export function writeSettings(dataFolder: string, settings: Readonly<Record<string, unknown>>): void {
  for (const level of ["User", "Machine"]) {
    const folder = join(dataFolder, "user", level);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "settings.json"), JSON.stringify(settings, undefined, 2));
  }
}

function listeningPort(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let output = "";
    const fail = (what: string): void => reject(new Error(`VS Code's server ${what}. It printed:\n${output}`));
    const timer = setTimeout(() => fail("did not start within a minute"), startLimit);
    const take = (chunk: Buffer): void => {
      output += chunk.toString();
      const port = /Extension host agent listening on (\d+)/.exec(output)?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      resolve(Number(port));
    };
    child.stdout?.on("data", take);
    child.stderr?.on("data", take);
    child.once("error", (error) => fail(`could not be started (${error.message})`));
    child.once("exit", (code) => {
      clearTimeout(timer);
      fail(`ended at once with code ${String(code)}`);
    });
  });
}

async function stopGroup(child: ChildProcess): Promise<void> {
  const { pid } = child;
  if (pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const signal = (name: NodeJS.Signals): void => {
    try {
      process.kill(-pid, name);
    } catch (error) {
      // The group is gone already: that is what was wanted.
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  };
  signal("SIGTERM");
  const timer = setTimeout(() => signal("SIGKILL"), stopLimit);
  await ended;
  clearTimeout(timer);
  signal("SIGKILL");
}
