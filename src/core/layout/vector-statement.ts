import type { InputPattern, LinkerScript, OutputSection } from "../linker/linker-script";
import type { Device } from "../mcu/device";
import type { SnapshotReader, SourceRange } from "../project/snapshot";
import { withoutComments } from "../sources/comments";
import { isInFlash } from "./flash-window";
import { valueOf } from "./vector-home";

/** Where a GNU ld script takes the vector table in, and what it does to it. */
export interface VectorStatement {
  /** Pattern of the input section: `.isr_vector`. */
  readonly pattern: InputPattern;
  /** In KEEP, or a symbol of the table is named by ENTRY or EXTERN. */
  readonly kept: boolean;
  /** Another input of the script is in KEEP: its author counts on garbage collection. */
  readonly keepsOthers: boolean;
  /** `*(.isr_vector)`, where the pattern is alone in it; with its text. */
  readonly input?: Written;
  /** What is placed in front of it in its region. */
  readonly before?: InFront;
}

/** A stretch of a file and what stands there. */
export interface Written {
  readonly range: SourceRange;
  readonly text: string;
}

/** Something that comes before the vector table in its region. */
export interface InFront {
  /** `code`: cannot be empty. `header`: bytes the script counts. */
  readonly what: "code" | "header";
  readonly range: SourceRange;
  /** Its section or input pattern. */
  readonly name: string;
  /** How to bring the table in front of it: what to take out, and what to write at an earlier offset of that file. */
  readonly move?: { readonly removed: Written; readonly to: number; readonly text: string };
}

/** Sections of start-up files that hold nothing but the table. */
const tableSection =
  /^\.(?:isr_vectors?|vectors|vector_table|intvecs?|interrupt_vectors?|exception_vectors?|interrupts)\*?$/i;
/** While no chip is known, only where STM32 has flash: other cores may have their table anywhere. */
const unknownFlash = 0x08000000;
/** What every program has: a section that takes these in is not empty. */
const never = /^\.(?:text|rodata|data)(?:\*|\.\*)?$/;

/** The first statement that takes the vector table into flash; undefined where the script names none that is known. */
export function vectorStatement(
  script: LinkerScript,
  devices: readonly Device[],
  files: SnapshotReader,
): VectorStatement | undefined {
  if (script.dialect !== "gnu-ld") return undefined;
  const section = script.sections.find((one) => one.inputs.some(({ name }) => tableSection.test(name)));
  const pattern = section?.inputs.find(({ name }) => tableSection.test(name));
  if (section === undefined || pattern === undefined || section.name === "/DISCARD/") return undefined;
  const home = homeOf(section);
  const origin = script.regions.find((one) => one.name === home)?.origin;
  const at = origin && valueOf(origin);
  if (at === undefined || !isInFlash(at, devices) || (devices.length === 0 && at < unknownFlash)) return undefined;
  const input = inputOf(pattern, files);
  const before = section.address === null ? inFront(script, section, pattern, files) : undefined;
  return {
    pattern,
    kept: pattern.kept || script.sections.some((one) => keeps(one, pattern)) || isNamed(script, files),
    keepsOthers: script.sections.some((one) => one.inputs.some(({ kept }) => kept)),
    ...(input !== undefined && { input }),
    ...(before !== undefined && { before }),
  };
}

function homeOf({ region, loadRegion }: OutputSection): string | null {
  return loadRegion ?? region;
}

function keeps({ inputs }: OutputSection, { name }: InputPattern): boolean {
  return inputs.some((input) => input.kept && input.name === name);
}

/** `EXTERN(vector_table)` (libopencm3): a section whose symbol is wanted is not collected. */
function isNamed({ files: uris }: LinkerScript, files: SnapshotReader): boolean {
  return uris.some((uri) => {
    const text = withoutComments(files.text(uri)?.text ?? "");
    return [...text.matchAll(/\b(?:ENTRY|EXTERN)\s*\(([^)]{0,1000})\)/g)].some(([, names = ""]) =>
      /vector|isr|g_pfn|nvic/i.test(names),
    );
  });
}

/** `*(.isr_vector)` around a pattern that is alone in its parentheses and stands in the file as it is read. */
function inputOf({ name, range }: InputPattern, files: SnapshotReader): Written | undefined {
  const text = files.text(range.uri)?.text ?? "";
  if (text.slice(range.start, range.end) !== name) return undefined;
  const opening = /[^\s(){};,]{1,200}\s{0,20}\(\s{0,20}$/.exec(text.slice(Math.max(0, range.start - 240), range.start));
  const closing = /^\s{0,20}\)/.exec(text.slice(range.end, range.end + 21));
  if (opening === null || closing === null) return undefined;
  const start = range.start - opening[0].length;
  const end = range.end + closing[0].length;
  return { range: { uri: range.uri, start, end }, text: text.slice(start, end) };
}

