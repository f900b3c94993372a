import type { BoardInfo } from "../../../src/core/dfu/board-service";
import type { OpenBoard } from "../../../src/core/dfu/flash-run";
import { probeDfu } from "../../../src/core/dfu/probe";
import { piecesIn, type FirmwareImage, type ImageSegment } from "../../../src/core/image/firmware-image";
import { boardModel } from "../../../src/simulator/board-model";
import { SimulatedBoard } from "../../../src/simulator/simulated-board";
import { VirtualClock } from "../../../src/simulator/virtual-clock";

/** A simulated board, opened as the board service opens one. */
export interface Rig {
  readonly board: SimulatedBoard;
  readonly clock: VirtualClock;
  readonly info: BoardInfo;
  readonly open: OpenBoard;
}

export async function rig(part: string, contents: readonly ImageSegment[] = []): Promise<Rig> {
  const clock = new VirtualClock();
  const model = boardModel(part);
  const board = new SimulatedBoard(model, clock);
  board.restore(contents);
  // Whatever runs on it: somebody has started its bootloader.
  board.replug("dfu");
  const { vendorId, productId, serial } = model;
  const probed = await probeDfu(board, {
    id: "rig",
    name: `Simulated ${part}`,
    simulated: true,
    vendorId,
    productId,
    serial,
    path: null,
    part: model.chip,
  });
  if (probed === null) throw new Error("no DFU interface");
  const { info, interfaceNumber } = probed;
  return { board, clock, info, open: { port: { device: board, interfaceNumber }, info, clock } };
}

/** Bytes that look like code: a vector table, then numbers that differ by seed; none is the erased value. */
export function firmware(address: number, size: number, seed: number, vectorsAt = 0): FirmwareImage {
  const data = Uint8Array.from(
    { length: size },
    (_, index) => (Math.imul(index + 1, 2_654_435_761) >>> (seed % 16)) % 251,
  );
  const view = new DataView(data.buffer);
  if (size >= vectorsAt + 8) {
    view.setUint32(vectorsAt, 0x2001_0000 + 0x100 * seed, true);
    view.setUint32(vectorsAt + 4, address + vectorsAt + 0x101 + 2 * seed, true);
  }
  return { name: `app${seed}.bin`, format: "bin", segments: [{ address, data }], entry: null };
}

/** What a board holds in a range. */
export function held(board: SimulatedBoard, base: number, size: number): Uint8Array {
  return heldIn(board.contents(), base, size, board.model.erased);
}

/** The same from contents taken before: looking through a whole flash takes a millisecond or two. */
export function heldIn(contents: readonly ImageSegment[], base: number, size: number, erased: number): Uint8Array {
  const result = new Uint8Array(size).fill(erased);
  for (const { address, data } of piecesIn(contents, base, base + size)) {
    result.set(data, address - base);
  }
  return result;
}
