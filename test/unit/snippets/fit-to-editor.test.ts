import { describe, expect, it } from "vitest";
import { writeSnippet } from "../../../src/core/snippets/write-snippet";
import { fitToEditor, onOwnLines, type EditorStyle } from "../../../src/snippets/fit-to-editor";

const code = "void f(void)\n{\n  if (x) {\n    y();\n  }\n   * aligned\n}\n";

describe("fitToEditor", () => {
  const cases: [string, EditorStyle, string][] = [
    ["spaces of two", { insertSpaces: true, tabSize: 2, eol: "\n" }, code],
    [
      "spaces of four",
      { insertSpaces: true, tabSize: 4, eol: "\n" },
      "void f(void)\n{\n    if (x) {\n        y();\n    }\n     * aligned\n}\n",
    ],
    [
      "tabs and CR LF",
      { insertSpaces: false, tabSize: 8, eol: "\r\n" },
      "void f(void)\r\n{\r\n\tif (x) {\r\n\t\ty();\r\n\t}\r\n\t * aligned\r\n}\r\n",
    ],
  ];
  it.each(cases)("writes %s", (_, style, expected) => {
    expect(fitToEditor(code, style)).toBe(expected);
  });

  it("reads code that has CR LF already", () => {
    expect(fitToEditor("a\r\n  b\r\n", { insertSpaces: false, tabSize: 4, eol: "\n" })).toBe("a\n\tb\n");
  });
});

describe("code that core writes", () => {
  it.each(["hal", "cmsis"] as const)("%s has steps of two, and none is left in an editor with tabs", (flavour) => {
    for (const entry of ["direct", "reset"] as const) {
      const snippet = writeSnippet({ kind: "system-bootloader", device: "STM32F407VG", flavour, entry });
      if ("refused" in snippet) throw new Error("refused");
      expect(snippet.code).toMatch(/^ {2}\S/m);
      const fitted = fitToEditor(snippet.code, { insertSpaces: false, tabSize: 8, eol: "\n" });
      expect(fitted).toMatch(/^\t\S/m);
      expect(fitted.split("\n").filter((line) => /^\t* {2}/.test(line))).toEqual([]);
      expect(fitted.replace(/^\t+/gm, (tabs) => "  ".repeat(tabs.length))).toBe(snippet.code);
    }
  });
});

describe("onOwnLines", () => {
  it.each([
    ["on an empty line", "", "", "code"],
    ["before a line", "", "int x;", "code\n"],
    ["behind a line", "int x;", "", "\ncode"],
    ["inside a line", "int ", "x;", "\ncode\n"],
    ["behind indentation", "    ", "", "code"],
  ])("%s", (_, before, after, expected) => {
    expect(onOwnLines("code\n", before, after, "\n")).toBe(expected);
  });
});
