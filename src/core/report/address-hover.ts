import { meaningsOf, type AddressMeaning } from "../mcu/known-addresses";
import { systemBootloaderOf } from "../mcu/system-bootloader";
import { hex } from "../notation";
import { text, type Text } from "../text";

/** What is said of a number under the cursor. */
export interface AddressHover {
  /** The number in its line. */
  readonly start: number;
  readonly end: number;
  readonly address: string;
  readonly sentences: readonly Text[];
}

/** A hexadecimal number of C, C++, Rust or an assembler, with separators and suffix: `0x1FFF'0000UL`, `0x1FFF_0000_u32`. */
const hexadecimal =
  /\b0[xX]([0-9a-fA-F](?:['_]?[0-9a-fA-F]){5,9})(?:_?(?:[uUlLzZ]{1,3}|[ui](?:32|64|size)))?(?![\w'])/g;

/**
 * What the address at a place of a line means around system memory; undefined where the number there is none that is
 * known.
 * @param parts the chips of the project, as far as they are known
 */
export function addressHover(line: string, character: number, parts: readonly string[]): AddressHover | undefined {
  for (const match of line.matchAll(hexadecimal)) {
    const [start, end] = [match.index, match.index + match[0].length];
    if (character < start || character > end) continue;
    const address = parseInt((match[1] ?? "").replace(/['_]/g, ""), 16);
    const meanings = meaningsOf(address);
    if (meanings.length === 0) return undefined;
    const sentences = [...meanings.map(sentenceOf), ...parts.flatMap((part) => ofChip(address, part, meanings))];
    return { start, end, address: hex(address), sentences };
  }
  return undefined;
}

function sentenceOf({ role, lines, source }: AddressMeaning): Text {
  const names = lines.join(", ");
  switch (role) {
    case "jump":
      return text("Jump address of the system bootloader on {0}.", names);
    case "base":
      return source === undefined
        ? text("Start of system memory on {0}; the vector table of the bootloader lies behind it.", names)
        : text("Base of system memory on {0}, not the jump address ({1}).", names, source);
    case "mistaken":
      return text("Wrong jump address for {0} ({1}).", names, source ?? "");
    case "bootloader-id":
      return text("Bootloader ID of {0}.", names);
    case "otp":
      return text("One-time programmable bytes of {0}.", names);
  }
}

/** Where the jump goes on the project's own chip; said only of addresses that somebody could jump to. */
function ofChip(address: number, part: string, meanings: readonly AddressMeaning[]): Text[] {
  const rom = systemBootloaderOf(part);
  if (rom === undefined || !meanings.some(({ role }) => role === "jump" || role === "base" || role === "mistaken"))
    return [];
  if (rom.jumpAddress === address) return [text("{0} of this project has its system bootloader here.", part)];
  if (rom.jumpAddress !== null) return [text("On this project’s {0} it is {1}.", part, hex(rom.jumpAddress))];
  return rom.condition === null ? [] : [text("This project’s {0} has no jump address: {1}", part, rom.condition)];
}
