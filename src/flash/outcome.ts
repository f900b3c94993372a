import { hex } from "../core/notation";
import type { BoardInfo, FlashOutcome, Mismatch } from "../core/dfu/board-service";
import type { FlashPlan } from "../core/dfu/plan/flash-plan";
import { BootsmithError, type ErrorKind } from "../core/errors";
import { text, type Text } from "../core/text";
import { boardTitle } from "./board-choice";
import { kib } from "./progress";

/** What a flash run did, sentence by sentence. */
export function describeFlash(name: string, board: BoardInfo, plan: FlashPlan, outcome: FlashOutcome): readonly Text[] {
  const { erasedUnits, skippedUnits, writtenBytes, verifiedBytes, elapsed, left } = outcome;
  const first =
    erasedUnits === 0 && writtenBytes === 0
      ? text("{0} was on {1} already; nothing was written.", name, boardTitle(board))
      : text(
          board.simulated
            ? "{0} is on {1}: {2} erase units erased, {3} left as they were, {4} written in {5} s of simulated time."
            : "{0} is on {1}: {2} erase units erased, {3} left as they were, {4} written in {5} s.",
          name,
          boardTitle(board),
          erasedUnits,
          skippedUnits,
          kib(writtenBytes),
          (elapsed / 1000).toFixed(1),
        );
  return [
    first,
    verifiedBytes > 0 ? text("Verified: {0} read back and equal.", kib(verifiedBytes)) : text("It was not verified."),
    modeAfter(plan, left),
  ];
}

/** Where the board is now. BOOT0 is the way into ST's ROM; bootloaders of plain DFU lie in the flash. */
function modeAfter({ protocol, leaveAt }: FlashPlan, left: boolean): Text {
  if (left) return text("The board has left DFU mode.");
  if (protocol === "dfu") return text("The board is still in DFU mode: press reset to start what is on it.");
  return leaveAt === null
    ? text("The board is still in DFU mode: to start what is on it, set BOOT0 low and press reset.")
    : text("The board did not leave DFU mode: set BOOT0 low and press reset.");
}

/** What a comparison found; an empty list of differences means that the board holds the image. */
export function describeVerify(name: string, board: BoardInfo, differences: readonly Mismatch[]): Text {
  const [first] = differences;
  if (first === undefined) {
    return text("{0} holds {1}: every byte agrees.", boardTitle(board), name);
  }
  return text(
    "{0} does not hold {1}: {2} erase units differ, first at {3} ({4} instead of {5}).",
    boardTitle(board),
    name,
    differences.length,
    hex(first.address),
    byteText(first.found),
    byteText(first.expected),
  );
}

function byteText(byte: number): string {
  return `0x${byte.toString(16).toUpperCase().padStart(2, "0")}`;
}

const usageKinds: readonly ErrorKind[] = [
  "bad-usage",
  "unreadable-file",
  "bad-image",
  "unknown-device",
  "untrusted-workspace",
];

/** Exit code of a task for an error, as the command line has it: 2 = wrong usage or unreadable input, else 1. */
export function exitCodeOf(error: unknown): 1 | 2 {
  return error instanceof BootsmithError && usageKinds.includes(error.kind) ? 2 : 1;
}
