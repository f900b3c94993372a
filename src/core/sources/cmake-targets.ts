import { cmakeVariables, expanded } from "./build-variables";

/** A program that a CMake file builds, with the stretches of the file that speak of it alone. */
export interface CMakeTarget {
  readonly name: string;
  /** The linker script of its own `-T`, as written with variables replaced; the last part of the path counts. */
  readonly script: string | undefined;
  /** Arguments of `target_…` calls on it, as offsets. */
  readonly calls: readonly { readonly start: number; readonly end: number }[];
}

const call = /\b(add_executable|target_\w{1,40}|set_target_properties|set_property)[ \t]{0,4}\(/gi;
/** A call of more characters is a list of sources. */
const longestCall = 20_000;
/** Parentheses inside a call; where more are open it was never closed. */
const deepestCall = 16;

/** The executables of a CMake file. `add_executable` may stand in another file: a target is named by what is said of it. */
export function cmakeTargets(text: string): readonly CMakeTarget[] {
  const variables = cmakeVariables(text);
  const byName = new Map<string, { executable: boolean; calls: { start: number; end: number }[] }>();
  for (const match of text.matchAll(call)) {
    const start = match.index + match[0].length;
    const end = closing(text, start);
    const name = targetName(text.slice(start, end), (match[1] ?? "").toLowerCase());
    if (name === undefined) continue;
    const key = expanded(name, variables);
    const target = byName.get(key) ?? { executable: false, calls: [] };
    byName.set(key, target);
    if (/^add_executable$/i.test(match[1] ?? "")) target.executable = true;
    else target.calls.push({ start, end });
  }
  return [...byName]
    .filter(([, { executable }]) => executable)
    .map(([name, { calls }]) => ({ name, calls, script: scriptOf(text, calls, variables) }));
}

function targetName(args: string, command: string): string | undefined {
  if (command === "set_property") return /^\s*TARGET\s+([^\s()]+)/i.exec(args)?.[1];
  return /^\s*"?([^\s()"]+)/.exec(args)?.[1];
}

function closing(text: string, start: number): number {
  let open = 1;
  const last = Math.min(text.length, start + longestCall);
  for (let at = start; at < last && open <= deepestCall; at++) {
    if (text[at] === "(") open++;
    else if (text[at] === ")" && --open === 0) return at;
  }
  return open > deepestCall ? start : last;
}

function scriptOf(
  text: string,
  calls: CMakeTarget["calls"],
  variables: ReturnType<typeof cmakeVariables>,
): string | undefined {
  for (const { start, end } of calls) {
    const path = /(?:^|[\s",])(?:-T|-Wl,-T,?|LINKER:-T,|--script=|LINKER:--script=)\s?"?([^\s",;)]+)/.exec(
      text.slice(start, end),
    )?.[1];
    if (path !== undefined) return expanded(path, variables);
  }
  return undefined;
}
