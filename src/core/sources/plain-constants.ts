import type { Define } from "../linker/linker-script";
import type { TextFile } from "../project/snapshot";
import type { AddressConstant } from "./c-addresses";
import { addressConstant } from "./constant-names";
import { parseCInteger } from "./number-literal";

/** `pub const APP_ADDRESS: u32 = 0x0800_8000;`, also with a cast behind it. */
const rust =
  /^[^\n/"]{0,80}?\b(?:const|static)[ \t]+([A-Z_][A-Z0-9_]{0,60})[ \t]*:[ \t]*[^=;\n]{1,40}=[ \t]*(0x[0-9a-fA-F_]{1,12})((?:u32|usize|u64)?)(?:[ \t]+as[ \t]+[^;\n]{1,60})?;/gm;
/** `.equ APP_ADDRESS, 0x08008000` and `.set`, Arm's `EQU`, and `=`. */
const assembly =
  /^[ \t]*(?:\.(?:equ|set|equiv)[ \t]+(\w{1,60})[ \t]*,[ \t]*|(\w{1,60})[ \t]+EQU[ \t]+|(\w{1,60})[ \t]*=[ \t]*|#[ \t]*define[ \t]+(\w{1,60})[ \t]+)\(?(0x[0-9a-fA-F]{1,8})\b/gim;

/** The constants of a Rust file or of assembler sources that name an application's place; each is one literal. */
export function plainConstants(file: TextFile): AddressConstant[] {
  const isRust = /\.rs$/.test(file.uri);
  return [...file.text.matchAll(isRust ? rust : assembly)].flatMap((match) => {
    const name = match.slice(1, isRust ? 2 : 5).join("");
    const literal = (isRust ? match[2] : match[5]) ?? "";
    const at = match.index + match[0].lastIndexOf(literal);
    const range = { uri: file.uri, start: at, end: at + literal.length };
    return constant(name, literal.replaceAll("_", ""), { text: literal, source: range });
  });
}

/** Constants that the build gives with `-D`, where a build file states them as one literal and a source uses the name. */
export function definedConstants(
  macros: Readonly<Record<string, Define>>,
  texts: readonly string[],
): AddressConstant[] {
  return Object.entries(macros).flatMap(([name, define]) =>
    addressConstant(name) !== undefined && texts.some((text) => text.includes(name))
      ? constant(name, define.text, define)
      : [],
  );
}

function constant(name: string, digits: string, { text, source }: Define): AddressConstant[] {
  const [meaning, value] = [addressConstant(name), parseCInteger(digits)];
  if (meaning === undefined || value === undefined || source === undefined) return [];
  return [{ name, meaning, value, range: source, site: { range: source, current: text, base: 0 } }];
}
