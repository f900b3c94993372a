import { memoryAt } from "../mcu/addresses";
import type { AddressRange, Device } from "../mcu/device";

/** Where STM32 flash may lie while no chip is known; below 0x10000000 other makers have theirs. */
const unknownChip: AddressRange = { base: 0x08000000, size: 0x08000000 };

/** The chip's flash in address order; the window every STM32 has it in while no chip is known. */
export function flashOf(devices: readonly Device[]): readonly AddressRange[] {
  const flash = devices[0]?.memories.filter((memory) => memory.kind === "flash") ?? [];
  return flash.length > 0 ? flash : [unknownChip];
}

/** Whether an address lies in flash, through any of the chip's views of it. */
export function isInFlash(address: number, devices: readonly Device[]): boolean {
  if (devices.length === 0) return address < unknownChip.base + unknownChip.size;
  return devices.some((device) => memoryAt(device, address)?.kind === "flash");
}

/**
 * Memories on the board that programs run from: the FMC's and the serial ones' windows (Armv7-M: 0x60000000 to 0xDFFFFFFF),
 * but for the FMC's NAND bank at 0x80000000: NAND is read by commands.
 */
const external: readonly AddressRange[] = [
  { base: 0x60000000, size: 0x20000000 },
  { base: 0x90000000, size: 0x50000000 },
];
/** Where the lines have system memory, OTP and option bytes, which the tables do not list. */
const system: readonly AddressRange[] = [
  { base: 0x08f00000, size: 0x00100000 },
  { base: 0x0bf00000, size: 0x00100000 },
  { base: 0x1f000000, size: 0x01000000 },
];

/**
 * Whether a program certainly cannot lie at an address: the chip is known, every candidate's memories are beyond doubt, and
 * none has anything there; neither address 0, where flash is seen again, nor memory outside the chip.
 */
export function isNowhere(address: number, devices: readonly Device[]): boolean {
  const [first] = flashOf(devices);
  if (first === undefined || devices.length === 0 || address < first.size) return false;
  if ([...external, ...system].some(({ base, size }) => address >= base && address < base + size)) return false;
  return devices.every((device) => {
    const hasFlash = device.memories.some(({ kind }) => kind === "flash");
    const isSure = device.memories.every(({ doubt }) => doubt === undefined);
    // Of other makers' chips the tables have the flash, and little else.
    return device.family.startsWith("STM32") && hasFlash && isSure && memoryAt(device, address) === undefined;
  });
}

/**
 * The address in flash that a vector table address means: itself, or flash seen from address 0, where these chips show
 * the memory they boot from. Undefined for RAM and the like.
 */
export function bootView(address: number, devices: readonly Device[]): number | undefined {
  if (isInFlash(address, devices)) return address;
  const [first] = flashOf(devices);
  const unseen = devices.every((device) => memoryAt(device, address) === undefined);
  return first !== undefined && unseen && address < first.size && first.base !== 0 ? first.base + address : undefined;
}
