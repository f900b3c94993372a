import { memoryAt, stretchAt } from "../mcu/addresses";
import type { AddressRange, Device, Memory } from "../mcu/device";

/** Where flash lies; option bytes, OTP and views of other memory follow in the families that have them here. */
const flashWindow: AddressRange = { base: 0x08000000, size: 0x08000000 };
/** The largest flash of any STM32 is 4 MiB, and so are its views. */
const largestFlash = 0x00800000;
const largestView = largestFlash;
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
  const block = Math.floor(address / 0x1000000);
  // Behind the views at address 0 of flash, ITCM and RAM, the largest of which are a few MiB.
  if (block < 0x08) return address >= largestView && !hasWorlds(device);
  if (block > 0x10 && block < 0x1f) return !hasWorlds(device);
  if (!isRamBlock(block)) return false;
  return isKnownBlock(device, block) || (block > 0x10 && !hasWorlds(device) && isKnownBlock(device, 0x20));
}

function isPastFlash({ family, memories, aliases }: Device, address: number): boolean {
  const flash = memories.filter((memory) => memory.kind === "flash");
  if (flash[0]?.base !== flashWindow.base || flash.some((memory) => memory.doubt !== undefined)) return false;
  if (/^STM32L[01]$/.test(family)) return address < eepromOfL;
  const others = [...memories.filter((memory) => memory.kind !== "flash"), ...aliases];
  return !others.some(({ base }) => isIn(flashWindow, base)) || address < flashWindow.base + largestFlash;
}

/** TrustZone shows flash and RAM a second time, and more RAM on the code bus than the table lists. */
function hasWorlds({ aliases }: Device): boolean {
  return aliases.some(({ what }) => what.startsWith("secure"));
}

/** 16 MiB blocks of internal RAM; 0x22 and 0x23 are bit-band. */
function isRamBlock(block: number): boolean {
  return block === 0x10 || block === 0x20 || block === 0x21 || (block >= 0x24 && block <= 0x3f);
}

/** RAM of the chip begins where the block does, and none of its RAM is in doubt. */
function isKnownBlock({ memories, aliases }: Device, block: number): boolean {
  const inBlock = (at: number): boolean => Math.floor(at / 0x1000000) === block;
  const ram = memories.filter(isRam);
  const views = aliases.filter((view) => inBlock(view.base));
  if (ram.some((memory) => memory.doubt !== undefined) || views.some(({ what }) => what.startsWith("secure")))
    return false;
  return [...ram, ...views].some((one) => one.base === block * 0x1000000);
}

/** Whether code cannot be there: nothing, peripherals (Armv7-M: from 0x40000000), or the core's own (from 0xE0000000). */
export function holdsNoCode(device: Device, address: number): boolean {
  if (isNothing(device, address)) return true;
  // Not from 0xA0000000, which Armv7-M gives to devices: some families map external flash there (HSPI of U5).
  const isPeripheral = (address >= 0x40000000 && address < 0x60000000) || address >= 0xe0000000;
  return isPeripheral && device.family.startsWith("STM32") && memoryAt(device, address) === undefined;
}

/**
 * Whether variables cannot be there: nothing, memory that is only read, address 0 without a tightly coupled memory, bit-band,
 * peripherals, the core's own. Memory outside the chip has the windows that Armv7-M gives it.
 */
export function holdsNoVariables(device: Device, address: number): boolean {
  const memory = memoryAt(device, address);
  if (memory !== undefined) return memory.doubt === undefined && !isRam(memory) && memory.kind !== "external";
  if (!device.family.startsWith("STM32") || notInFull.test(device.family)) return false;
  if (isNothing(device, address)) return true;
  if (device.memories.some((one) => isRam(one) && one.doubt !== undefined)) return false;
  const block = Math.floor(address / 0x1000000);
  const isView = (block === 0 || block === 0x1f) && !hasWorlds(device);
  return isView || block === 0x22 || block === 0x23 || (block >= 0x40 && block < 0x60) || block >= 0xe0;
}

/** Memory a stack or data may lie in. */
export function isRam({ kind }: Memory): boolean {
  return kind === "sram" || kind === "ccm" || kind === "dtcm" || kind === "itcm" || kind === "backup-sram";
}

/** The unbroken memory nearest to an address: flash for what lies in flash's window or is code, else RAM. */
export function nearestStretch(device: Device, address: number, code = false): AddressRange | undefined {
  const wantsFlash = code || isIn(flashWindow, address);
  const memories = device.memories.filter(
    (memory) => memory.doubt === undefined && (wantsFlash ? memory.kind === "flash" : isRam(memory)),
  );
  const views = device.aliases.filter((view) => !wantsFlash && !view.what.startsWith("secure"));
  const near: AddressRange[] = [...memories.flatMap((memory) => stretchAt(device, memory.base) ?? []), ...views];
  const distance = ({ base, size }: AddressRange): number =>
    address < base ? base - address : Math.max(0, address - base - size);
  return near.toSorted((a, b) => distance(a) - distance(b))[0];
}

function isIn({ base, size }: AddressRange, address: number): boolean {
  return address >= base && address < base + size;
}
