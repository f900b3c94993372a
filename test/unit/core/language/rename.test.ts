import { describe, expect, it } from "vitest";
import { definitionsAt, referencesAt } from "../../../../src/core/language/references";
import { rename, renameTarget, type Mention } from "../../../../src/core/language/rename";
import type { LinkerScriptOptions } from "../../../../src/core/linker/linker-script";
import { english } from "../../../../src/core/text";
import { folder, main, read, said } from "../linker/reading";
import { atCursor } from "./reading";

/** The files after a rename at the cursor in `app.ld`, or the sentence why there is none. */
function renamed(
  marked: string,
  newName: string,
  files: Readonly<Record<string, string>> = {},
  options: Partial<LinkerScriptOptions> = {},
  mentions: readonly Mention[] = [],
): string | Readonly<Record<string, string>> {
  const { text, offset } = atCursor(marked);
  const all: Readonly<Record<string, string>> = { ...files, "app.ld": text };
  const scripts = [read(text, options, files)];
  const target = renameTarget(scripts, { uri: main, text }, offset);
  if ("refused" in target) return english(target.refused);
  const textOf = (uri: string): string | undefined => all[uri.slice(folder.length + 1)];
  const named = (texts: ReadonlyMap<string, string>): Record<string, string> =>
    Object.fromEntries(Object.entries(all).map(([name, old]) => [name, texts.get(`${folder}/${name}`) ?? old]));
  const again = (texts: ReadonlyMap<string, string>) => {
    const now = named(texts);
    return [read(now["app.ld"] ?? "", options, now)];
  };
  const renaming = rename(scripts, target.subject, newName, textOf, again, mentions);
  if ("refused" in renaming) return english(renaming.refused);
  const texts = new Map<string, string>();
  for (const { uri, start, end } of [...renaming.ranges].sort((a, b) => b.start - a.start)) {
    const before = texts.get(uri) ?? textOf(uri) ?? "";
    texts.set(uri, before.slice(0, start) + newName + before.slice(end));
  }
  const now = named(texts);
  return Object.keys(files).length === 0 ? (now["app.ld"] ?? "") : now;
}

describe("definition and references", () => {
  const files = { "regions.ld": "MEMORY { FLASH : ORIGIN = 0, LENGTH = K }\n", "sizes.h": "#define K 4\n" };
  const script = `INCLUDE regions.ld\nSECTIONS { .text : { } > FLASH }\nx = LENGTH(FLASH);`;
  const scripts = [read(script, {}, files)];
  const open = { uri: main, text: script };

  it("lead into included files", () => {
    const offset = script.indexOf("FLASH }") + 1;
    const all = referencesAt(
      scripts,
      open,
      offset,
      (uri) => ({ ...files, "app.ld": script })[uri.slice(folder.length + 1) as "app.ld"],
    );
    expect(definitionsAt(scripts, open, offset)).toEqual([{ uri: `${folder}/regions.ld`, start: 9, end: 14 }]);
    expect(
      all.map(({ range, role }) => [range.uri.slice(folder.length + 1), said(range, script, files), role]),
    ).toEqual([
      ["app.ld", "FLASH", "reference"],
      ["app.ld", "FLASH", "reference"],
      ["regions.ld", "FLASH", "definition"],
    ]);
  });

  it("of a file's name are the file", () => {
    expect(definitionsAt(scripts, open, 10)).toEqual([{ uri: `${folder}/regions.ld`, start: 0, end: 0 }]);
  });
});

describe("rename", () => {
  it("changes a region everywhere, in every file, in macros and in lines of the other configuration", () => {
    const script = `#define CODE FLASH
#ifdef BIG
MEMORY { FLASH : ORIGIN = 0, LENGTH = 2K } /* FLASH */
#else
MEMORY { FLA|SH : ORIGIN = 0, LENGTH = 1K }
#endif
INCLUDE sections.ld
SECTIONS { .a : { } > CODE }`;
    expect(renamed(script, "ROM", { "sections.ld": "SECTIONS { .FLASH : { *(.FLASH) } >FLASH }" })).toEqual({
      "app.ld": script.replace("|", "").replace("CODE FLASH", "CODE ROM").replaceAll("{ FLASH :", "{ ROM :"),
      "sections.ld": "SECTIONS { .FLASH : { *(.FLASH) } >ROM }",
    });
  });

  it("changes symbols, macros and output sections, each in its own room", () => {
    expect(renamed("size = 1; x = si|ze + ORIGIN(size); MEMORY { size : ORIGIN = 0, LENGTH = size }", "length")).toBe(
      "length = 1; x = length + ORIGIN(size); MEMORY { size : ORIGIN = 0, LENGTH = length }",
    );
    expect(renamed("#define K|B 1024\n#if KB > 1\nx = 2 * KB;\n#endif", "KIB")).toBe(
      "#define KIB 1024\n#if KIB > 1\nx = 2 * KIB;\n#endif",
    );
    expect(renamed("SECTIONS { .da|ta : { *(.data) } x = SIZEOF(.data); }", ".values")).toBe(
      "SECTIONS { .values : { *(.data) } x = SIZEOF(.values); }",
    );
  });

  it.each<[string, string, string, string]>([
    [
      "a symbol of an object file",
      "ENTRY(Reset_|Handler)",
      "x",
      "Reset_Handler is defined in no file of this script, so renaming it here would break the link.",
    ],
    ["what -D gives", "x = GI|VEN;", "x2", "GIVEN is given from outside, by -D or --defsym: rename it there."],
    ["a symbol of the C library", "PROVIDE(e|nd = 4);", "x", "Libraries of the tool chain look for end by this name."],
    ["a file", "INCLUDE me|mory.ld", "x", "Rename the file memory.ld in the Explorer, then this line."],
    ["nothing", "x = 1 |  ;", "y", "No name of the linker script stands here."],
    ["to a keyword", "a|a = 1;", "ORIGIN", "ORIGIN is a word of the GNU ld language."],
    ["to no name", "a|a = 1;", "a b", "a b is no name that GNU ld takes here without quotes."],
    ["to a name that is taken", "a|a = 1; b = 2;", "b", "b is the name of something else in this script."],
    [
      "what a macro puts together",
      "#define R(n) n##_RAM\nMEMORY { A_RAM : ORIGIN = 0, LENGTH = 1K }\nSECTIONS { .a : { } > R(A) .b : { } > A_|RAM }",
      "RAM1",
      "With the name RAM1 the script would mean something else: a macro puts A_RAM together.",
    ],
    [
      "to what reads as a number",
      "MEMORY { A : ORIGIN = 0, LENGTH = 1K  B|B : ORIGIN = 0, LENGTH = 1K }",
      "FAB",
      "GNU ld reads FAB as a number.",
    ],
  ])("refuses %s", (_, script, newName, sentence) => {
    expect(renamed(script, newName, {}, { defines: { GIVEN: { text: "4" } } })).toBe(sentence);
  });

  it("refuses a symbol or macro that sources use, and says where", () => {
    const mentions = [{ uri: `${folder}/startup.s`, line: 12 }];
    expect(renamed("_est|ack = 4;", "_top", {}, {}, mentions)).toBe(
      "_estack is used in startup.s, line 12, which a rename would not change.",
    );
    expect(renamed("#define K|B 1024\nx = KB;", "KIB", {}, {}, mentions)).toMatch(/^KB is used in startup.s/);
    // The name of a region stands in no source, whatever else has the same name there.
    expect(renamed("MEMORY { A|B : ORIGIN = 0, LENGTH = 1 }", "C", {}, {}, mentions)).toContain("MEMORY { C :");
  });
});
