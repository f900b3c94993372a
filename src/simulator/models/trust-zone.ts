import type { BoardModel } from "../board-model";
import { stRom, timesOf } from "./rom";

const h5Times = timesOf("H5");
const u5Times = timesOf("U5");

/** Cortex-M33 parts: 8 KiB pages, 16-byte granules with ECC. */
export const trustZoneModels: readonly BoardModel[] = [
  {
    ...stRom,
    ...h5Times,
    part: "STM32H563ZI",
    chip: "STM32H563ZI",
    serial: "SIMULATED563",
    deviceVersion: 0x0300,
    product: "DFU in FS Mode",
    firstString: 6,
    // dfu-descriptors.json, "STM32H563"; its other areas were not listed: those of "STM32H573 OpenBootloader".
    alternates: [
      "@Internal Flash   /0x08000000/256*08Kg",
      "@Option Bytes   /0x40022050/01*176 e",
      "@Option Bytes   /0x400221E0/01*32 e",
      "@OTP Memory   /0x08FFF000/02*01Kg",
    ],
    deviceIdString: "@Device ID/0x484,@Revision ID/0x0001",
    transferSize: 1024,
    rewrite: "once",
    programUnit: 16,
    tornRead: "vanish",
    // Not known; assumed just above what was measured (dfu-timing §2).
    poll: { erase: 30, program: 30 },
    commands: [0x00, 0x21, 0x41],
    leave: "locks-up",
    // Not known; assumed: both banks at once, as the page families do it.
    massEraseTime: 60,
    connectTime: 250,
  },
  {
    ...stRom,
    ...u5Times,
    part: "STM32U575ZI",
    chip: "STM32U575ZI",
    serial: "SIMULATED575",
    deviceVersion: 0x0200,
    product: "DFU in FS Mode",
    firstString: 6,
    // dfu-descriptors.json, "STM32U585 2 MB dev kit": the same die without the cryptographic unit.
    alternates: [
      "@Internal Flash   /0x08000000/256*08Kg",
      "@Option Bytes   /0x40022040/01*64 e",
      "@OTP Memory   /0x0BFA0000/01*512 e",
    ],
    deviceIdString: "@Device ID/0x482,@Revision ID/0x0001",
    transferSize: 1024,
    rewrite: "once",
    programUnit: 16,
    tornRead: "stall",
    // ST's OpenBootloader codes 500 and sends 244 (dfu-timing §2); the newer one 5 and 5.
    poll: { erase: 5, program: 8 },
    // Not known; assumed as H5's.
    massEraseTime: 60,
    connectTime: 300,
  },
];
