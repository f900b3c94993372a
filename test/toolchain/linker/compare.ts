import type { LinkerScript } from "../../../src/core/linker/linker-script";
import { english } from "../../../src/core/text";
import type { LdResult } from "./gnu-ld";
import { mapSpelling } from "./map-memory";
import type { ScriptCase } from "./script-case";

/** What was compared, and where Bootsmith and GNU ld differ. */
export interface Comparison {
  readonly faults: readonly string[];
  readonly regions: number;
  /** Symbols with a number, and those that only a link knows. */
  readonly known: number;
  readonly open: number;
}

/** Every region, attribute and symbol of a script against what GNU ld made of it. */
export function compare(one: ScriptCase, script: LinkerScript, ld: LdResult): Comparison {
  const errors = script.problems.filter(({ severity }) => severity === "error").map(({ message }) => english(message));
  if (ld.refusal !== null) {
    const expected = one.refused === "maybe" || (one.refused === true && script.problems.length > 0);
    const fault = one.refused === true ? "nothing is said of what ld refuses" : "ld refuses it";
    return { faults: expected ? [] : [`${fault}: ${ld.refusal}`], regions: 0, known: 0, open: 0 };
  }
  const symbols = script.symbols.map((symbol) => compareSymbol(one, symbol, ld));
  const faults = [
    ...(one.refused === true ? ["ld reads it"] : errors.map((error) => `an error where ld has none: ${error}`)),
    ...compareRegions(script, ld),
    ...symbols.flatMap(({ fault }) => fault ?? []),
    ...unseen(one, script, ld),
  ];
  const known = script.symbols.filter(({ evaluated }) => evaluated.value.known).length;
  return { faults, regions: ld.regions.length, known, open: script.symbols.length - known };
}

function compareRegions(script: LinkerScript, ld: LdResult): string[] {
  return ld.regions.flatMap(({ name, origin, length, attributes }) => {
    const region = script.regions.find((candidate) => candidate.name === name);
    if (region === undefined) {
      // ld makes up a region that nothing declares: origin 0, length ~0.
      return length === 0xffffffff && origin === 0 ? [] : [`region ${name} is not seen`];
    }
    const spelling = mapSpelling(region.attributes);
    return [
      ...(ld.invalid.has(`origin ${name}`) ? invalid : differs)(`origin of ${name}`, region.origin.value, origin),
      ...(ld.invalid.has(`length ${name}`) ? invalid : differs)(`length of ${name}`, region.length.value, length),
      ...(spelling === attributes ? [] : [`attributes of ${name} are ${spelling}, in ld ${attributes}`]),
    ];
  });
}

type Value = LinkerScript["symbols"][number]["evaluated"]["value"];

function compareSymbol(
  one: ScriptCase,
  { name, evaluated: { value } }: LinkerScript["symbols"][number],
  ld: LdResult,
): { fault?: string[] } {
  const [empty, filled] = [ld.empty.get(name), ld.filled.get(name)];
  // PROVIDE defines only what somebody asks for.
  if (empty === undefined) return {};
  if (value.known) {
    const links = filled === undefined ? [empty] : [empty, filled];
    return { fault: links.flatMap((number) => differs(name, value, number)) };
  }
  const chance = one.byChance?.includes(name) === true || empty !== filled;
  return chance ? {} : { fault: differs(name, value, empty) };
}

function differs(what: string, value: Value, number: number): string[] {
  const hex = (n: number): string => `0x${n.toString(16)}`;
  if (!value.known) return [`${what} is unknown (${value.missing.join(", ")}), in ld ${hex(number)}`];
  const ours = Number(BigInt.asUintN(32, value.value));
  return ours === number ? [] : [`${what} is ${hex(ours)}, in ld ${hex(number)}`];
}

/** Where ld says that it cannot compute a value, there is none. */
function invalid(what: string, value: Value): string[] {
  return value.known ? [`${what} is known, invalid in ld`] : [];
}

/** Symbols that ld has and Bootsmith does not list; those that OVERLAY makes are ld's own. */
function unseen(one: ScriptCase, script: LinkerScript, ld: LdResult): string[] {
  const seen = new Set([...script.symbols.map(({ name }) => name), ...Object.keys(one.defsyms ?? {})]);
  // INSERT adds to ld's own script.
  if (/\bINSERT\b/.test(one.script)) return [];
  return [...ld.empty.keys()]
    .filter((name) => !seen.has(name) && !/^(?:__load_st(?:art|op)_|\$|empty)/.test(name))
    .map((name) => `symbol ${name} is not seen`);
}
