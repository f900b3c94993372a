import * as vscode from "vscode";
import type { BoardInfo, BoardProgress } from "../core/dfu/board-service";
import { BootsmithError } from "../core/errors";
import type { BootLayout } from "../core/layout/boot-layout";
import { text, type Text } from "../core/text";
import { commands } from "../manifest";
import type { AnalysisService } from "../workspace/analysis-service";
import { localize, localizeError } from "../workspace/l10n";
import type { Activity } from "./activity";
import type { UsbState } from "./board-choice";
import { helpFor } from "./failure-help";
import type { FlashTools, Watch } from "./flash-job";
import type { FolderMemory } from "./folder-memory";
import { ProgressMeter, type ExpectedWork } from "./progress";

/** What the flashing feature is given. */
export interface FlashDeps {
  readonly boards: FlashTools["boards"];
  readonly usbState: () => UsbState;
  readonly analysis: Pick<AnalysisService, "settled">;
  readonly log: vscode.LogOutputChannel;
  readonly activity: Activity;
  readonly memory: FolderMemory;
  readonly pages: { show(name: string, markdown: string): Promise<void> };
  readonly extension: Pick<vscode.Extension<unknown>, "extensionUri" | "extensionKind">;
}

/** Milliseconds between two updates of a progress notification. */
const progressInterval = 100;

/** What jobs need, with files read through VS Code: virtual folders work. */
export function toolsOf({ boards, usbState }: FlashDeps): FlashTools {
  return { boards, usbState, read: readFile, write: writeFile };
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

async function writeFile(file: string, bytes: Uint8Array): Promise<void> {
  try {
    await vscode.workspace.fs.writeFile(vscode.Uri.parse(file, true), bytes);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new BootsmithError(
      "unreadable-file",
      text("{0} cannot be written: {1}", vscode.workspace.asRelativePath(vscode.Uri.parse(file)), reason),
      text("Nothing was changed on the board. Choose another file."),
      { cause: error },
    );
  }
}

/** Milliseconds, of the machine's clock. */
export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Runs a command; whatever goes wrong becomes one message with its next step, and a line in the log. */
export async function guarded(log: vscode.LogOutputChannel, run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    logFailure(log, error);
    // The message waits for a click; the command does not.
    void showFailure(error);
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

async function showFailure(error: unknown): Promise<void> {
  const { message, nextStep } = localizeError(error);
  const sentence = nextStep === undefined ? message : `${message} ${nextStep}`;
  const cancelled = error instanceof BootsmithError && error.kind === "cancelled";
  const show = cancelled ? vscode.window.showWarningMessage : vscode.window.showErrorMessage;
  const helps = helpFor(error, process.platform).map(({ label, command }) => ({ title: localize(label), command }));
  const choice = await show(sentence, ...helps, { title: vscode.l10n.t("Show Log"), command: commands.showLog });
  if (choice !== undefined) await vscode.commands.executeCommand(choice.command);
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

/**
 * Runs an operation on a board under a notification with bytes and rate; view and status bar follow.
 * @param cancellable it obeys the signal, so there is a button for it
 */
export async function withBoardProgress<T>(
  { activity }: Pick<FlashDeps, "activity">,
  board: Pick<BoardInfo, "id">,
  title: string,
  expected: ExpectedWork,
  run: (watch: Watch) => Promise<T>,
  cancellable = true,
): Promise<T> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable };
  return vscode.window.withProgress(options, async (notification, token) => {
    const abort = new AbortController();
    const listening = token.onCancellationRequested(() => abort.abort());
    const meter = new ProgressMeter(expected, Date.now);
    let shown = 0;
    let percent = 0;
    activity.set(board.id, { what: title, now: null, percent });
    const onProgress = (progress: BoardProgress): void => {
      const news = meter.add(progress);
      const now = Date.now();
      if (now - shown >= progressInterval || progress.done === progress.total) {
        const message = [news.sentence, news.left]
          .filter((part) => part !== null)
          .map(localize)
          .join(" · ");
        notification.report({ message, increment: news.percent - percent });
        percent = news.percent;
        shown = now;
        activity.set(board.id, { what: title, now: news.sentence, percent });
      }
    };
    try {
      return await run({ onProgress, signal: abort.signal });
    } finally {
      listening.dispose();
      activity.end(board.id);
    }
  });
}
