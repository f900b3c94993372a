/** `npm start`: builds and packages, then opens the sample workspace in a VS Code with the extension and simulated boards. */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { resolveCliPathFromVSCodeExecutablePath } from "@vscode/test-electron";
import { runCommand } from "./command";
import { findDesktop, findServer, hasDisplay } from "./host";
import { cache, mainSample, vsix } from "./paths";
import { setUpDesktop, setUpServer, SetupError } from "./provision";
import { extensionsFolder, installExtension, quietSettings, startServer, writeSettings } from "./server";
import { copySample } from "./temporary";

const dataFolder = join(cache, "start");

/** The mistakes of this twin are laid over the sample, so that a newcomer sees a project diagnosed, mended, drawn and flashed. */
const mistakes = `${mainSample}-broken-1`;

/** Lays out a fresh copy of the sample and settings that offer two simulated boards. */
function prepare(): string {
  rmSync(dataFolder, { recursive: true, force: true });
  mkdirSync(dataFolder, { recursive: true });
  writeSettings(dataFolder, quietSettings);
  return copySample(mistakes, copySample(mainSample, join(dataFolder, mainSample)));
}

async function build(): Promise<void> {
  console.log("Building and packaging the extension…");
  const { code, output } = await runCommand(process.execPath, ["package.config.mjs"]);
  if (code !== 0) throw new SetupError(output);
}

async function openDesktop(executable: string): Promise<void> {
  const workspace = prepare();
  const cli = resolveCliPathFromVSCodeExecutablePath(executable);
  const profile = ["--user-data-dir", join(dataFolder, "user"), "--extensions-dir", extensionsFolder(dataFolder)];
  const { code, output } = await runCommand(cli, ["--install-extension", vsix, ...profile]);
  if (code !== 0) throw new SetupError(output);
  spawn(executable, ["--disable-workspace-trust", ...profile, workspace], { detached: true, stdio: "ignore" }).unref();
  console.log(`VS Code opens ${workspace}`);
}

/** Serves VS Code until Ctrl+C. */
async function serve(): Promise<void> {
  await setUpServer();
  const host = findServer();
  if (host === undefined) throw new SetupError("VS Code's server is not installed.");
  const workspace = prepare();
  await installExtension(host, vsix, dataFolder);
  const token = randomBytes(16).toString("hex");
  const server = await startServer(host, { dataFolder, trustEverything: true, testDriver: false, token });
  const query = new URLSearchParams({ tkn: token, folder: workspace });
  console.log(`\nVS Code with Bootsmith and two simulated boards runs on this machine. Open in a browser:\n`);
  console.log(`  http://127.0.0.1:${server.port}/?${query.toString()}\n`);
  console.log("Only who has this address can open it. Ctrl+C ends it.");
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
  await server.stop();
}

async function main(): Promise<void> {
  await build();
  if (hasDisplay()) await setUpDesktop();
  const desktop = hasDisplay() ? findDesktop() : undefined;
  await (desktop === undefined ? serve() : openDesktop(desktop));
}

main().catch((error: unknown) => {
  console.error(error instanceof SetupError ? error.message : error);
  process.exit(1);
});
