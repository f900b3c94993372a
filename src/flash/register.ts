import * as vscode from "vscode";
import { commands, compareScheme, taskType } from "../manifest";
import { trusted } from "./trust";
import { registerBoardsView, type BoardsTree } from "./view/boards-view";

/** Commands that the flash feature serves. */
const served = [
  commands.flash,
  commands.flashAll,
  commands.buildAndFlash,
  commands.verify,
  commands.compareBoard,
  commands.readBack,
  commands.eraseBoard,
  commands.leaveDfu,
  commands.detachBoard,
  commands.unprotectBoard,
  commands.copySerial,
  commands.copyPath,
  commands.listBoards,
  commands.forgetBoard,
  commands.refreshBoards,
  commands.simulateBoard,
  commands.usbHelp,
  commands.udevRule,
] as const;

export type FlashCommand = (typeof served)[number];

/** Pages that only explain; they touch no board. */
const harmless: ReadonlySet<FlashCommand> = new Set([commands.usbHelp, commands.udevRule]);

/** What is loaded when a board is first needed. */
export interface FlashRoom {
  /** @param given what VS Code passes: a row of the view, or nothing; never throws */
  run(command: FlashCommand, given: unknown): Promise<void>;
  readonly tasks: vscode.TaskProvider;
  readonly tree: BoardsTree;
  readonly pages: vscode.TextDocumentContentProvider;
  dispose(): void;
}

/** Registers everything that touches boards; `open` loads the room behind it, which happens on first use. */
export function registerFlash(open: () => Promise<FlashRoom>): vscode.Disposable {
  let opened: Promise<FlashRoom> | undefined;
  const room = () => (opened ??= open());
  return vscode.Disposable.from(
    ...served.map((id) =>
      vscode.commands.registerCommand(id, async (given?: unknown) => {
        if (harmless.has(id) || trusted()) await (await room()).run(id, given);
      }),
    ),
    vscode.tasks.registerTaskProvider(taskType, {
      provideTasks: async (token) =>
        vscode.workspace.isTrusted ? (await room()).tasks.provideTasks(token) : undefined,
      resolveTask: async (task, token) => (await room()).tasks.resolveTask(task, token),
    }),
    vscode.workspace.registerTextDocumentContentProvider(compareScheme, {
      provideTextDocumentContent: async (uri, token) => (await room()).pages.provideTextDocumentContent(uri, token),
    }),
    registerBoardsView(async () => (await room()).tree),
    { dispose: () => void opened?.then((made) => made.dispose()) },
  );
}
