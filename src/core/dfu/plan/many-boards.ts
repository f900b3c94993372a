import type { Device } from "../../mcu/device";
import { text, type Text } from "../../text";
import type { BoardInfo } from "../board-service";
import { sameChip } from "./same-chip";

/** The boards that one command for all of them is for, and why each other one is not among them. */
export function boardsForAll(
  boards: readonly BoardInfo[],
  devices: readonly Device[],
): { readonly boards: readonly BoardInfo[]; readonly left: readonly { board: BoardInfo; reason: Text }[] } {
  const taken: BoardInfo[] = [];
  const left: { board: BoardInfo; reason: Text }[] = [];
  for (const board of boards) {
    const reason = reasonAgainst(board, taken[0], devices);
    if (reason === null) taken.push(board);
    else left.push({ board, reason });
  }
  return { boards: taken, left };
}

function reasonAgainst(board: BoardInfo, first: BoardInfo | undefined, devices: readonly Device[]): Text | null {
  if (board.mode !== "dfu") return text("It runs its application.");
  if (sameChip(board, devices) === "different") return text("It carries a different chip.");
  return first === undefined || layoutOf(first) === layoutOf(board) ? null : text("Its memory layout is another one.");
}

function layoutOf({ alternates }: BoardInfo): string {
  return alternates.map(({ name }) => name).join("\n");
}
