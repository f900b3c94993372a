import type { BoardModel } from "../board-model";
import { stRom, timesOf } from "./rom";

/** Arduino's bootloader in the first sector of an H747, not the ROM; that sector is read-only. */
const portenta: BoardModel = {
  ...stRom,
  ...timesOf("H7"),
  part: "PORTENTA_H7",
  chip: "STM32H747XI",
  vendorId: 0x2341,
  productId: 0x035b,
  deviceVersion: 0x0200,
  manufacturer: "Arduino",
  product: "Envie M7",
  serial: "003D00473133511137323532",
  // dfu-descriptors.json, "Arduino Portenta H7, newer bootloader".
  alternates: [
    "@Internal Flash  2MB   /0x08000000/01*128Ka,15*128Kg",
    "@Ext RAW  Flash 16MB   /0x90000000/4096*4Kg",
    "@Ext File Flash  0MB   /0x00000000/0*4Kg",
    "@Arduino  boot  v.25   /0x00000000/0*4Kg",
  ],
  transferSize: 4096,
  startsIn: "runtime",
  // An application of the Arduino core with CDC and a DFU interface. That DETACH is followed by a reset of its own making,
  // and its 1000 ms, are assumptions: no descriptor of it was found.
  runtime: {
    vendorId: 0x2341,
    productId: 0x025b,
    deviceVersion: 0x0101,
    product: "Envie M7",
    willDetach: true,
    detachTimeout: 1000,
    interfaceName: "DFU Runtime",
  },
  rewrite: "once",
  programUnit: 32,
  tornRead: "stall",
  // Poll values of this bootloader are not known; the model announces the longest time of its operations.
  poll: { erase: 2000, program: 26 },
  startsInError: false,
  // Built on a DFU class without mass erase or read unprotect (dfu-protocol §2.1).
  commands: [0x00, 0x21, 0x41],
  // The external flash is erased in 4 KiB: 45 ms, assumed (typical of serial NOR flash); programmed as the internal one.
  eraseTime: (size, parallelism) => (size === 0x1000 ? 45 : timesOf("H7").eraseTime(size, parallelism)),
  massEraseTime: null,
  connectTime: 54,
};

/** The board as its user meets it, with its application running; and, by its chip's name, waiting in its bootloader. */
export const portentaModels: readonly BoardModel[] = [
  portenta,
  { ...portenta, part: "STM32H747XI", serial: "SIMULATED747", startsIn: "dfu" },
];
