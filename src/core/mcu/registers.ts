import { chipData } from "./load-chip-data";
import type { RegisterRow } from "./registers/row";

/** The registers of a part (`STM32F407VGT6`, `STM32F407xx`), in any case; undefined: its device header was not read. */
export function registersOf(part: string): RegisterRow | undefined {
  const name = part.trim().toUpperCase();
  return chipData().REGISTERS.find((row) => row.parts.test(name));
}
