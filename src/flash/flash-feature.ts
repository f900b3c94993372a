import * as vscode from "vscode";
import { commands } from "../manifest";
import { localize } from "../workspace/l10n";
import { Activity } from "./activity";
import { copyWord, detachBoard, forgetBoard, leaveDfu, simulateBoard, unprotectBoard } from "./board-commands";
import { buildAndFlash } from "./build-and-flash";
import { flash, listBoards, verify } from "./commands";
import { compareBoard, ComparePages } from "./compare";
import { guarded, type FlashDeps } from "./dialogs";
import { eraseBoard } from "./erase";
import { flashAll } from "./flash-all";
import { FolderMemory, type Store } from "./folder-memory";
import { readBack } from "./read-back";
import type { FlashCommand, FlashRoom } from "./register";
import { flashTasks } from "./task-provider";
import { addUdevRule, showUsbHelp } from "./usb-help";
import { LiveBoards, type Pointed } from "./view/boards-tree";

/** What the feature is built from. */
export interface FeatureDeps extends Omit<FlashDeps, "activity" | "memory" | "pages"> {
  readonly store: Store;
  /** Parts of which a board can be simulated. */
  readonly simulatedParts: readonly string[];
}

type Run = (deps: FlashDeps, pointed: Pointed | undefined) => Promise<void>;

/** Everything that touches boards; a bundle of its own, loaded on first use. */
export class FlashFeature implements FlashRoom {
  readonly tasks: vscode.TaskProvider;
  readonly pages = new ComparePages();
  readonly tree: LiveBoards;
  private readonly deps: FlashDeps;
  private readonly status: vscode.Disposable;
  private readonly table: Readonly<Record<FlashCommand, Run>>;

  constructor({ store, simulatedParts, ...given }: FeatureDeps) {
    const activity = new Activity();
    this.deps = { ...given, activity, memory: new FolderMemory(store), pages: this.pages };
    this.tree = new LiveBoards({ ...given, activity });
    this.tasks = flashTasks(this.deps);
    this.status = statusOf(activity);
    this.table = tableOf(this.tree, simulatedParts);
  }

  async run(command: FlashCommand, given: unknown): Promise<void> {
    await guarded(this.deps.log, () => this.table[command](this.deps, this.tree.pointed(given)));
  }

  dispose(): void {
    this.tree.dispose();
    this.status.dispose();
  }
}

function tableOf(tree: LiveBoards, simulatedParts: readonly string[]): FlashFeature["table"] {
  const simulate = simulateBoard(simulatedParts);
  return {
    [commands.flash]: (deps, pointed) => flash(deps, pointed?.board),
    [commands.flashAll]: (deps) => flashAll(deps),
    [commands.buildAndFlash]: (deps) => buildAndFlash(deps),
    [commands.verify]: (deps, pointed) => verify(deps, pointed?.board),
    [commands.compareBoard]: (deps, pointed) => compareBoard(deps, pointed?.board),
    [commands.readBack]: (deps, pointed) => readBack(deps, pointed?.board, pointed?.memory),
    [commands.eraseBoard]: (deps, pointed) => eraseBoard(deps, pointed?.board, pointed?.memory),
    [commands.leaveDfu]: (deps, pointed) => leaveDfu(deps, pointed?.board),
    [commands.detachBoard]: (deps, pointed) => detachBoard(deps, pointed?.board),
    [commands.unprotectBoard]: (deps, pointed) => unprotectBoard(deps, pointed?.board),
    [commands.copySerial]: (deps, pointed) => copyWord("serial")(deps, pointed?.board),
    [commands.copyPath]: (deps, pointed) => copyWord("path")(deps, pointed?.board),
    [commands.listBoards]: (deps) => listBoards(deps),
    [commands.forgetBoard]: (deps) => forgetBoard(deps),
    [commands.refreshBoards]: () => {
      tree.refresh();
      return Promise.resolve();
    },
    [commands.simulateBoard]: () => simulate(),
    [commands.usbHelp]: (deps) => showUsbHelp(deps),
    [commands.udevRule]: (deps) => addUdevRule(deps),
  };
}

/** A status bar entry while boards are worked with. */
function statusOf(activity: Activity): vscode.Disposable {
  const item = vscode.window.createStatusBarItem("boards", vscode.StatusBarAlignment.Left);
  item.name = vscode.l10n.t("Bootsmith Boards");
  const listening = activity.onDidChange(() => {
    const running = activity.all();
    const [first] = running;
    if (first === undefined) {
      item.hide();
      return;
    }
    const percent = running.reduce((sum, each) => sum + each.percent, 0) / running.length;
    item.text = `$(sync~spin) ${Math.round(percent)} %`;
    item.tooltip = running.map(({ what, now }) => (now === null ? what : `${what} – ${localize(now)}`)).join("\n");
    item.accessibilityInformation = { label: item.tooltip };
    item.show();
  });
  return vscode.Disposable.from(item, { dispose: () => listening.dispose() });
}
