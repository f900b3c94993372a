import { spawn, type ChildProcess } from "node:child_process";
import { constants } from "node:os";
import type { BuildCommand } from "./task-definition";

/** A command that runs. */
export interface RunningCommand {
  /** Exit code; 128 and the signal's number where one ended it, as shells have it. Rejects where it cannot be started. */
  readonly ended: Promise<number>;
  /** What a person types. */
  type(text: string): void;
  /** Ends the command and everything it has started. */
  stop(): void;
}

/**
 * Starts a command without a terminal of its own; what it prints is handed on as it comes.
 * @param folder absolute path
 */
export function runCommand(
  { command, args, env }: BuildCommand,
  folder: string,
  print: (text: string) => void,
): RunningCommand {
  const { program, parameters, shell } = commandLine(command, args);
  const child = spawn(program, parameters, {
    cwd: folder,
    env: { ...process.env, ...env },
    shell,
    // A group of its own: make's children end with it.
    detached: process.platform !== "win32",
    windowsHide: true,
  });
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", print);
  // A command that has ended takes no more input, and that is no fault.
  child.stdin.on("error", () => undefined);
  const ended = new Promise<number>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
  return { ended, type: (text) => void child.stdin.write(text), stop: () => stop(child) };
}

interface CommandLine {
  readonly program: string;
  readonly parameters: readonly string[];
  readonly shell: boolean;
}

/** Errors come the same way as everything else, so that the order of lines stays; Windows has no such shell. */
function commandLine(command: string, args: BuildCommand["args"]): CommandLine {
  if (process.platform === "win32") return { program: command, parameters: args ?? [], shell: args === null };
  return args === null
    ? { program: "/bin/sh", parameters: ["-c", `exec 2>&1\n${command}`], shell: false }
    : { program: "/bin/sh", parameters: ["-c", 'exec "$0" "$@" 2>&1', command, ...args], shell: false };
}

function stop({ pid, exitCode }: ChildProcess): void {
  if (pid === undefined || exitCode !== null) return;
  if (process.platform === "win32") {
    spawn("taskkill", ["/pid", String(pid), "/t", "/f"], { windowsHide: true });
    return;
  }
  try {
    process.kill(-pid, "SIGTERM");
  } catch {
    // It ended by itself just now.
  }
}
