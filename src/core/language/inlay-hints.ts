import type { Evaluated, LinkerScript } from "../linker/linker-script";
import type { OpenText } from "./subject";
import { hexOf, isPlainLiteral, sizeOf, valueText } from "./value-text";

/** A value shown behind the expression that has it. */
export interface ValueHint {
  /** Offset in the open file. */
  readonly at: number;
  readonly label: string;
  /** The expression's names that nobody gave; empty where the value is known. */
  readonly missing: readonly string[];
}

/** Values of expressions in a file of the script, but for those that are written out: `= 0x08020000`, `= 96 KiB`. */
export function hintsOf(script: LinkerScript, { uri, text }: OpenText): readonly ValueHint[] {
  const hints = new Map<number, ValueHint>();
  const add = (evaluated: Evaluated, written: (value: bigint) => string): void => {
    const { value, expression } = evaluated;
    if (expression.uri !== uri || expression.end <= expression.start || isPlainLiteral(evaluated, text)) return;
    if (!value.known && (value.missing.length === 0 || value.missing.includes("."))) return;
    const label = value.known ? `= ${written(value.value)}` : `= ? (${value.missing.join(", ")})`;
    const missing = value.known ? [] : value.missing;
    // One macro call may make several regions, each with a value of its own: then none can stand behind it.
    const taken = hints.get(expression.end);
    if (taken !== undefined && taken.label !== label) hints.set(expression.end, { ...taken, label: "" });
    else hints.set(expression.end, { at: expression.end, label, missing });
  };
  for (const { origin, length } of script.regions) {
    add(origin, hexOf);
    add(length, sizeOf);
  }
  for (const { evaluated, needsLink } of script.symbols) if (!needsLink) add(evaluated, valueText);
  for (const { address } of script.sections) if (address !== null) add(address, hexOf);
  return [...hints.values()].filter(({ label }) => label !== "");
}
