import type { BoardModel } from "../board-model";
import { stRom, timesOf } from "./rom";

const f0Times = timesOf("F0");
const l0Times = timesOf("L0");
const l4Times = timesOf("L4");
const g4Times = timesOf("G4");

/** L475 and L476: one die and ROM family. */
const l4Die = {
  ...stRom,
  ...l4Times,
  // dfu-descriptors.json, "STM32L4 (Inertial Sense IMX-5)", with 1 MiB as the xG parts have it.
  alternates: [
    "@Internal Flash  /0x08000000/0512*0002Kg",
    "@Option Bytes  /0x1FFF7800/01*040 e",
    "@OTP Memory /0x1FFF7000/01*0001Ke",
  ],
  rewrite: "once",
  programUnit: 8,
  // Poll values of this ROM are not known; the model announces the longest time of the data sheet.
  poll: { erase: 25, program: 24 },
  massEraseTime: 44,
  connectTime: 300,
} as const;

/** Families with many small pages. Mass erase takes about the time of one page and bank: assumed where no figure is known. */
export const pageModels: readonly BoardModel[] = [
  {
    ...stRom,
    ...f0Times,
    part: "STM32F072RB",
    chip: "STM32F072RB",
    serial: "FFFFFFFEFFFF",
    // dfu-descriptors.json, "STM32F072 (Durgod keyboard)", whose serial number is no number either.
    alternates: ["@Internal Flash  /0x08000000/064*0002Kg", "@Option Bytes  /0x1FFFF800/01*016 e"],
    rewrite: "erased-or-zero",
    programUnit: 2,
    // 40 ms for an erase (SourceForge 78); for a block, assumed: 1024 half-words at the longest, 70 µs each.
    poll: { erase: 40, program: 72 },
    massEraseTime: 40,
    connectTime: 350,
  },
  {
    ...stRom,
    ...l0Times,
    part: "STM32L072CZ",
    chip: "STM32L072CZ",
    serial: "SIMULATED072",
    // dfu-descriptors.json, "STM32L072".
    alternates: [
      "@Internal Flash  /0x08000000/1536*128g",
      "@Option Bytes  /0x1FF80000/01*032 e",
      "@DATA Memory /0x08080000/2*3Ke",
    ],
    erased: 0x00,
    rewrite: "once",
    programUnit: 4,
    tornRead: "stall",
    // Not known; the longest times of the data sheet: 3.9 ms per page and half page (dfu-timing §1.2).
    poll: { erase: 4, program: 125 },
    massEraseTime: 8,
    connectTime: 300,
  },
  { ...l4Die, part: "STM32L475VG", chip: "STM32L475VG", serial: "SIMULATED475", tornRead: "stall" },
  { ...l4Die, part: "STM32L476RG", chip: "STM32L476RG", serial: "SIMULATED476", tornRead: "vanish" },
  {
    ...stRom,
    ...g4Times,
    part: "STM32G474RE",
    chip: "STM32G474RE",
    serial: "SIMULATED474",
    // dfu-descriptors.json, "STM32G474 (WeAct)": dual bank.
    alternates: [
      "@Internal Flash   /0x08000000/256*02Kg",
      "@Option Bytes   /0x1FFF7800/01*048 e/0x1FFFF800/01*048 e",
      "@OTP Memory   /0x1FFF7000/01*1024 e",
    ],
    // G4 ROMs enforce 1024 (dfu-protocol §2.1).
    transferSize: 1024,
    rewrite: "once",
    programUnit: 8,
    tornRead: "stall",
    // Not known; the longest times of the data sheet.
    poll: { erase: 25, program: 12 },
    massEraseTime: 44,
    connectTime: 300,
  },
];
