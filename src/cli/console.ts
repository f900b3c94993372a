import { terminalSafe } from "../core/notation";
import { BootsmithError, explain, type ErrorKind } from "../core/errors";

/** What the caller got wrong exits with 2; what went wrong on the way, with 1. */
const usageErrors: ReadonlySet<ErrorKind> = new Set(["bad-usage", "unreadable-file", "bad-image", "unknown-device"]);

/**
 * Runs one command: its number becomes the exit code, an error one sentence on stderr. Ctrl+C aborts the signal, so that
 * a board is left between two transfers and the command says what is on it; a second one ends the process at once.
 */
export async function run(action: (signal: AbortSignal) => Promise<number> | number): Promise<void> {
  const cancel = new AbortController();
  const onInterrupt = (): void => {
    note("Stopping … Ctrl+C again ends at once, whatever is on the board then.");
    cancel.abort();
  };
  process.once("SIGINT", onInterrupt);
  try {
    process.exitCode = await action(cancel.signal);
  } catch (error) {
    note(explain(error));
    process.exitCode = error instanceof BootsmithError && usageErrors.has(error.kind) ? 2 : 1;
  } finally {
    process.removeListener("SIGINT", onInterrupt);
  }
}

/**
 * Keeps a lost output from ending the process with a stack trace: where nobody reads any more (`| head`) that is no
 * fault, on a full disk the exit code says so. What runs on a board goes on to its end either way.
 */
export function surviveLostOutput(outputs: readonly NodeJS.EventEmitter[] = [process.stdout, process.stderr]): void {
  const onError = (error: NodeJS.ErrnoException): void => {
    if (error.code === "EPIPE") return;
    process.once("exit", () => {
      process.exitCode = 1;
    });
  };
  outputs.forEach((output) => output.on("error", onError));
}

/** A line of the result: stdout. */
export function print(line: string): void {
  process.stdout.write(`${terminalSafe(line)}\n`);
}

export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

/** Progress and errors: stderr. */
export function note(line: string): void {
  process.stderr.write(`${terminalSafe(line)}\n`);
}
