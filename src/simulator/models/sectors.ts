import type { BoardModel } from "../board-model";
import { stRom, timesOf } from "./rom";

const f4Times = timesOf("F4");
const f7Times = timesOf("F7");
const h7Times = timesOf("H7");

/** F4, F7 and H7: few and large sectors. */
export const sectorModels: readonly BoardModel[] = [
  {
    ...stRom,
    ...f4Times,
    part: "STM32F407VG",
    chip: "STM32F407VG",
    serial: "SIMULATED407",
    // dfu-descriptors.json, "STM32F407 board".
    alternates: [
      "@Internal Flash  /0x08000000/04*016Kg,01*064Kg,07*128Kg",
      "@Option Bytes  /0x1FFFC000/01*016 e",
      "@OTP Memory /0x1FFF7800/01*512 e,01*016 e",
      "@Device Feature/0xFFFF0000/01*004 e",
    ],
    rewrite: "bits-1-to-0",
    programUnit: 1,
    // F401 ROM: 100 ms for an erase, 104 ms for everything else (dfu-timing §2).
    poll: { erase: 100, program: 104 },
    earlyStatus: "blocks",
    massEraseTime: 16_000,
    connectTime: 300,
  },
  {
    ...stRom,
    ...f7Times,
    part: "STM32F746ZG",
    chip: "STM32F746ZG",
    serial: "SIMULATED746",
    // dfu-descriptors.json, "STM32F74x"; the other areas as the F722-class board has them, at F74x's addresses (RM0385).
    alternates: [
      "@Internal Flash  /0x08000000/04*032Kg,01*128Kg,03*256Kg",
      "@Option Bytes  /0x1FFF0000/01*032 e",
      "@OTP Memory /0x1FF0F000/01*1024 e",
      "@Device Feature/0xFFFF0000/01*004 e",
    ],
    // F7's rule was not checked (flash-geometry §5): the model takes the strict one.
    rewrite: "once",
    programUnit: 1,
    // 100 ms for an erase (fwupd#2696); the other is assumed to be F4's.
    poll: { erase: 100, program: 104 },
    earlyStatus: "blocks",
    // Only its maximum of 32 s is known; half of it, as F4's is.
    massEraseTime: 16_000,
    connectTime: 275,
  },
  {
    ...stRom,
    ...h7Times,
    part: "STM32H743ZI",
    chip: "STM32H743ZI",
    serial: "SIMULATED743",
    deviceVersion: 0x0200,
    product: "DFU in FS Mode",
    firstString: 6,
    // dfu-descriptors.json, "STM32H743-class ROM seen from macOS", which did not keep the spaces or the option bytes.
    alternates: ["@Internal Flash /0x08000000/16*128Kg", "@Option Bytes /0x5200201C/01*128 e"],
    transferSize: 1024,
    rewrite: "once",
    programUnit: 32,
    tornRead: "stall",
    // 1000 ms for an erase (SourceForge 88); for a block, assumed: 32 flash words at the longest, 0.2 ms each.
    poll: { erase: 1000, program: 7 },
    strayClear: "error-state",
    // Revision V, first sector of bank 2 (dfu-protocol §2.6).
    stuckErase: 0x0810_0000,
    // Not known; assumed: both banks' eight sectors one after another.
    massEraseTime: 16_000,
    connectTime: 54,
  },
];
