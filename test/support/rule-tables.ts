import { expect, it } from "vitest";
import { applyEdits, checkFiles, type Files } from "./memory-tree";

/** The vector table where it belongs. */
export const vectors = ".isr_vector : { KEEP(*(.isr_vector)) } >FLASH";
export const code = ".text : { *(.text*) *(.rodata*) } >FLASH";

/** A script with these lines in MEMORY, sections, and assignments in front. */
export const script = (memory: string, sections = `${vectors}\n  ${code}`, symbols = ""): string =>
  `ENTRY(Reset_Handler)\n${symbols}MEMORY\n{\n${memory}\n}\nSECTIONS\n{\n  ${sections}\n}\n`;

export const flash = "  FLASH (rx) : ORIGIN = 0x08000000, LENGTH = 64K";

/** Files with a mistake. */
interface Case {
  readonly what: string;
  readonly files: Files;
  /** `severity file:line code` of every finding. */
  readonly finds: readonly string[];
  /** Texts that the fixes, each by itself, lead to: `file: text` → replaced. Absent: there is no fix. */
  readonly mended?: readonly (readonly [from: string, to: string])[];
}

/** `severity file:line code` of everything that is found. */
export async function found(files: Files): Promise<string[]> {
  const { located, lines } = await checkFiles(files);
  return located.map(({ severity }, index) => `${severity} ${lines[index] ?? ""}`);
}

/** Everything that fails: what is found, what each fix writes, and that nothing is found afterwards. */
export function failing(cases: readonly Case[]): void {
  it.each(cases)("fails: $what", async ({ files, finds, mended = [] }) => {
    expect(await found(files)).toEqual(finds);
    const { findings } = await checkFiles(files);
    const fixes = findings.flatMap((finding) => finding.fixes);
    const results = fixes.map((fix) => applyEdits(files, fix.edits));
    const expected = mended.map(([from, to]) => {
      const changed = Object.entries(files).map(([name, text]) => [name, String(text).replace(from, to)] as const);
      expect(changed.some(([name, text]) => files[name] !== text)).toBe(true);
      return Object.fromEntries(changed);
    });
    expect(results).toEqual(expected);
    for (const result of results) expect(await found(result)).toEqual([]);
  });
}

/** Look-alikes: nothing is found. */
export function silent(cases: readonly (readonly [what: string, files: Files])[]): void {
  it.each(cases)("is silent: %s", async (_what, files) => {
    expect(await found(files)).toEqual([]);
  });
}

/** A bootloader and an application side by side, for one chip. */
export const pair = (part: string, boot: string, app: string, more: Files = {}): Files => ({
  [`bootloader/${part}.ld`]: boot,
  [`application/${part}.ld`]: app,
  ...more,
});
