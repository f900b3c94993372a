// All tables of chip facts together (load-chip-data.ts).
import { C0_ROMS, C5_ROMS } from "./system-bootloaders/c";
import { F0_ROMS, F1_ROMS } from "./system-bootloaders/f0-f1";
import { F2_ROMS, F3_ROMS } from "./system-bootloaders/f2-f3";
import { F4_ROMS, F7_ROMS } from "./system-bootloaders/f4-f7";
import { G0_ROMS, G4_ROMS } from "./system-bootloaders/g";
import { H5_ROMS, H7RS_ROMS, H7_ROMS } from "./system-bootloaders/h";
import { L0_ROMS, L1_ROMS } from "./system-bootloaders/l0-l1";
import { L4_ROMS, L5_ROMS } from "./system-bootloaders/l4-l5";
import { U0_ROMS, U3_ROMS, U5_ROMS } from "./system-bootloaders/u";
import { MP_ROMS, N6_ROMS, WB0_ROMS, WBA_ROMS, WB_ROMS, WL3_ROMS, WL_ROMS } from "./system-bootloaders/w-n";
import type { SystemBootloaderRow } from "./system-bootloaders/row";

export { BOARD_NAMES } from "./rows/board-names";
export { ARDUINO_BOARDS } from "./rows/boards-arduino";
export { MBED_BOARDS } from "./rows/boards-mbed";
export { STM32_FAMILIES } from "./rows/families";
export { OTHER_CHIPS } from "./rows/other";

/** Every device line of AN2606, by series. */
export const SYSTEM_BOOTLOADERS: readonly SystemBootloaderRow[] = [
  C0_ROMS,
  C5_ROMS,
  F0_ROMS,
  F1_ROMS,
  F2_ROMS,
  F3_ROMS,
  F4_ROMS,
  F7_ROMS,
  G0_ROMS,
  G4_ROMS,
  H5_ROMS,
  H7_ROMS,
  H7RS_ROMS,
  L0_ROMS,
  L1_ROMS,
  L4_ROMS,
  L5_ROMS,
  U0_ROMS,
  U3_ROMS,
  U5_ROMS,
  WB_ROMS,
  WBA_ROMS,
  WB0_ROMS,
  WL3_ROMS,
  WL_ROMS,
  N6_ROMS,
  MP_ROMS,
].flat();
