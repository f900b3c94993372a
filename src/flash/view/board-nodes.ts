import type { AlternateSetting, BoardInfo } from "../../core/dfu/board-service";
import type { LayoutSegment } from "../../core/dfu/memory-layout";
import type { AddressRange } from "../../core/mcu/device";
import { hex, sizeText } from "../../core/notation";
import { text, type Text } from "../../core/text";
import { boardTitle, inOrder } from "../board-choice";

/** What is said of a board besides what it says of itself. */
export interface BoardState {
  /** What is done with it now, with the share of it that is done. */
  readonly running?: Text;
  /** Why it could not be opened. */
  readonly fault?: Text;
}

/** Neighbouring erase units of one size and one access. */
export interface UnitRun {
  readonly base: number;
  /** Bytes of one unit. */
  readonly size: number;
  readonly count: number;
  readonly access: Pick<LayoutSegment, "readable" | "erasable" | "writable">;
}

/** A row of the view “Boards”. */
export type BoardNode =
  | { readonly kind: "board"; readonly board: BoardInfo; readonly state: BoardState }
  | { readonly kind: "fact"; readonly board: BoardInfo; readonly name: Text; readonly value: Text }
  | { readonly kind: "fault"; readonly board: BoardInfo; readonly reason: Text }
  | { readonly kind: "alternate"; readonly board: BoardInfo; readonly alternate: AlternateSetting }
  /** A run of units, or a page of a long one. */
  | { readonly kind: "run"; readonly board: BoardInfo; readonly alternate: AlternateSetting; readonly run: UnitRun };

/** How a row looks. `icon` is a codicon; `context` is what `viewItem` of a menu's `when` matches. */
export interface NodeLook {
  readonly id: string;
  readonly label: Text;
  /** Words beside the label, to be put in a row. */
  readonly description: readonly Text[];
  readonly tooltip: Text | null;
  readonly icon: string;
  readonly context: string;
  readonly expandable: boolean;
}

/** Most units under one row; a chip with 1024 pages has a row per page of the list instead. */
const pageSize = 64;

/** True for a board that was seen on USB and could not be opened: nothing is known of its memory. */
function isClosed(board: BoardInfo): boolean {
  return board.mode === "dfu" && board.alternates.length === 0;
}

/** The top rows: real boards first. */
export function boardNodes(boards: readonly BoardInfo[], stateOf: (board: BoardInfo) => BoardState): BoardNode[] {
  return inOrder(boards).map((board) => ({ kind: "board", board, state: stateOf(board) }));
}

/** The rows under a row; units are made only when somebody opens the row above them. */
export function childrenOf(node: BoardNode): readonly BoardNode[] {
  switch (node.kind) {
    case "board":
      return boardChildren(node.board, node.state);
    case "alternate":
      return runsOf(node.alternate).map((run) => ({ ...node, kind: "run", run }));
    case "run":
      return partsOf(node.run).map((run) => ({ ...node, run }));
    case "fact":
    case "fault":
      return [];
  }
}

function boardChildren(board: BoardInfo, { fault }: BoardState): BoardNode[] {
  const { vendorId, productId, serial, path, part, bootloaderVersion, deviceVersion } = board;
  const fact = (name: Text, value: Text | null): BoardNode[] =>
    value === null ? [] : [{ kind: "fact", board, name, value }];
  const word = (value: string | null): Text | null => (value === null ? null : text("{0}", value));
  return [
    ...(fault === undefined ? [] : [{ kind: "fault", board, reason: fault } as const]),
    ...fact(text("Mode"), isClosed(board) ? text("could not be opened") : modeText(board)),
    ...fact(text("Chip"), word(part)),
    ...fact(text("Serial number"), word(serial)),
    ...fact(text("USB path"), word(path)),
    ...fact(text("USB id"), text("{0}:{1}", hex4(vendorId), hex4(productId))),
    ...fact(text("Bootloader version"), word(bootloaderVersion)),
    // As `dfu-util -l` prints it (`ver=2200`).
    ...fact(text("Device version"), deviceVersion === null ? null : word(hex4(deviceVersion))),
    ...board.alternates.map((alternate) => ({ kind: "alternate", board, alternate }) as const),
  ];
}

function hex4(value: number): string {
  return value.toString(16).padStart(4, "0");
}

/** What a board is doing, as USB shows it. */
export function modeText({ mode, protocol, interrupted }: BoardInfo): Text {
  if (mode === "runtime") return text("runs its application");
  if (interrupted) return text("DFU mode, flashing was interrupted");
  return protocol === "dfuse" ? text("DFU mode") : text("DFU mode, plain DFU");
}

/** Runs of equal erase units, by address; segments that only carry information (`0*4Kg`) have none. */
export function runsOf({ layout }: AlternateSetting): readonly UnitRun[] {
  const runs: (UnitRun & { count: number })[] = [];
  const segments = layout?.segments.filter(({ count, size }) => count > 0 && size > 0) ?? [];
  for (const { base, size, count, ...access } of [...segments].sort((a, b) => a.base - b.base)) {
    const last = runs.at(-1);
    const goesOn =
      last?.size === size && endOf(last) === base && accessText(last.access).template === accessText(access).template;
    if (last !== undefined && goesOn) last.count += count;
    else runs.push({ base, size, count, access });
  }
  return runs;
}

