import type { BoardInfo } from "./board-service";

/** How a host may wait for this board. */
export interface WaitPolicy {
  /**
   * The board holds GETSTATUS back until the operation is done, so the host asks at once instead of sleeping the
   * reported time, which is no estimate there (104 ms for a SET_ADDRESS that takes less than one).
   */
  readonly statusBlocks: boolean;
}

interface WaitRow extends WaitPolicy {
  readonly what: string;
  readonly source: string;
  readonly matches: (board: BoardInfo) => boolean;
}

/** Sizes of the first six erase units of the sectored families, bytes. */
const sectoredStarts = [
  [0x4000, 0x4000, 0x4000, 0x4000, 0x1_0000, 0x2_0000],
  [0x8000, 0x8000, 0x8000, 0x8000, 0x2_0000, 0x4_0000],
];

/** What is known better than the standard; without a row a board is waited for as DFU 1.1 asks. */
const waitRows: readonly WaitRow[] = [
  {
    what: "system bootloader of STM32F2/F4/F7",
    source: "MicroPython pydfu (never waits); fwupd#2696: GETSTATUS held about 250 ms by an F745",
    statusBlocks: true,
    matches: (board) =>
      board.vendorId === 0x0483 &&
      board.productId === 0xdf11 &&
      board.alternates.some((alternate) => {
        const sizes = (alternate.layout?.segments ?? []).flatMap(({ size, count }) =>
          Array.from({ length: Math.min(count, 6) }, () => size),
        );
        return sectoredStarts.some((start) => start.every((size, index) => sizes[index] === size));
      }),
  },
];

/** The way to wait for a board: by the table, else by the standard. */
export function waitPolicyOf(board: BoardInfo): WaitPolicy {
  return waitRows.find((row) => row.matches(board)) ?? { statusBlocks: false };
}
