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
 * The address in flash that a vector table address means: itself, or flash seen from address 0, where these chips show
 * the memory they boot from. Undefined for RAM and the like.
 */
export function bootView(address: number, devices: readonly Device[]): number | undefined {
  if (isInFlash(address, devices)) return address;
  const [first] = flashOf(devices);
  const unseen = devices.every((device) => memoryAt(device, address) === undefined);
  return first !== undefined && unseen && address < first.size && first.base !== 0 ? first.base + address : undefined;
}
