/** What a constant's name says it states. `offset` counts from the start of flash; the others are addresses or bytes. */
export interface ConstantMeaning {
  readonly quantity: "slot" | "vectors" | "start" | "headerSize";
  readonly offset: boolean;
}

const application = /(^|_)(APP|APPLICATION|APPLI|FIRMWARE|FW|USER_?APP|USER_?CODE|USER_?PROGRAM|MAIN_?APP|PROGRAM|IMAGE|SLOT|PRIMARY_?SLOT)(_|$)/;
const place = /(^|_)(START|ADDR|ADDRESS|BASE|ORIGIN|OFFSET|BEGIN|LOCATION|ENTRY|JUMP|VECTORS?|VECT_?TAB\w*|VECTOR_?TABLE)(_|$)/;
const offset = /(^|_)(OFFSET|OFFS)(_|$)/;
const header = /(^|_)(HEADER|HDR)(_|$)/;
const size = /(^|_)(SIZE|LEN|LENGTH|BYTES)(_|$)/;
const vectors = /(^|_)(VECTORS?|VECT_?TAB\w*|VECTOR_?TABLE|ENTRY|JUMP)(_|$)/;
/** Names of other things: the end, limits, RAM, keys, a second slot, a place inside the header. */
const other =
  /(^|_)(END|MAX|MIN|LIMIT|RAM|SRAM|STACK|HEAP|VERSION|VER|CRC|CHECKSUM|MAGIC|KEY|SIGNATURE|BACKUP|UPDATE|UPD|DOWNLOAD|STORAGE|SCRATCH|SECONDARY|FACTORY|SECTOR|PAGE|PIN|PORT|IRQ|COUNT|NUM|EEPROM|BOOT|BOOTLOADER|FLAG|STATE|STATUS|I2C|CAN|UART|USB|SPI|B|A|[0-9]+|APP[0-9]+|SLOT[0-9]+)(_|$)/;

/**
 * What the name of a `#define` or constant states of an application, or undefined. `start` is a place of which the name
 * does not tell whether the header or the vector table lies there.
 */
export function addressConstant(name: string): ConstantMeaning | undefined {
  const words = name
    .replace(/^k(?=[A-Z])/, "")
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toUpperCase();
  if (header.test(words) && size.test(words) && (application.test(words) || /^(HEADER|HDR)_/.test(words)) && !/MAGIC|CRC|VERSION/.test(words)) {
    return { quantity: "headerSize", offset: false };
  }
  if (!application.test(words) || !place.test(words) || size.test(words) || other.test(words)) return undefined;
  const isOffset = offset.test(words);
  if (header.test(words)) return { quantity: "slot", offset: isOffset };
  return { quantity: vectors.test(words) ? "vectors" : "start", offset: isOffset };
}
