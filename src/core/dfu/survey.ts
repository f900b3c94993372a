import type { ProgressListener } from "./board-service";
import type { PlannedBlock, SurveyRange } from "./plan/flash-plan";
import { isFilledWith } from "./plan/ranges";
import { phaseProgress, total } from "./progress";
import type { DfuSeSession } from "./session";

/**
 * Reads as much of each range as it takes to decide about it: up to the first transfer that is not as expected, unless
 * all of the range is wanted.
 * @param transferSize bytes per transfer
 * @returns for each range what was read, from its start
 */
export async function survey(
  session: Pick<DfuSeSession, "readBlock" | "endReading">,
  ranges: readonly SurveyRange[],
  transferSize: number,
  onProgress?: ProgressListener,
): Promise<PlannedBlock[]> {
  const progress = phaseProgress("read", total(ranges), onProgress);
  const found: PlannedBlock[] = [];
  let before: Uint8Array | null = null;
  for (const range of ranges) {
    const data = new Uint8Array(range.size);
    const repeated: number[] = [];
    let offset = 0;
    for (const verdict = new Verdict(range); offset < range.size && !verdict.isReached;) {
      const block: Uint8Array = await session.readBlock(
        range.base + offset,
        Math.min(transferSize, range.size - offset),
      );
      if (before !== null && isSame(before, block)) repeated.push(offset);
      before = block;
      verdict.add(offset, block);
      data.set(block, offset);
      offset += block.length;
      progress(range.base + offset, block.length);
    }
    progress(range.base + offset, range.size - offset);
    await readAgain(session, range, data.subarray(0, offset), repeated, transferSize);
    found.push({ address: range.base, data: data.subarray(0, offset) });
  }
  await session.endReading();
  return found;
}

/**
 * A transfer that gives the bytes of the one before may be that one come twice: where the image has such bytes, and so
 * would be taken to be there already, they are read once more.
 */
async function readAgain(
  session: Pick<DfuSeSession, "readBlock">,
  { base, expected }: SurveyRange,
  data: Uint8Array,
  repeated: readonly number[],
  transferSize: number,
): Promise<void> {
  const decides = expected.length > 0 && expected.every((piece) => !differs(piece, base, data));
  for (const offset of decides ? repeated : []) {
    data.set(await session.readBlock(base + offset, Math.min(transferSize, data.length - offset)), offset);
  }
}

/** Whether what was read of a range says enough. */
class Verdict {
  private differs = false;
  private blank: boolean;

  constructor(private readonly range: SurveyRange) {
    this.blank = range.erased !== null;
  }

  add(offset: number, block: Uint8Array): void {
    const { base, expected, erased } = this.range;
    this.differs ||= expected.some((piece) => differs(piece, base + offset, block));
    this.blank &&= isFilledWith(block, erased);
  }

  /** What differs may still be blank, and then need not be erased; with nothing expected that is all there is to ask. */
  get isReached(): boolean {
    const { expected, erased, whole } = this.range;
    if (whole || (expected.length === 0 && erased === null)) return false;
    return !this.blank && (this.differs || expected.length === 0);
  }
}

/** Whether bytes at an address are not those of a piece, as far as the two overlap. */
function differs({ address, data }: PlannedBlock, at: number, bytes: Uint8Array): boolean {
  const end = Math.min(address + data.length, at + bytes.length);
  for (let here = Math.max(address, at); here < end; here++) {
    if (data[here - address] !== bytes[here - at]) return true;
  }
  return false;
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}
