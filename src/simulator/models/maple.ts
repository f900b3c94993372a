import type { BoardModel } from "../board-model";
import { stRom, timesOf } from "./rom";

/**
 * A Maple Mini with STM32duino's bootloader: plain DFU 1.1, the address of the stream in the text of the alternate setting.
 * It erases each page before it writes it, in the order of the stream.
 */
export const mapleMini: BoardModel = {
  ...stRom,
  ...timesOf("F1"),
  part: "MAPLE_MINI",
  chip: "STM32F103CB",
  vendorId: 0x1eaf,
  productId: 0x0003,
  deviceVersion: 0x0201,
  manufacturer: "LeafLabs",
  product: "Maple 003",
  serial: "LLM 003",
  // dfu-descriptors.json, "Maple / STM32duino bootloader".
  alternates: [
    "STM32duino bootloader v1.0  ERROR. Upload to RAM not supported.",
    "STM32duino bootloader v1.0  Upload to Flash 0x8005000",
    "STM32duino bootloader v1.0  Upload to Flash 0x8002000",
  ],
  // 128 pages of 1 KiB (flash-geometry, F103xB); the bootloader sits in front of both streams.
  memoryMap: "@Flash /0x08000000/128*001Kg",
  streams: [null, 0x0800_5000, 0x0800_2000],
  transferSize: 1024,
  // bmAttributes were not captured. Assumed: download and upload, and a reset after the image (no bit 2).
  attributes: 0x03,
  rewrite: "erased-or-zero",
  programUnit: 2,
  // Not known; assumed as long as a page and its 512 half-words take at the longest.
  poll: { erase: 80, program: 80 },
  startsInError: false,
  commands: [],
  massEraseTime: null,
  connectTime: 300,
};
