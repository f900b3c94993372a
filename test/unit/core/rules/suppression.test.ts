import { describe, expect, it } from "vitest";
import type { ProjectSettings } from "../../../../src/core/project/discovery";
import { suppressionEdit } from "../../../../src/core/rules/suppression";
import { english } from "../../../../src/core/text";
import { applyEdits, checkFiles, pathOf, type Files } from "../../../support/memory-tree";

/** A region of 192 KiB in 128 KiB of RAM; `above` stands in the line before it, `behind` in its own. */
const script = (above: string, behind = "", top = ""): Files => ({
  "STM32F407VGTX.ld": `${top}MEMORY
{
  FLASH (rx) : ORIGIN = 0x08000000, LENGTH = 1024K
${above}
  RAM (rwx) : ORIGIN = 0x20000000, LENGTH = 192K ${behind}
}
SECTIONS { .isr_vector : { KEEP(*(.isr_vector)) } >FLASH }
`,
});
const code = "region-exceeds-memory";
const codes = async (files: Files, settings: Partial<ProjectSettings> = {}): Promise<string[]> =>
  (await checkFiles(files, settings)).located.map((one) => `${one.severity} ${one.code}`);

describe("a comment silences a finding", () => {
  it.each<[string, string, string?, string?]>([
    ["in the line above", `  /* bootsmith-ignore ${code} */`],
    ["in its own line", "", `/* bootsmith-ignore ${code} */`],
    ["with a reason", `  /* bootsmith-ignore ${code} -- sample part, really: 192 KiB */`],
    ["among others", `  /* bootsmith-ignore image-overlap, ${code} */`],
    ["over two lines", `  /* bootsmith-ignore ${code} -- because\n     of a sample part */`],
    ["in a comment that opened before", `  /*\n   * bootsmith-ignore ${code}\n   */`],
    ["one above another", `  /* bootsmith-ignore ${code} */\n  /* bootsmith-ignore image-overlap */`],
    ["of another language", `  # bootsmith-ignore ${code}`],
    ["for the whole file", "", "", `/* bootsmith-ignore-file ${code} */\n`],
  ])("%s", async (_what, above, behind, top) => {
    expect(await codes(script(above, behind, top))).toEqual([]);
  });

  it.each<[string, string, string?, string?]>([
    ["none", ""],
    ["another code", "  /* bootsmith-ignore image-overlap */"],
    ["two lines above", `  /* bootsmith-ignore ${code} */\n`],
    ["the line below", "", `\n/* bootsmith-ignore ${code} */`],
    ["behind another line's code", "", "", `/* x */ /* bootsmith-ignore ${code} */\n`],
    ["another word", `  /* bootsmith-ignored ${code} */`],
  ])("but not %s", async (_what, above, behind, top) => {
    expect(await codes(script(above, behind, top))).toEqual([`error ${code}`]);
  });

  it("behind a region means that region alone", async () => {
    const files = script(`  CCMRAM (rw) : ORIGIN = 0x10000000, LENGTH = 128K /* bootsmith-ignore ${code} */`);
    expect((await checkFiles(files)).lines).toEqual([`STM32F407VGTX.ld:5 ${code}`]);
  });
});

it("a comment in front of code means that line alone", async () => {
  const files = script(`  /* bootsmith-ignore ${code} */ CCMRAM (rw) : ORIGIN = 0x10000000, LENGTH = 128K`);
  expect((await checkFiles(files)).lines).toEqual([`STM32F407VGTX.ld:5 ${code}`]);
});

describe("a code that nothing has", () => {
  it("is told, with the one that was meant", async () => {
    const files = script("  /* bootsmith-ignore region-exceds-memory */");
    const { findings } = await checkFiles(files);
    expect(findings.map((one) => `${one.severity} ${one.code}`)).toEqual([
      "information unknown-suppression",
      `error ${code}`,
    ]);
    expect(english(findings[0]!.message)).toContain("Did you mean region-exceeds-memory?");
    expect(await codes(applyEdits(files, findings[0]!.fixes[0]!.edits))).toEqual([]);
  });

  it("is told where it is left out", async () => {
    expect(await codes(script("  /* bootsmith-ignore -- later */"))).toEqual([
      "information unknown-suppression",
      `error ${code}`,
    ]);
  });

  it("in bootsmith.json, too", async () => {
    const files = { ...script(""), "bootsmith.json": `{ "sets": [], "rules": { "region-exceds-memory": "off" } }` };
    const { findings } = await checkFiles(files);
    expect(findings.map((one) => one.code)).toEqual([code, "unknown-suppression"]);
    expect(await codes(applyEdits(files, findings[1]!.fixes[0]!.edits))).toEqual([]);
  });
});

