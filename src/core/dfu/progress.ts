import type { AddressRange } from "../mcu/device";
import type { FlashPhase, ProgressListener } from "./board-service";
import type { PlannedBlock } from "./plan/flash-plan";

/** Adds up the bytes of one phase, and reports them. */
export function phaseProgress(phase: FlashPhase, all: number, onProgress?: ProgressListener) {
  let done = 0;
  return (address: number, bytes: number): void => {
    done += bytes;
    onProgress?.({ phase, done, total: all, address });
  };
}

/** Bytes of all ranges. */
export function total(ranges: readonly AddressRange[]): number {
  return ranges.reduce((sum, { size }) => sum + size, 0);
}

/** Bytes of all blocks. */
export function totalData(blocks: readonly PlannedBlock[]): number {
  return blocks.reduce((sum, { data }) => sum + data.length, 0);
}
