import * as vscode from "vscode";
import type { BoardInfo, BoardService } from "../../core/dfu/board-service";
import { text } from "../../core/text";
import { contextKeys } from "../../manifest";
import type { Activity } from "../activity";
import type { UsbState } from "../board-choice";
import type { BoardMemory } from "../read-back";
import { boardNodes, childrenOf, extentOf, type BoardNode, type BoardState } from "./board-nodes";
import type { BoardsTree } from "./boards-view";

/** What the tree is made from. */
export interface BoardsTreeDeps {
  readonly boards: BoardService;
  readonly usbState: () => UsbState;
  readonly activity: Activity;
}

/** A row that a command was called on. */
export interface Pointed {
  readonly board: BoardInfo;
  readonly memory?: BoardMemory;
}

/** The boards that are connected, as rows; looks again when the bus changes while somebody sees it. */
export class LiveBoards implements BoardsTree, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly activityListener: { dispose(): void };
  private listener: { dispose(): void } | undefined;
  private readonly handedOut = new WeakMap<object, Pointed>();
  /** As of the last look. */
  private last: readonly BoardInfo[] | undefined;
  private stale = true;
  private looks = 0;
  readonly onDidChange = this.changed.event;

  constructor(private readonly deps: BoardsTreeDeps) {
    this.activityListener = deps.activity.onDidChange(() => {
      if (!this.busy()) this.outdate();
      this.changed.fire();
    });
  }

  watch(visible: boolean): void {
    this.listener?.dispose();
    this.listener = visible ? this.deps.boards.onDidChange(() => this.refresh()) : undefined;
    // What happened while it was hidden is not known.
    if (visible) this.refresh();
  }

  /** Looks for boards again. */
  refresh(): void {
    this.outdate();
    this.changed.fire();
  }

  async children(node?: BoardNode): Promise<readonly BoardNode[]> {
    const nodes = node === undefined ? await this.top() : childrenOf(node);
    nodes.forEach((each) => this.handedOut.set(each, pointedAt(each)));
    return nodes;
  }

  /** The board behind what VS Code passes to a command of a row; undefined for anything else. */
  pointed(given: unknown): Pointed | undefined {
    return typeof given === "object" && given !== null ? this.handedOut.get(given) : undefined;
  }

  dispose(): void {
    this.listener?.dispose();
    this.activityListener.dispose();
    this.changed.dispose();
  }

  private async top(): Promise<readonly BoardNode[]> {
    // While something runs, only its progress is news: a look would wait for the bus until it is done.
    const known = this.stale && !this.busy() ? undefined : this.last;
    const boards = known ?? (await this.look());
    return boardNodes(boards, (board) => this.stateOf(board));
  }

  private async look(): Promise<readonly BoardInfo[]> {
    const look = ++this.looks;
    const boards = await this.deps.boards.list();
    await vscode.commands.executeCommand("setContext", contextKeys.noUsb, !this.deps.usbState().available);
    if (look === this.looks) {
      this.last = boards;
      this.stale = false;
    }
    return boards;
  }

  /** Also what a look that has begun before will bring. */
  private outdate(): void {
    this.stale = true;
    this.looks++;
  }

  private busy(): boolean {
    return this.deps.activity.all().length > 0;
  }

  private stateOf({ id, closed }: BoardInfo): BoardState {
    const running = this.deps.activity.get(id);
    return {
      ...(running === undefined ? {} : { running: text("{0}: {1} %", running.what, Math.round(running.percent)) }),
      ...(closed === undefined ? {} : { fault: closed.what }),
    };
  }
}

function pointedAt(node: BoardNode): Pointed {
  const { board } = node;
  if (node.kind === "run") {
    return { board, memory: { alternate: node.alternate.number, range: extentOf(node.run) } };
  }
  return node.kind === "alternate" ? { board, memory: { alternate: node.alternate.number } } : { board };
}
