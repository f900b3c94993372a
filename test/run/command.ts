import { spawn } from "node:child_process";
import { root } from "./paths";

export interface CommandResult {
  /** Exit code; 128 when a signal ended the process. */
  readonly code: number;
  /** stdout and stderr together, as they came. */
  readonly output: string;
}

export interface CommandOptions {
  /** Added to this process's own variables; undefined takes one away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** Also write the output to this process's own while it runs. */
  readonly show?: boolean;
}

/** Runs a command in the repository and waits for its end. A command that cannot be started gives code 127 and the reason. */
export function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd ?? root,
      env: { ...process.env, ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const take = (chunk: Buffer): void => {
      output += chunk.toString();
      if (options.show) process.stdout.write(chunk);
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    child.on("error", (error) => resolve({ code: 127, output: `${output}${error.message}\n` }));
    child.on("close", (code) => resolve({ code: code ?? 128, output }));
  });
}

/** npm's name on this system, for `runCommand`. */
export const npm = process.platform === "win32" ? "npm.cmd" : "npm";
