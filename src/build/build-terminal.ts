import * as vscode from "vscode";
import { BootsmithError, explain } from "../core/errors";
import { text } from "../core/text";
import { localizeError } from "../workspace/l10n";
import { runCommand, type RunningCommand } from "./run-command";
import { parseBuildTask, type BuildCommand } from "./task-definition";

/** Exit code of a task that could not be run at all. */
const notRun = 2;

/** Who hears what a build prints. */
export interface BuildListener {
  started(): void;
  printed(text: string): void;
  /** @param folder where the command ran */
  ended(code: number, folder: vscode.Uri): void;
}

/** The terminal of a build task: shows what the command prints as it is, and ends with its exit code. */
export class BuildTerminal implements vscode.Pseudoterminal {
  private readonly written = new vscode.EventEmitter<string>();
  private readonly closed = new vscode.EventEmitter<number>();
  private running: RunningCommand | undefined;
  readonly onDidWrite = this.written.event;
  readonly onDidClose = this.closed.event;

  /** @param folder the task belongs to; undefined for one of a workspace with several */
  constructor(
    private readonly definition: unknown,
    private readonly folder: vscode.Uri | undefined,
    private readonly listener: BuildListener,
  ) {}

  /** Output before this is lost, so nothing starts earlier. */
  open(): void {
    void this.run();
  }

  close(): void {
    this.running?.stop();
  }

  handleInput(typed: string): void {
    if (typed === "\x03") this.running?.stop();
    else this.running?.type(typed.replace(/\r/g, "\n"));
  }

  private async run(): Promise<void> {
    let code = notRun;
    try {
      code = await this.build();
    } catch (error) {
      const { message, nextStep } = localizeError(error);
      this.print(`\x1b[31m${message}\x1b[0m\n${nextStep === undefined ? "" : `${nextStep}\n`}`);
    }
    this.closed.fire(code);
    this.written.dispose();
    this.closed.dispose();
  }

  private async build(): Promise<number> {
    if (!vscode.workspace.isTrusted) {
      throw new BootsmithError(
        "untrusted-workspace",
        text("Nothing is built in Restricted Mode: the files of this folder would decide what runs."),
        text("Trust the workspace (command “Workspaces: Manage Workspace Trust”), then run the task again."),
      );
    }
    const command = parseBuildTask(this.definition);
    if ("problem" in command) throw new BootsmithError("bad-usage", command.problem, command.nextStep);
    const folder = folderOf(command, this.folder);
    this.listener.started();
    this.running = runCommand(command, folder.fsPath, (printed) => {
      this.print(printed);
      this.listener.printed(printed);
    });
    let code = notRun;
    try {
      code = await this.running.ended;
    } catch (error) {
      throw cannotRun(command.command, folder, error);
    } finally {
      this.listener.ended(code, folder);
    }
    return code;
  }

  /** A terminal wants a carriage return before each line feed; nothing else is touched. */
  private print(output: string): void {
    this.written.fire(output.replace(/\r?\n/g, "\r\n"));
  }
}

/** A folder that is not there, mostly; the shell itself says what command it cannot find. */
function cannotRun(command: string, folder: vscode.Uri, error: unknown): BootsmithError {
  return new BootsmithError(
    "bad-usage",
    text("“{0}” cannot be run in {1}: {2}", command, folder.fsPath, explain(error)),
    text("Check “command” and “cwd” of the task."),
    { cause: error },
  );
}

/** @throws BootsmithError where no command can run: no folder, or one that is no folder of this machine */
function folderOf({ cwd }: BuildCommand, folder: vscode.Uri | undefined): vscode.Uri {
  const absolute = cwd !== null && /^([\\/]|[A-Za-z]:[\\/])/.test(cwd);
  if (absolute) return vscode.Uri.file(cwd);
  if (folder?.scheme !== "file") {
    throw new BootsmithError(
      "bad-usage",
      text("The task has no folder on this machine that its command could run in."),
      text("Set “cwd” to an absolute path, or move the task into the tasks.json of a folder."),
    );
  }
  return cwd === null ? folder : vscode.Uri.joinPath(folder, cwd.replace(/\\/g, "/"));
}
