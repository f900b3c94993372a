import { MacroExpander } from "../linker/macro-expander";
import { tokensOfDefine, type Token } from "../linker/preprocessor-tokens";
import { Problems } from "../linker/problems";
import { unknown, type EditRecipe, type Value } from "../layout/claim";
import { text } from "../text";
import { evaluateC, isSummand } from "./c-expression";
import { ascii, numberOf, type MbedEntry } from "./mbed-config";
import type { MbedRom, MbedSettings } from "./mbed-settings";

/** A value that is pasted into a macro, as the C compiler evaluates it, and where to write so that it becomes another. */
export interface MbedExpression {
  readonly value: Value<number>;
  readonly edit: EditRecipe;
}

/**
 * Evaluates the values of libraries' parameters: C text with the macros `MBED_ROM_START`, `MBED_ROM_SIZE` and the
 * `MBED_CONF_…` of all other parameters (rules sheet §2, §6). A name that is not in sight makes the value unknown.
 */
export class MbedExpressions {
  private readonly expander = new MacroExpander(new Problems());

  constructor(settings: MbedSettings, rom: MbedRom | undefined) {
    if (rom !== undefined) {
      this.define("MBED_ROM_START", tokensOfDefine({ text: `0x${rom.base.toString(16)}` }, new Problems()));
      this.define("MBED_ROM_SIZE", tokensOfDefine({ text: `0x${rom.size.toString(16)}` }, new Problems()));
    }
    for (const entry of settings.entries.values()) this.define(macroOf(entry.key), tokensOf(entry));
  }

  evaluate(entry: MbedEntry): MbedExpression {
    const number = entry.value.type === "number" ? numberOf(entry) : undefined;
    const { range, source } = entry.value;
    if (number !== undefined)
      return {
        value: { known: true, value: number },
        edit: { editable: true, sites: [{ range, current: source, base: 0 }] },
      };
    if (entry.value.string === undefined) return { value: unknown(entry.key), edit: computed(entry) };
    const tokens = this.expander.expand(tokensOf(entry));
    const { value, terms } = evaluateC(tokens);
    const own = terms.filter(
      (term) => term.range.uri === range.uri && term.range.start >= range.start && term.range.end <= range.end,
    );
    const [literal, second] = own.filter((term) => isSummand(tokens, term));
    const mayEdit = literal !== undefined && second === undefined && value.known && !source.includes("\\");
    if (!mayEdit) return { value, edit: computed(entry) };
    const site = { range: literal.range, current: literal.text, base: value.value - Number(literal.value) };
    return { value, edit: { editable: true, sites: [site] } };
  }

  private define(name: string, body: readonly Token[]): void {
    this.expander.macros.set(name, { name, params: null, variadic: false, body });
  }
}

function computed(entry: MbedEntry): EditRecipe {
  return { editable: false, reason: text("the value of {0} is computed", entry.key) };
}

function tokensOf({ value }: MbedEntry): Token[] {
  const source = value.string === undefined ? undefined : value.range;
  const words = value.string ?? value.source;
  return tokensOfDefine({ text: ascii(words), ...(source !== undefined && { source }) }, new Problems());
}

/** `update-client.storage-size` → `MBED_CONF_UPDATE_CLIENT_STORAGE_SIZE`. */
function macroOf(key: string): string {
  return `MBED_CONF_${key.replace(/[^A-Za-z0-9]/g, "_").toUpperCase()}`;
}
