import type { BoardInfo } from "../core/dfu/board-service";
import { boardTitle } from "./board-choice";

/** What somebody types before a board loses everything: its part number where that is known, else its name. */
export function confirmationWord(board: BoardInfo): string {
  return board.part ?? boardTitle(board);
}

/** Whether that is what was typed; letter case and spaces around it do not matter. */
export function isConfirmed(typed: string, board: BoardInfo): boolean {
  const plain = (words: string): string => words.trim().replace(/\s+/g, " ").toLowerCase();
  return plain(typed) !== "" && plain(typed) === plain(confirmationWord(board));
}
