import { memoryAt } from "../mcu/addresses";
import type { AddressRange, Device, Memory } from "../mcu/device";
import type { SystemBootloader } from "../mcu/system-bootloader";

const SRAM = 0x20000000;
/** Where H7 programs keep their data; field code puts the mark here rather than into TCM (Klipper 5936, micropython). */
const AXI_SRAM = 0x24000000;

/**
 * The RAM a linker script takes as one region, from the chip's main RAM up, as far as it holds without a gap.
 * Stops before RAM that a radio core shares, and at RAM whose size is in doubt.
 */
export function markRegion(device: Device | undefined, rom: SystemBootloader | undefined): AddressRange | null {
  if (device === undefined) {
    return rom === undefined ? null : printedRegion(rom);
  }
  const isH7 = rom?.series.startsWith("STM32H7") === true;
  const first = memoryAt(device, isH7 ? AXI_SRAM : SRAM) ?? lowestSram(device);
  if (first === undefined) {
    return null;
  }
  const shared = rom !== undefined && rom.dualCore !== null && !isH7;
  let end = first.base + first.size;
  for (let next: Memory | undefined = first; next !== undefined && !shared;) {
    next = next.doubt === undefined ? device.memories.find((memory) => memory.base === end) : undefined;
    end += next?.size ?? 0;
  }
  return { base: first.base, size: end - first.base };
}

function lowestSram(device: Device): Memory | undefined {
  return device.memories.find((memory) => memory.kind === "sram");
}

/** AN2606 table 226 ends host RAM where the RAM of the line ends. */
function printedRegion(rom: SystemBootloader): AddressRange | null {
  const last = /^0x20[0-9A-F]{6}-(0x20[0-9A-F]{6})$/i.exec(rom.hostRam ?? "")?.[1];
  return last === undefined ? null : { base: SRAM, size: Number(last) + 1 - SRAM };
}
