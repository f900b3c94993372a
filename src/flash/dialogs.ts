import * as vscode from "vscode";
import type { BoardProgress } from "../core/dfu/board-service";
import { BootsmithError } from "../core/errors";
import type { BootLayout } from "../core/layout/boot-layout";
import { text, type Text } from "../core/text";
import { commands } from "../manifest";
import type { AnalysisService } from "../workspace/analysis-service";
import { localize, localizeError } from "../workspace/l10n";
import type { UsbState } from "./board-choice";
import type { FlashTools, Watch } from "./flash-job";
import { ProgressMeter, type ExpectedWork } from "./progress";

/** What the flashing feature is given. */
export interface FlashDeps {
  readonly boards: FlashTools["boards"];
  readonly usbState: () => UsbState;
  readonly analysis: Pick<AnalysisService, "settled">;
  readonly log: vscode.LogOutputChannel;
}

/** Milliseconds between two updates of a progress notification. */
const progressInterval = 100;

/** What jobs need, with files read through VS Code: virtual folders work. */
export function toolsOf({ boards, usbState }: FlashDeps): FlashTools {
  return { boards, usbState, read: readFile };
}

/** The layouts of what the workspace says now. */
export async function layoutsOf({ analysis }: FlashDeps): Promise<readonly BootLayout[]> {
  return (await analysis.settled())?.layouts ?? [];
}

async function readFile(file: string): Promise<Uint8Array> {
  try {
    return await vscode.workspace.fs.readFile(vscode.Uri.parse(file, true));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new BootsmithError(
      "unreadable-file",
      text("{0} cannot be read: {1}", vscode.workspace.asRelativePath(vscode.Uri.parse(file)), reason),
      text("Build the project first, or choose another file."),
      { cause: error },
    );
  }
}

/** False, with a message, where the workspace is not trusted: nothing there may choose what a board is flashed with. */
export function trusted(): boolean {
  if (vscode.workspace.isTrusted) {
    return true;
  }
  const manage = vscode.l10n.t("Manage Workspace Trust");
  const message = vscode.l10n.t(
    "Boards are not touched in Restricted Mode: the files of this folder would decide what is flashed.",
  );
  void vscode.window.showWarningMessage(message, manage).then((choice) => {
    if (choice === manage) {
      void vscode.commands.executeCommand("workbench.trust.manage");
    }
  });
  return false;
}

/** Runs a command; whatever goes wrong becomes one message with its next step, and a line in the log. */
export async function guarded(log: vscode.LogOutputChannel, run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    logFailure(log, error);
    // The message waits for a click; the command does not.
    void showFailure(log, error);
  }
}

/** What happened goes to the log in full: the stack of a fault of ours stands there and nowhere else. */
export function logFailure(log: vscode.LogOutputChannel, error: unknown): void {
  const { message, nextStep } = localizeError(error);
  log.error([message, nextStep].filter((part) => part !== undefined).join(" "));
  const detail = error instanceof BootsmithError ? error.cause : error;
  if (detail instanceof Error) {
    log.debug(detail.stack ?? detail.message);
  }
}

async function showFailure(log: vscode.LogOutputChannel, error: unknown): Promise<void> {
  const { message, nextStep } = localizeError(error);
  const sentence = nextStep === undefined ? message : `${message} ${nextStep}`;
  const cancelled = error instanceof BootsmithError && error.kind === "cancelled";
  const show = cancelled ? vscode.window.showWarningMessage : vscode.window.showErrorMessage;
  const noBoard = error instanceof BootsmithError && error.kind === "no-board";
  const help = vscode.l10n.t("Show Way into Bootloader");
  const choice = await show(sentence, ...(noBoard ? [help] : []), vscode.l10n.t("Show Log"));
  if (choice === help) await vscode.commands.executeCommand(commands.bootloaderHelp);
  else if (choice !== undefined) log.show();
}

/** Tells a result; the log has the details. */
export function tell(
  log: vscode.LogOutputChannel,
  sentences: readonly Text[],
  kind: "done" | "differs" = "done",
): void {
  const sentence = sentences.map(localize).join(" ");
  const show = kind === "done" ? vscode.window.showInformationMessage : vscode.window.showErrorMessage;
  log.info(sentence);
  void offerLog(log, show(sentence, vscode.l10n.t("Show Log")));
}

async function offerLog(log: vscode.LogOutputChannel, choice: Thenable<string | undefined>): Promise<void> {
  if ((await choice) !== undefined) {
    log.show();
  }
}

/** Runs an operation on a board under a notification with a cancel button, bytes and rate. */
export async function withBoardProgress<T>(
  title: string,
  expected: ExpectedWork,
  run: (watch: Watch) => Promise<T>,
): Promise<T> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, async (notification, token) => {
    const abort = new AbortController();
    const listening = token.onCancellationRequested(() => abort.abort());
    const meter = new ProgressMeter(expected, Date.now);
    let shown = 0;
    let percent = 0;
    const onProgress = (progress: BoardProgress): void => {
      const news = meter.add(progress);
      const now = Date.now();
      if (now - shown >= progressInterval || progress.done === progress.total) {
        notification.report({ message: localize(news.sentence), increment: news.percent - percent });
        percent = news.percent;
        shown = now;
      }
    };
    try {
      return await run({ onProgress, signal: abort.signal });
    } finally {
      listening.dispose();
    }
  });
}
