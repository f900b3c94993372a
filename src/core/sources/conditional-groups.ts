import type { Macro } from "../linker/macro-expander";

/** A name that says which chip, board or core is built for. */
const deviceName =
  /STM32|STM8|TARGET_|_TARGET|MCU|CHIP|BOARD|CORE_C?M|SERIES|FAMILY|ARDUINO|GENERIC|NUCLEO|DISCO|[FGHLU][0-9](xx|_)/i;
const directive = /^[ \t]*#[ \t]*(ifdef|ifndef|if|elif|else|endif)\b([^\n]*(?:\\\n[^\n]*)*)/gm;

interface Group {
  readonly conditions: string[];
  current: string;
}

/**
 * Whether the text at `offset` is compiled for a chip only by way of names that nobody defined in sight: an `#else`, or
 * `#ifndef STM32H7`, that the build may well turn the other way.
 */
export function dependsOnUnseenDevice(text: string, offset: number, macros: ReadonlyMap<string, Macro>): boolean {
  return enclosingGroups(text, offset).some(({ conditions, current }) => {
    const named = (condition: string): string[] =>
      (condition.match(/[A-Za-z_]\w*/g) ?? []).filter((name) => name !== "defined" && deviceName.test(name));
    // The group's own condition holds by a define that is there: that settles it.
    if (named(current).some((name) => macros.has(name)) && !current.startsWith("!")) return false;
    return conditions.some((condition) => named(condition).some((name) => !macros.has(name)));
  });
}

function enclosingGroups(text: string, offset: number): Group[] {
  const groups: Group[] = [];
  for (const match of text.matchAll(directive)) {
    if (match.index > offset) break;
    const [, word = "", rest = ""] = match;
    const condition = word === "ifndef" ? `!${rest}` : rest;
    const top = groups.at(-1);
    if (word.startsWith("if")) groups.push({ conditions: [condition], current: condition });
    else if (word === "endif") groups.pop();
    else if (top !== undefined) {
      top.current = word === "else" ? "!" : condition;
      top.conditions.push(condition);
    }
  }
  return groups;
}
