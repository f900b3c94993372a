import type { Device } from "../../mcu/device";
import { text, type Text } from "../../text";
import type { BoardInfo } from "../board-service";
import { isProgramMemory } from "../layout-units";
import { sameChip } from "./same-chip";

interface BoardsForAll {
  readonly boards: readonly BoardInfo[];
  /** Boards that are left out, and why. */
  readonly left: readonly { readonly board: BoardInfo; readonly reason: Text }[];
}

/**
 * The boards that one image may go to at once: in DFU mode, of one layout (the one most of them have; with equal
 * numbers that of the first), and none that is known to be another chip than the project's.
 * @param devices chips the project is for; empty: not known
 */
export function boardsForAll(boards: readonly BoardInfo[], devices: readonly Device[]): BoardsForAll {
  const left: { board: BoardInfo; reason: Text }[] = [];
  const groups = new Map<string, BoardInfo[]>();
  for (const board of boards) {
    if (board.mode !== "dfu") {
      left.push({ board, reason: text("{0} runs its application; it is not in DFU mode.", board.name) });
    } else if (board.closed !== undefined) {
      left.push({ board, reason: board.closed.what });
    } else if (sameChip(board, devices) === "different") {
      left.push({ board, reason: text("{0} is another chip than this project is for.", board.name) });
    } else {
      const key = layoutKey(board);
      groups.set(key, [...(groups.get(key) ?? []), board]);
    }
  }
  const [taken = [], ...others] = [...groups.values()].sort((a, b) => b.length - a.length);
  for (const board of others.flat()) {
    left.push({ board, reason: text("{0} has another memory layout than the boards chosen.", board.name) });
  }
  return { boards: taken, left };
}

/** Equal for boards that one plan would fit: the memory as parsed, not as spelt. */
function layoutKey(board: BoardInfo): string {
  const memories = board.alternates.filter(isProgramMemory).map(({ number, layout }) => [number, layout?.segments]);
  const strings = board.protocol === "dfu" ? board.alternates.map(({ name }) => name) : [];
  return JSON.stringify([board.protocol, board.transferSize, memories, strings]);
}
