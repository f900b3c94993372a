import { allDevices } from "./all-devices";
import type { Device } from "./device";

/**
 * DEV_ID out of what a person copies: the product id that GET ID answers (`0x413`, `0x0413`; AN3155 §3.3), or the whole
 * DBGMCU_IDCODE, whose low 12 bits are DEV_ID (`0x10076413`; RM0090 §38.6.1). Undefined: the text is neither.
 */
export function readChipId(text: string): number | undefined {
  const digits = /^0x((?:0?[0-9a-f]{2,3})|[0-9a-f]{8})$/i.exec(text.trim())?.[1];
  return digits === undefined ? undefined : Number.parseInt(digits, 16) & 0xfff;
}

/** Every chip with this DEV_ID, in every flash size and layout: one id stands for one die. */
export function chipIdDevices(devId: number): readonly Device[] {
  return allDevices()
    .filter(({ row }) => row.devIds.includes(devId))
    .flatMap(({ devices }) => devices);
}