/** A long run in pages, a short one in units; one unit has no parts. */
function partsOf(run: UnitRun): readonly UnitRun[] {
  if (run.count === 1) return [];
  const step = run.count > pageSize ? pageSize : 1;
  return Array.from({ length: Math.ceil(run.count / step) }, (_, index) => ({
    ...run,
    base: run.base + index * step * run.size,
    count: Math.min(step, run.count - index * step),
  }));
}

function endOf({ base, size, count }: UnitRun): number {
  return base + size * count;
}

/** The bytes a run covers. */
export function extentOf(run: UnitRun): AddressRange {
  return { base: run.base, size: run.size * run.count };
}

/** How a row looks, without what is set by VS Code. */
export function lookOf(node: BoardNode): NodeLook {
  const plain = { tooltip: null, description: [], expandable: false };
  const { id } = node.board;
  switch (node.kind) {
    case "board":
      return boardLook(node.board, node.state);
    case "fact":
      return {
        ...plain,
        id: `${id}/fact/${node.name.template}`,
        label: node.name,
        description: [node.value],
        icon: "",
        context: "fact",
      };
    case "fault":
      return {
        ...plain,
        id: `${id}/fault`,
        label: node.reason,
        tooltip: node.reason,
        icon: "warning",
        context: "fault",
      };
    case "alternate":
      return alternateLook(node.board, node.alternate);
    case "run":
      return runLook(node.board, node.alternate, node.run);
  }
}

function boardLook(board: BoardInfo, { running, fault }: BoardState): NodeLook {
  const where = [board.serial, board.path].filter((word) => word !== null).map((word) => text("{0}", word));
  const mode = fault !== undefined || isClosed(board) ? text("could not be opened") : modeText(board);
  const icon = board.simulated ? "beaker" : "circuit-board";
  return {
    id: board.id,
    label: text("{0}", boardTitle(board)),
    description: running === undefined ? [mode, ...where] : [running],
    tooltip: fault ?? null,
    icon: running !== undefined ? "sync~spin" : fault !== undefined ? "warning" : icon,
    context: contextOf(board, running !== undefined),
    expandable: true,
  };
}

/** Its state and what it can do, as words in a fixed order: for `viewItem =~ /^board dfu .*writable/` and the like. */
export function contextOf(board: BoardInfo, busy: boolean): string {
  const words: readonly (readonly [string, boolean])[] = [
    ["dfuse", board.protocol === "dfuse"],
    ["readable", board.canUpload],
    ["writable", board.canDownload],
    ["serial", board.serial !== null],
    ["path", board.path !== null],
  ];
  const state = busy ? "busy" : isClosed(board) ? "closed" : board.mode;
  return ["board", state, ...words.filter(([, holds]) => holds).map(([word]) => word)].join(" ");
}

function alternateLook(board: BoardInfo, alternate: AlternateSetting): NodeLook {
  const runs = runsOf(alternate);
  const [first] = runs;
  const units = runs.map(({ count, size }) => `${count} × ${sizeText(size)}`).join(", ");
  const readable = board.canUpload && runs.some(({ access }) => access.readable);
  return {
    id: `${board.id}/${alternate.number}`,
    label: text("{0}", alternate.layout?.name ?? alternate.name),
    description: first === undefined ? [] : [text("{0}", hex(first.base)), text("{0}", units)],
    tooltip: text("Alternate setting {0}: {1}", alternate.number, alternate.name),
    icon: "server",
    context: readable ? "alternate readable" : "alternate",
    expandable: first !== undefined,
  };
}

function runLook(board: BoardInfo, { number }: AlternateSetting, run: UnitRun): NodeLook {
  const range = extentOf(run);
  const access = accessText(run.access);
  const size = run.count === 1 ? sizeText(run.size) : `${run.count} × ${sizeText(run.size)}`;
  const words = [
    "units",
    ...(board.canUpload && run.access.readable ? ["readable"] : []),
    ...(board.protocol === "dfuse" && run.access.erasable ? ["erasable"] : []),
  ];
  return {
    id: `${board.id}/${number}/${range.base}+${range.size}`,
    label: text("{0}–{1}", hex(range.base), hex(range.base + range.size - 1)),
    description: [text("{0}", size), access],
    tooltip: null,
    icon: run.count === 1 ? "" : "layers",
    context: words.join(" "),
    expandable: run.count > 1,
  };
}

/** What the access letter of the layout string allows (dfu-protocol §2.8). */
function accessText({ readable, erasable, writable }: UnitRun["access"]): Text {
  if (readable && erasable && writable) return text("read, erase, write");
  if (readable && erasable) return text("read, erase");
  if (readable && writable) return text("read, write");
  if (erasable && writable) return text("erase, write");
  if (erasable) return text("erase only");
  if (writable) return text("write only");
  return readable ? text("read only") : text("no access");
}

/** Every erase unit of a run. */
export function unitsOf({ base, size, count }: UnitRun): readonly AddressRange[] {
  return Array.from({ length: count }, (_, index) => ({ base: base + index * size, size }));
}
