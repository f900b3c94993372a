import { memoryAt, stretchAt } from "../mcu/addresses";
import type { AddressRange, Device, Memory } from "../mcu/device";

/** The largest flash of any STM32 is 4 MiB; option bytes, OTP and other views lie farther up. */
const flashWindow: AddressRange = { base: 0x08000000, size: 0x00800000 };
/** L0 and L1 have their data EEPROM here (RM0377, RM0038). */
const eepromOfL = 0x08080000;
/** Families without flash at 0x08000000, or whose RAM the table does not list in whole. */
const notInFull = /^STM32(?:MP|N|WB0)/;

/**
 * Whether this chip certainly has nothing at an address: inside a window of internal flash or RAM whose memories are all
 * known. External memories, views at address 0, bit-band, TrustZone's second views, peripherals, option bytes, and
 * whatever is in doubt are never certain.
 */
export function isNothing(device: Device, address: number): boolean {
  if (!device.family.startsWith("STM32") || notInFull.test(device.family)) return false;
  if (memoryAt(device, address) !== undefined) return false;
  if (isIn(flashWindow, address)) return isPastFlash(device, address);
  const block = blockOf(address);
  return block !== undefined && isKnownBlock(device, block);
}

function isPastFlash({ family, memories }: Device, address: number): boolean {
  const flash = memories.filter((memory) => memory.kind === "flash");
  if (flash[0]?.base !== flashWindow.base || flash.some((memory) => memory.doubt !== undefined)) return false;
  return !/^STM32L[01]$/.test(family) || address < eepromOfL;
}

/** The 16 MiB block of internal RAM an address is in; undefined outside the RAM windows. */
function blockOf(address: number): number | undefined {
  const block = Math.floor(address / 0x1000000);
  const isRam = block === 0x10 || block === 0x20 || (block >= 0x24 && block <= 0x3f);
  // Above the first mebibytes of a block there may be other things than RAM.
  return isRam && address % 0x1000000 < 0x00800000 ? block : undefined;
}

/** RAM of the chip begins where the block does, and none in the block is in doubt. */
function isKnownBlock({ memories, aliases }: Device, block: number): boolean {
  const base = block * 0x1000000;
  const inBlock = (at: number): boolean => Math.floor(at / 0x1000000) === block;
  const own = memories.filter((memory) => isRam(memory) && inBlock(memory.base));
  const views = aliases.filter((view) => inBlock(view.base));
  if (own.some((memory) => memory.doubt !== undefined) || views.some(({ what }) => what.startsWith("secure")))
    return false;
  return [...own, ...views].some((one) => one.base === base);
}

/** Memory a stack or data may lie in. */
export function isRam({ kind }: Memory): boolean {
  return kind === "sram" || kind === "ccm" || kind === "dtcm" || kind === "itcm" || kind === "backup-sram";
}

/** The unbroken memory of the same window that ends or begins nearest to an address. */
export function nearestStretch(device: Device, address: number): AddressRange | undefined {
  const inFlash = isIn(flashWindow, address);
  const memories = device.memories.filter(
    (memory) =>
      memory.doubt === undefined &&
      (inFlash ? memory.kind === "flash" : isRam(memory) && blockOf(memory.base) === blockOf(address)),
  );
  const views = device.aliases.filter((view) => !inFlash && blockOf(view.base) === blockOf(address));
  const near: AddressRange[] = [...memories.flatMap((memory) => stretchAt(device, memory.base) ?? []), ...views];
  const distance = ({ base, size }: AddressRange): number =>
    address < base ? base - address : Math.max(0, address - base - size);
  return near.toSorted((a, b) => distance(a) - distance(b))[0];
}

function isIn({ base, size }: AddressRange, address: number): boolean {
  return address >= base && address < base + size;
}
