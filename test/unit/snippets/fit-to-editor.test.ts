import { describe, expect, it } from "vitest";
import type { SnippetFlavour, SnippetRequest } from "../../../src/core/snippets/request";
import { writeSnippet } from "../../../src/core/snippets/write-snippet";
import { fitToEditor, fitToPlace, textAt, type EditorStyle } from "../../../src/snippets/fit-to-editor";

const code = "void f(void)\n{\n  if (x) {\n#if A\n    y();\n#endif\n  }\n   * aligned\n}\n";
const spaces: EditorStyle = { insertSpaces: true, tabSize: 4, eol: "\n" };
const tabs: EditorStyle = { insertSpaces: false, tabSize: 8, eol: "\r\n" };

describe("fitToEditor", () => {
  const cases: [string, EditorStyle, string][] = [
    ["spaces of two", { ...spaces, tabSize: 2 }, code],
    [
      "spaces of four",
      spaces,
      "void f(void)\n{\n    if (x) {\n#if A\n        y();\n#endif\n    }\n     * aligned\n}\n",
    ],
    [
      "tabs and CR LF",
      tabs,
      "void f(void)\r\n{\r\n\tif (x) {\r\n#if A\r\n\t\ty();\r\n#endif\r\n\t}\r\n\t * aligned\r\n}\r\n",
    ],
  ];
  it.each(cases)("writes %s", (_, style, expected) => {
    expect(fitToEditor(code, "c", style)).toBe(expected);
  });

  it("reads code that has CR LF already", () => {
    expect(fitToEditor("a\r\n  b\r\n", "cpp", { ...tabs, eol: "\n" })).toBe("a\n\tb\n");
  });

  it("takes four spaces for a step in Rust, where # is no preprocessor's", () => {
    const rust = "fn f() {\n    g();\n        // deep\n}\n#[inline]\n";
    expect(fitToEditor(rust, "rust", { ...spaces, tabSize: 2 })).toBe("fn f() {\n  g();\n    // deep\n}\n#[inline]\n");
    expect(fitToEditor(rust, "rust", spaces, "  ")).toBe(
      "  fn f() {\n      g();\n          // deep\n  }\n  #[inline]\n",
    );
  });

  it("leaves preprocessor lines at the margin, and empty lines empty", () => {
    expect(fitToEditor("#if A\n  x;\n\n#endif\n", "c", spaces, "\t")).toBe("#if A\n\t    x;\n\n#endif\n");
  });
});

describe("code that core writes", () => {
  const requests: SnippetRequest[] = [
    ...(["hal", "arduino", "rust"] as SnippetFlavour[]).flatMap((flavour) =>
      (["direct", "reset"] as const).map((entry) => ({
        kind: "system-bootloader" as const,
        device: "STM32F407VG",
        flavour,
        entry,
      })),
    ),
    { kind: "application", device: "STM32F407VG", flavour: "cmsis", address: 0x08010000 },
  ];

  it.each(requests)("$kind $flavour $entry has whole steps, and none is left in an editor with tabs", (request) => {
    const snippet = writeSnippet(request);
    if ("refused" in snippet) throw new Error("refused");
    const step = snippet.language === "rust" ? 4 : 2;
    expect(snippet.code).toMatch(new RegExp(`^ {${step}}\\S`, "m"));
    const fitted = fitToEditor(snippet.code, snippet.language, { ...tabs, eol: "\n" });
    expect(fitted).toMatch(/^\t\S/m);
    expect(fitted.split("\n").filter((line) => /^\t* {2}/.test(line))).toEqual([]);
    expect(fitted.replace(/^\t+/gm, (one) => " ".repeat(step * one.length))).toBe(snippet.code);
  });
});

describe("textAt", () => {
  it.each([
    ["on an empty line", "", "", "f {\n    g;\n#if\n}"],
    ["before a line", "", "int x;", "f {\n    g;\n#if\n}\n"],
    ["behind a line", "int x;", "", "\nf {\n    g;\n#if\n}"],
    ["inside a line", "int ", "x;", "\nf {\n    g;\n#if\n}\n"],
    ["behind indentation", "  ", "", "f {\n      g;\n#if\n  }"],
    ["before an indented line", "\t", "int x;", "f {\n\t    g;\n#if\n\t}\n\t"],
    ["behind an indented line", "  int x;", "", "\n  f {\n      g;\n#if\n  }"],
  ])("%s", (_, before, after, expected) => {
    expect(textAt("f {\n  g;\n#if\n}\n", "c", { before, after, atTop: false }, spaces)).toBe(expected);
  });

  it("describes a Rust module only where it opens one", () => {
    const rust = "//! About.\nfn f() {}\n";
    const place = { before: "", after: "" };
    expect(textAt(rust, "rust", { ...place, atTop: true }, spaces)).toBe("//! About.\nfn f() {}");
    expect(textAt(rust, "rust", { ...place, atTop: false }, spaces)).toBe("// About.\nfn f() {}");
  });

  it("is what the preview shows, but for lines of its own", () => {
    const place = { before: "\t", after: "", atTop: false };
    expect(fitToPlace(code, "c", place, tabs)).toBe(`\t${textAt(code, "c", place, tabs)}\r\n`);
  });
});
