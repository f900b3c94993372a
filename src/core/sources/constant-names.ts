/** What a constant's name says it states. `offset` counts from the start of flash; the others are addresses or bytes. */
export interface ConstantMeaning {
  readonly quantity: "slot" | "vectors" | "start" | "headerSize";
  readonly offset: boolean;
}

const words = (list: string): ReadonlySet<string> => new Set(list.split(" "));

/** The thing itself. Two words that mean one (`USER APP`) are both here. */
const subject = words("APP APPLICATION APPLI APPCODE FIRMWARE FW PROGRAM PROG IMAGE IMG SLOT SKETCH");
/** Its place. */
const place = words(
  "START ADDR ADDRESS BASE ORIGIN BEGIN LOCATION LOC ENTRY JUMP OFFSET OFFS OFF VECTOR VECTORS VECT VTOR TABLE TAB",
);
/** Words that change nothing of the meaning. A name with any other word is about something else. */
const filler = words(
  "USER MAIN CODE FLASH ROM MEM MEMORY INT INTERNAL AREA REGION PARTITION SECTION PRIMARY ACTIVE THE OF IN TO AT MY DEFAULT BOOT BL BOOTLOADER UL U",
);
const vectors = words("VECTOR VECTORS VECT VTOR TABLE TAB ENTRY JUMP");
const offset = words("OFFSET OFFS OFF");
const header = words("HEADER HDR");
const size = words("SIZE LEN LENGTH BYTES");

/**
 * What the name of a `#define` or constant states of an application, or undefined. `start` is a place of which the name
 * does not tell whether the header or the vector table lies there.
 */
export function addressConstant(name: string): ConstantMeaning | undefined {
  const parts = wordsOf(name);
  const has = (set: ReadonlySet<string>): boolean => parts.some((part) => set.has(part));
  const only = (...sets: ReadonlySet<string>[]): boolean => parts.every((part) => sets.some((set) => set.has(part)));
  if (has(header) && has(size)) {
    return only(header, size, subject, filler) ? { quantity: "headerSize", offset: false } : undefined;
  }
  if (!has(subject) || !has(place) || !only(subject, place, filler, header) || isBootloader(parts)) return undefined;
  if (has(header)) return { quantity: "slot", offset: has(offset) };
  return { quantity: has(vectors) ? "vectors" : "start", offset: has(offset) };
}

/** `BOOT_IMAGE_START`: the bootloader's own image; `BOOT_APP_START` is the application's. */
function isBootloader(parts: readonly string[]): boolean {
  const boot = parts.findIndex((part) => part === "BOOT" || part === "BOOTLOADER" || part === "BL");
  return boot >= 0 && !parts.some((part) => /^APP/.test(part));
}

/** `kAppStart`, `APP_START`, `FLASHAPP_ADDR`, `ApplicationAddress` as upper-case words. */
function wordsOf(name: string): string[] {
  return name
    .replace(/^k(?=[A-Z])/, "")
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toUpperCase()
    .replace(/USERAPP/g, "USER_APP")
    .replace(/VECTTAB|VECTORTABLE/g, "VECT_TAB")
    .replace(/STARTADDR/g, "START_ADDR")
    .split("_")
    .filter((part) => part !== "");
}
