import { terminalSafe } from "../core/notation";
import * as vscode from "vscode";
import { BootsmithError } from "../core/errors";
import type { Text } from "../core/text";
import { localize, localizeError } from "../workspace/l10n";
import { logFailure } from "./dialogs";
import { exitCodeOf } from "./outcome";

/** What a flash terminal runs: prints lines, obeys the signal, and gives the exit code. */
export type TerminalWork = (print: (line: Text, of?: string) => void, signal: AbortSignal) => Promise<0 | 1>;

/** The terminal of a flash task. Its exit code is the outcome; closing it cancels. */
export class FlashTerminal implements vscode.Pseudoterminal {
  private readonly written = new vscode.EventEmitter<string>();
  private readonly closed = new vscode.EventEmitter<number>();
  private readonly abort = new AbortController();
  readonly onDidWrite = this.written.event;
  readonly onDidClose = this.closed.event;

  constructor(
    private readonly work: TerminalWork,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** Output before this is lost, so nothing starts earlier. */
  open(): void {
    void this.run();
  }

  close(): void {
    this.abort.abort();
  }

  /** Ctrl+C, as in any other terminal. */
  handleInput(data: string): void {
    if (data === "\x03") {
      this.abort.abort();
    }
  }

  private async run(): Promise<void> {
    let code: number;
    try {
      code = await this.work(
        (line, of) => this.print(of === undefined ? localize(line) : `${of}: ${localize(line)}`),
        this.abort.signal,
      );
    } catch (error) {
      code = exitCodeOf(error);
      this.fail(error);
    }
    this.closed.fire(code);
    this.written.dispose();
    this.closed.dispose();
  }

  private print(line: string): void {
    this.written.fire(`${shown(line)}\r\n`);
    this.log.info(line);
  }

  private fail(error: unknown): void {
    const { message, nextStep } = localizeError(error);
    logFailure(this.log, error);
    this.written.fire(`\x1b[31m${shown(message)}\x1b[0m\r\n`);
    if (nextStep !== undefined) {
      this.written.fire(`${shown(nextStep)}\r\n`);
    }
    // A terminal that was closed shows nothing any more, and the state of the board has to be known.
    if (this.abort.signal.aborted && error instanceof BootsmithError) {
      void vscode.window.showWarningMessage([message, nextStep ?? ""].join(" ").trim());
    }
  }
}

/** Lines as a terminal takes them; what a board or a file is called cannot steer it. */
function shown(lines: string): string {
  return terminalSafe(lines.replace(/\r\n/g, "\n")).replace(/\n/g, "\r\n");
}
