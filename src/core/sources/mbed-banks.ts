import { known } from "../layout/claim";
import type { LayoutProblem } from "../layout/boot-layout";
import type { Fix } from "../rules/finding";
import { hex } from "../notation";
import { text, type Text } from "../text";
import type { JsonValue } from "./json-document";
import { noMbedLayout, stated, type MbedClaim, type MbedContext, type MbedLayout } from "./mbed-claims";
import { numberOf, type MbedEntry } from "./mbed-config";
import { parseMbedInteger } from "./number-literal";

interface Bank {
  readonly name: string;
  readonly start: MbedEntry | undefined;
  readonly size: MbedEntry | undefined;
}

/** The first ROM bank of a CMSIS pack, where the others have names of their own. */
const romBank = /^I?ROM_?1?$|^PROGRAM_FLASH$/;

/** `target.memory_bank_config` of Mbed CE: which part of each memory bank an image may use (rules sheet §1, §6). */
export function banksLayout({ entries, open, rom }: MbedContext): MbedLayout {
  const entry = entries.get("target.memory_bank_config");
  if (entry === undefined || open.has(entry.key)) return noMbedLayout;
  const banks = banksOf(entry);
  const claims: MbedClaim[] = [];
  const defines: Record<string, { readonly text: string; readonly source?: MbedEntry }> = {};
  for (const { name, start, size } of banks) {
    const [from, length] = [numeric(start), numeric(size)];
    const kind = /RAM|SRAM|DTCM/i.test(name) ? "RAM" : "ROM";
    for (const [what, value] of [
      ["START", start],
      ["SIZE", size],
    ] as const) {
      if (value === undefined || numeric(value) === undefined) continue;
      const define = { text: value.value.source, source: value };
      defines[`MBED_CONFIGURED_${kind}_BANK_${name}_${what}`] = define;
      if (romBank.test(name)) defines[`MBED_CONFIGURED_ROM_${what}`] = define;
    }
    if (!romBank.test(name)) continue;
    if (start !== undefined && from !== undefined) claims.push(stated("self", "vectors", start, known(from), 0));
    const base = start === undefined ? rom?.base : from;
    if (size !== undefined && length !== undefined && base !== undefined)
      claims.push(stated("self", "end", size, known(base + length), base));
  }
  return { claims, problems: bankFaults(entry), defines };
}

function numeric(entry: MbedEntry | undefined): number | undefined {
  return entry?.value.type === "number" ? numberOf(entry) : undefined;
}

function banksOf({ label, value }: MbedEntry): Bank[] {
  return value.properties.map(({ name, value: bank }) => {
    const of = (property: string): MbedEntry | undefined => {
      const found = bank.properties.findLast((one) => one.name === property);
      const key = `target.memory_bank_config.${name}.${property}`;
      return found === undefined
        ? undefined
        : { label, key, value: found.value, keyRange: found.key.range, written: found.key.source };
    };
    return { name, start: of("start"), size: of("size") };
  });
}

/** What Mbed CE refuses: other properties than `start` and `size`, and values that are not integers. */
function bankFaults({ value }: MbedEntry): LayoutProblem[] {
  return value.properties.flatMap(({ name: bank, value: properties }) =>
    properties.properties.flatMap(({ key, name, value: stated }): LayoutProblem[] => {
      const place = `${bank}.${name}`;
      if (name !== "start" && name !== "size")
        return [problem(key, text('A memory bank has "start" and "size"; Mbed CE refuses "{0}".', name))];
      if (stated.type === "number" && Number.isSafeInteger(stated.number)) return [];
      return [problem(stated, text("Mbed CE wants an integer for {0}, not a string.", place), asInteger(stated))];
    }),
  );
}

function problem(at: JsonValue, message: Text, fix?: Fix): LayoutProblem {
  return { code: "mbed-value", severity: "error", range: at.range, message, ...(fix !== undefined && { fix }) };
}

/** The same number without its quotes: in hex where the file is JSON5, which has that. */
function asInteger(value: JsonValue): Fix | undefined {
  const number = value.string === undefined ? undefined : parseMbedInteger(value.string);
  if (number === undefined) return undefined;
  const { uri, start, end } = value.range;
  const plain = uri.endsWith(".json5") ? value.source.trim() : String(number);
  return {
    title: text("Write {0}", uri.endsWith(".json5") ? plain : `${plain} (${hex(number)})`),
    edits: [{ range: { uri, start: start - 1, end: end + 1 }, current: `"${value.source}"`, replacement: plain }],
    preferred: true,
  };
}