describe("levels", () => {
  it.each(["off", "information", "warning", "error"] as const)("the setting makes it %s", async (level) => {
    expect(await codes(script(""), { rules: { [code]: level } })).toEqual(level === "off" ? [] : [`${level} ${code}`]);
  });

  it("bootsmith.json has a say in its own folder, and the setting wins", async () => {
    const declared = { "bootsmith.json": `{ "sets": [], "rules": { "${code}": "warning" } }` };
    expect(await codes({ ...script(""), ...declared })).toEqual([`warning ${code}`]);
    expect(await codes({ ...script(""), ...declared }, { rules: { [code]: "off" } })).toEqual([]);
    const elsewhere = { "other/bootsmith.json": declared["bootsmith.json"] };
    expect(await codes({ ...script(""), ...elsewhere })).toEqual([`error ${code}`]);
  });

  it("the nearest bootsmith.json wins", async () => {
    const inner = Object.fromEntries(Object.entries(script("")).map(([name, text]) => [`in/${name}`, text]));
    const rules = (level: string): string => `{ "sets": [], "rules": { "${code}": "${level}" } }`;
    expect(
      await codes({ ...inner, "bootsmith.json": rules("off"), "in/bootsmith.json": rules("information") }),
    ).toEqual([`information ${code}`]);
  });

  it("a word that is no level is told at its place", async () => {
    const files = { ...script(""), "bootsmith.json": `{ "sets": [], "rules": { "${code}": "silent" } }` };
    expect(await codes(files)).toContain("error bootsmith-json");
  });
});

describe("suppressionEdit", () => {
  it("writes a comment that silences exactly the finding", async () => {
    for (const end of ["\n", "\r\n"]) {
      const files = Object.fromEntries(
        Object.entries(script("")).map(([name, text]) => [name, String(text).replaceAll("\n", end)]),
      );
      const { findings, snapshot } = await checkFiles(files);
      const file = snapshot.texts.get(findings[0]!.range.uri);
      if (file === undefined || "absent" in file) throw new Error("no file");
      const fix = suppressionEdit(findings[0]!, file);
      expect(fix?.edits.map((edit) => [pathOf(edit.range.uri), edit.replacement])).toEqual([
        ["STM32F407VGTX.ld", `  /* bootsmith-ignore ${code} */${end}`],
      ]);
      expect(await codes(applyEdits(files, fix?.edits ?? []))).toEqual([]);
    }
  });

  it.each<[string, string, string | undefined]>([
    ["CMakeLists.txt", "set(A 1)\n", `# bootsmith-ignore ${code}\nset(A 1)\n`],
    ["app.sct", "LR 0 { }", `; bootsmith-ignore ${code}\nLR 0 { }`],
    ["main.rs", "const A: u32 = 1;", `// bootsmith-ignore ${code}\nconst A: u32 = 1;`],
    ["mbed_app.json", "{}", undefined],
    [".vscode/tasks.json", "{}", `// bootsmith-ignore ${code}\n{}`],
    [".cproject", "<a/>", `<!-- bootsmith-ignore ${code} -->\n<a/>`],
    ["Core/Src/main.c", "int a;", `/* bootsmith-ignore ${code} */\nint a;`],
    ["a.h", "#define A \\\n  1", undefined],
  ])("%s: in the file's own manner", (name, content, expected) => {
    const uri = `memfs:/ws/${name}`;
    const at = content.includes("\\") ? content.length - 1 : 0;
    const range = { uri, start: at, end: at + 1 };
    const finding = {
      code,
      severity: "error" as const,
      range,
      message: { template: "", args: [] },
      related: [],
      fixes: [],
      refused: [],
    };
    const fix = suppressionEdit(finding, { uri, text: content, hash: "" });
    expect(fix && applyEdits({ [name]: content }, fix.edits)[name]).toBe(expected);
  });
});
