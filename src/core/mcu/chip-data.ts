// All tables of chip facts together (load-chip-data.ts).
import { C0_REGISTERS, C5_REGISTERS } from "./registers/c";
import { F0_REGISTERS, F1_REGISTERS } from "./registers/f0-f1";
import { F2_REGISTERS, F3_REGISTERS, F4_REGISTERS } from "./registers/f2-f4";
import { F7_REGISTERS, H7_REGISTERS } from "./registers/f7-h7";
import { G0_REGISTERS, G4_REGISTERS } from "./registers/g";
import { H5_REGISTERS, H7RS_REGISTERS } from "./registers/h5-h7rs";
import { L0_REGISTERS, L1_REGISTERS } from "./registers/l0-l1";
import { L4_REGISTERS, L5_REGISTERS } from "./registers/l4-l5";
import { U0_REGISTERS, U3_REGISTERS, U5_REGISTERS } from "./registers/u";
import { WBA_REGISTERS, WB_REGISTERS, WL_REGISTERS } from "./registers/w";
import type { RegisterRow } from "./registers/row";
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

/** Registers outside the core that a jump touches, by series. */
export const REGISTERS: readonly RegisterRow[] = [
  C0_REGISTERS,
  C5_REGISTERS,
  F0_REGISTERS,
  F1_REGISTERS,
  F2_REGISTERS,
  F3_REGISTERS,
  F4_REGISTERS,
  F7_REGISTERS,
  H7_REGISTERS,
  G0_REGISTERS,
  G4_REGISTERS,
  H5_REGISTERS,
  H7RS_REGISTERS,
  L0_REGISTERS,
  L1_REGISTERS,
  L4_REGISTERS,
  L5_REGISTERS,
  U0_REGISTERS,
  U3_REGISTERS,
  U5_REGISTERS,
  WBA_REGISTERS,
  WB_REGISTERS,
  WL_REGISTERS,
].flat();
