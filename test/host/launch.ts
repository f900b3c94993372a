/** The one launcher of host tests: the same suite in a desktop VS Code or, where there is none, in VS Code's server. */
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { resolveCliPathFromVSCodeExecutablePath, runTests } from "@vscode/test-electron";
import { runCommand } from "../run/command";
import { findDesktop, findServer, canOpenWindow } from "../run/host";
import { mainSample, results, root, setUpCommand, vsix } from "../run/paths";
import { extensionsFolder, installExtension, quietSettings, writeSettings } from "../run/server";
import { copySample, temporaryFolder } from "../run/temporary";
import type { Outcome } from "../run/outcome";
import { driverFolder } from "./bundle";
import type { RunName } from "./driver/run-environment";

const shim = join(root, "test", "host", "vscode-shim.sh");

interface VSCode {
  /** `server`, or the path of a desktop VS Code. */
  readonly executable: string;
  /** Installs `bootsmith.vsix` for a window with this data folder. */
  install(dataFolder: string): Promise<void>;
}

/** The VS Code in which the suite runs here. Throws, naming the set-up command, when there is none. */
export function findVSCode(): VSCode {
  const desktop = findDesktop();
  if (desktop !== undefined && canOpenWindow()) {
    return { executable: desktop, install: (dataFolder) => installOnDesktop(desktop, dataFolder) };
  }
  const server = findServer();
  if (server === undefined) throw new Error(`There is no VS Code to test in. Run: ${setUpCommand}`);
  return { executable: "server", install: (dataFolder) => installExtension(server, vsix, dataFolder) };
}

/**
 * Runs the suite in one kind of window, against the installed `bootsmith.vsix`:
 * `file` = an ordinary folder, `memfs` = a virtual folder, `restricted` = a folder nobody has trusted.
 */
export async function runSuite(name: RunName, vscode: VSCode): Promise<Outcome[]> {
  const dataFolder = temporaryFolder(`host-${name}`);
  const workspace = copySample(mainSample, join(dataFolder, "workspace"));
  const resultFile = join(results, `host-${name}.json`);
  mkdirSync(results, { recursive: true });
  rmSync(resultFile, { force: true });
  try {
    writeSettings(dataFolder, quietSettings);
    await vscode.install(dataFolder);
    const launchArgs = [name === "memfs" ? "--folder-uri=memfs:/workspace" : workspace];
    launchArgs.push(`--user-data-dir=${join(dataFolder, "user")}`);
    launchArgs.push(`--extensions-dir=${extensionsFolder(dataFolder)}`);
    const code = await exitCode({
      vscodeExecutablePath: process.platform === "win32" ? vscode.executable : shim,
      extensionDevelopmentPath: driverFolder,
      extensionTestsPath: join(driverFolder, "runner.js"),
      launchArgs,
      extensionTestsEnv: {
        BOOTSMITH_RUN: name,
        BOOTSMITH_RESULTS: resultFile,
        BOOTSMITH_LOG: logFile(name),
        BOOTSMITH_VSCODE: vscode.executable,
        ...(name === "memfs" ? { BOOTSMITH_MEMFS_SOURCE: workspace } : {}),
      },
    });
    return readOutcomes(name, resultFile, code);
  } finally {
    rmSync(dataFolder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Where the window's own log of a run goes. */
function logFile(name: RunName): string {
  return join(results, `host-${name}.log`);
}

async function exitCode(options: Parameters<typeof runTests>[0]): Promise<number> {
  try {
    return await runTests(options);
  } catch (error) {
    // test-electron rejects with the code of a run that failed; what failed stands in the result file.
    const { code } = error as { code?: number };
    return code ?? 1;
  }
}

function readOutcomes(name: RunName, resultFile: string, code: number): Outcome[] {
  const tests = existsSync(resultFile)
    ? (JSON.parse(readFileSync(resultFile, "utf8")) as { title: string; error?: string }[])
    : [];
  const outcomes = tests.map(({ title, error }) => ({ name: `${name}: ${title}`, error }));
  if (tests.length === 0 || (code !== 0 && outcomes.every((outcome) => outcome.error === undefined))) {
    const error = `VS Code ended with code ${code} after ${tests.length} tests; its log is ${logFile(name)}.`;
    outcomes.push({ name: `${name}: the run ends by itself`, error });
  }
  return outcomes;
}

async function installOnDesktop(executable: string, dataFolder: string): Promise<void> {
  const cli = resolveCliPathFromVSCodeExecutablePath(executable);
  const args = ["--install-extension", vsix, "--extensions-dir", extensionsFolder(dataFolder)];
  const { code, output } = await runCommand(cli, [...args, "--user-data-dir", join(dataFolder, "user")]);
  if (code !== 0) throw new Error(`VS Code refused to install ${vsix}:\n${output}`);
}
