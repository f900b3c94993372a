import { flashTiming, type Parallelism } from "../../core/mcu/flash-timing";
import type { BoardModel } from "../board-model";

type Timed = Pick<BoardModel, "eraseTime" | "programTime">;

/** Times of a family's flash; a size or family without one is a slip of the model, found by the first test. */
export function timesOf(family: string): Timed {
  const timing = flashTiming(family);
  const known = (value: number | null | undefined): number => {
    if (value === null || value === undefined) throw new Error(`no flash time of ${family}`);
    return value;
  };
  return {
    eraseTime: (size: number, parallelism: Parallelism) => known(timing?.eraseUnit(size, parallelism)),
    programTime: (bytes: number, parallelism: Parallelism) => known(timing?.program(bytes, parallelism)),
  };
}

type RomDefaults = Omit<
  BoardModel,
  | "part"
  | "chip"
  | "serial"
  | "alternates"
  | "programUnit"
  | "rewrite"
  | "poll"
  | "eraseTime"
  | "programTime"
  | "massEraseTime"
  | "connectTime"
>;

/** What ST's ROM bootloaders have in common (AN3156; dfu-descriptors.json, entries of 0483:df11). */
export const stRom: RomDefaults = {
  vendorId: 0x0483,
  productId: 0xdf11,
  deviceVersion: 0x2200,
  manufacturer: "STMicroelectronics",
  product: "STM32  BOOTLOADER",
  firstString: 4,
  deviceIdString: null,
  // Can download, can upload, will detach ("STM32F4 Discovery, older ROM").
  attributes: 0x0b,
  transferSize: 2048,
  runtime: null,
  startsIn: "dfu",
  erased: 0xff,
  tornRead: null,
  earlyStatus: "busy",
  startsInError: true,
  commands: [0x00, 0x21, 0x41, 0x92],
  // What ST's open implementations do and hosts with short tails rely on (dfu-protocol §2.1).
  blockAddress: "transfer-size",
  eraseMovesPointer: false,
  strayClear: "stalls",
  stuckErase: null,
  leave: "runs",
};