function inFront(
  script: LinkerScript,
  section: OutputSection,
  pattern: InputPattern,
  files: SnapshotReader,
): InFront | undefined {
  for (const one of script.sections) {
    if (one === section) break;
    if (homeOf(one) !== homeOf(section) || one.name === "/DISCARD/" || isNotLoaded(one)) continue;
    const found = one.address === null ? ofSection(one, files) : undefined;
    if (found !== undefined) return { ...found, ...moved(wholeSection(section, files), one.range, files) };
  }
  const earlier = section.inputs.slice(0, section.inputs.indexOf(pattern));
  const code = earlier.find((input) => isCode(input, files));
  const to = code && inputOf(code, files)?.range;
  return (
    code && {
      what: "code",
      range: code.range,
      name: code.name,
      ...(to && moved(statementOf(pattern, files), to, files)),
    }
  );
}

function isNotLoaded({ types }: OutputSection): boolean {
  return types.some((type) => /^(?:NOLOAD|COPY|DSECT|INFO|OVERLAY)$/.test(type));
}

function ofSection(section: OutputSection, files: SnapshotReader): Omit<InFront, "move"> | undefined {
  const code = section.inputs.find((input) => isCode(input, files));
  if (code !== undefined) return { what: "code", range: section.nameRange, name: section.name };
  const size = section.fixedSize === null ? undefined : valueOf(section.fixedSize);
  return size === undefined || size === 0
    ? undefined
    : { what: "header", range: section.nameRange, name: section.name };
}

/** `*(.text*)` of all files; of a named file it may be empty. */
function isCode(input: InputPattern, files: SnapshotReader): boolean {
  if (!never.test(input.name)) return false;
  const before = files.text(input.range.uri)?.text.slice(Math.max(0, input.range.start - 200), input.range.start) ?? "";
  return /(?:^|[\s({;])\*\s{0,20}\([^(){};]{0,180}$/.test(before);
}

/** The section with its line ends, so that it can be put elsewhere as it is. */
function wholeSection({ range }: OutputSection, files: SnapshotReader): Written | undefined {
  return writtenAt(range, files);
}

/** `KEEP(*(.isr_vector))`: the input with what is around it. */
function statementOf(pattern: InputPattern, files: SnapshotReader): Written | undefined {
  const input = inputOf(pattern, files);
  if (input === undefined || !pattern.kept) return input;
  const { uri, start, end } = input.range;
  const text = files.text(uri)?.text ?? "";
  const keep = /KEEP\s{0,20}\(\s{0,20}$/.exec(text.slice(Math.max(0, start - 60), start));
  const closing = /^\s{0,20}\)/.exec(text.slice(end, end + 21));
  return keep === null || closing === null
    ? undefined
    : writtenAt({ uri, start: start - keep[0].length, end: end + closing[0].length }, files);
}

function writtenAt(range: SourceRange, files: SnapshotReader): Written | undefined {
  const text = files.text(range.uri)?.text.slice(range.start, range.end);
  return text === undefined || text === "" ? undefined : { range, text };
}

/** To an earlier place of the same file. A text with directives of the preprocessor is not moved. */
function moved(
  taken: Written | undefined,
  to: SourceRange,
  files: SnapshotReader,
): { readonly move: NonNullable<InFront["move"]> } | object {
  if (taken === undefined || taken.range.uri !== to.uri || to.start >= taken.range.start) return {};
  const text = files.text(to.uri)?.text ?? "";
  const removed = wholeLines(taken.range, text);
  if (/^[ \t]*#/m.test(removed.text)) return {};
  const indent = /[ \t]*$/.exec(text.slice(Math.max(0, to.start - 100), to.start))?.[0] ?? "";
  const lineEnd = text.includes("\r\n") ? "\r\n" : "\n";
  const own = /^[ \t]*$/.test(text.slice(text.lastIndexOf("\n", to.start - 1) + 1, to.start));
  return { move: { removed, to: to.start, text: taken.text + (own ? lineEnd + indent : " ") } };
}

/** The stretch with the lines it has for itself. */
function wholeLines({ uri, start, end }: SourceRange, text: string): Written {
  const lead = /[ \t]*$/.exec(text.slice(Math.max(0, start - 200), start))?.[0].length ?? 0;
  const trail = /^[ \t]*(?:\r?\n|$)/.exec(text.slice(end, end + 200));
  const alone = start - lead === 0 || text[start - lead - 1] === "\n";
  const range =
    alone && trail !== null ? { uri, start: start - lead, end: end + trail[0].length } : { uri, start, end };
  return { range, text: text.slice(range.start, range.end) };
}
