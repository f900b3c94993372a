import { hex } from "../../src/core/notation";
import { firmware } from "../unit/simulator/board-rig";
import type { Cable } from "./cable";
import type { Rig } from "./rig";

/** One story with boards, dfu-util and the command line in the guest; it throws where something is wrong. */
export interface Scenario {
  readonly name: string;
  run(rig: Rig): Promise<void>;
}

export const flashBase = 0x0800_0000;
/** Sixteen bytes short of two transfers, so that the last block is a short one. */
const smallSize = 2 * 2048 - 16;

/** A small image, and a file of it in the guest. */
export async function image(rig: Rig, seed: number, size = smallSize): Promise<{ bytes: Uint8Array; file: string }> {
  const bytes = firmware(flashBase, size, seed).segments[0]?.data ?? new Uint8Array();
  return { bytes, file: await rig.guest.put(`app${seed}.bin`, bytes) };
}

export async function plugged(rig: Rig, part = "STM32F407VG", serial = "ONE"): Promise<Cable> {
  const cable = rig.board(part, serial);
  await cable.plug();
  return cable;
}

export const at = ["--address", hex(flashBase)];
