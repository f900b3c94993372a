import type { LayoutProblem } from "../layout/boot-layout";
import { editDistance } from "../mcu/closest";
import type { MbedTool } from "../project/discovery";
import type { SourceRange } from "../project/snapshot";
import type { Fix } from "../rules/finding";
import { text } from "../text";
import type { JsonValue } from "./json-document";
import type { MbedEntry } from "./mbed-config";
import { mbedKey, mbedKeys, obeys, type MbedKind } from "./mbed-keys";
import { parseMbedInteger, parseSize } from "./number-literal";

/** What is wrong with one entry by itself: its key, or its value where `tool` obeys the key. `defined`: what `config` defines. */
export function keyFaults(entry: MbedEntry, defined: ReadonlySet<string>, tool: MbedTool): LayoutProblem[] {
  const key = mbedKey(entry.key);
  if (key === undefined) return defined.has(entry.key) ? [] : misspelt(entry);
  return obeys(tool, key.mode) ? valueFaults(entry, key.kind) : [];
}

function misspelt({ key, keyRange, written, value }: MbedEntry): LayoutProblem[] {
  const meant = meantKey(key);
  if (meant === undefined || value.type === "null") return [];
  const spaced = key.replace(/\s+/g, "") === meant;
  const message = spaced
    ? text('"{0}" has stray spaces, so the Mbed tools do not see it; write "{1}".', written, meant)
    : meant === `target.${written}`
      ? text('"{0}" without its prefix belongs to the application, not to the target; write "{1}".', written, meant)
      : text('The Mbed tools do not know "{0}"; the key is "{1}".', written, meant);
  return [
    {
      code: "mbed-key-unknown",
      severity: "warning",
      range: keyRange,
      message,
      fix: replacing(keyRange, written, meant),
    },
  ];
}

/** The key that is meant by one that is nearly it; undefined where it is another parameter. */
function meantKey(key: string): string | undefined {
  const squeezed = key.replace(/\s+/g, "");
  const name = /^(?:target|targets|Target|TARGET)[._-](.+)$/.exec(squeezed)?.[1];
  const own = /^app\.(\w+)$/.exec(squeezed)?.[1];
  if (own !== undefined && Object.hasOwn(mbedKeys, own)) return `target.${own}`;
  if (name === undefined) return undefined;
  const wanted = name.toLowerCase().replaceAll("-", "_");
  if (Object.hasOwn(mbedKeys, wanted)) return `target.${wanted}`;
  const near = Object.keys(mbedKeys).filter((one) => isNear(wanted, one));
  return near.length === 1 && near[0] !== undefined ? `target.${near[0]}` : undefined;
}

/** One letter wrong, missing or too many, or two swapped; two in the longer names. A digit is another bank's, not a slip. */
function isNear(written: string, key: string): boolean {
  if (/[0-9]/.test(written)) return false;
  const swapped = written.length === key.length && letters(written) === letters(key);
  const distance = editDistance(written.toUpperCase(), key.toUpperCase());
  // `mbed_rom_start` is one letter from `mbed_ram_start`, but both are keys: what is one of ours never comes here.
  return distance <= 1 || (distance === 2 && (swapped || key.length >= 12));
}

function letters(word: string): string {
  return Array.from(word).sort().join("");
}

function valueFaults({ key, value }: MbedEntry, kind: MbedKind): LayoutProblem[] {
  const { range, source, type } = value;
  if (type === "null") return [];
  const fault = (message: LayoutProblem["message"], fix?: Fix): LayoutProblem[] => [
    { code: "mbed-value", severity: "error", range, message, ...(fix !== undefined && { fix }) },
  ];
  if (kind === "banks") return [];
  if (kind === "path") return type === "string" ? [] : fault(text("{0} is the path of a file, as a string.", key));
  if (kind === "list")
    return type === "array" ? value.items.flatMap(memberFaults) : fault(text("{0} is a list of members.", key));
  if (type === "number" && kind === "digits")
    return fault(
      text('The Mbed tools read {0} as a string: write "{1}".', key, source),
      replacing(range, source, `"${source}"`),
    );
  if (type === "number" && Number.isSafeInteger(value.number)) return [];
  if (value.string !== undefined && (value.string === "" || isReadable(value.string))) return [];
  const meant = type === "string" ? productOf(source) : undefined;
  return fault(
    text(
      'The Mbed tools cannot read "{0}" as a number; they take 0x… or decimal digits, no arithmetic and no suffix.',
      source,
    ),
    meant === undefined ? undefined : replacing(range, source, `0x${meant.toString(16)}`),
  );
}

/** A member of `header_format` is `[name, type, subtype, data]`; of subtypes the tools know a few (rules sheet §5.5). */
function memberFaults(member: JsonValue): LayoutProblem[] {
  const subtype = member.items[2];
  if (subtype?.string === undefined || /^(8|16|32|64|CRCITT32|SHA256$|SHA512$)/.test(subtype.string)) return [];
  const message = text("The Mbed tools do not understand the subtype {0} of a header's member.", subtype.string);
  return [{ code: "mbed-value", severity: "error", range: subtype.range, message }];
}

/** Digits with a leading 0 are read by one tool and refused by another: nothing is said of them. */
function isReadable(words: string): boolean {
  return parseMbedInteger(words) !== undefined || /^\s*0[0-7_]+\s*$/.test(words);
}

/** What `64*1024`, `64K` or `0x1000UL` is meant to say; nothing else is guessed. */
function productOf(source: string): number | undefined {
  const factors = source.split("*").map((factor) => parseSize(factor.replace(/(?<=[0-9a-fA-F])[uUlL]{1,3}\s*$/, "")));
  const product = factors.reduce<number | undefined>(
    (all, one) => (all === undefined || one === undefined ? undefined : all * one),
    1,
  );
  return product !== undefined && Number.isSafeInteger(product) ? product : undefined;
}

function replacing(range: SourceRange, current: string, replacement: string): Fix {
  return { title: text("Write {0}", replacement), edits: [{ range, current, replacement }], preferred: true };
}
