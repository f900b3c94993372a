import { describe, expect, it } from "vitest";
import { takesFunctions } from "../../../src/snippets/completion-place";

describe("takesFunctions in C and C++", () => {
  it.each([
    ["an empty file", ""],
    ["the start of a line", "int x;\n"],
    ["a word that begins a line", "int x;\njump_to"],
    ["behind a function", "void f(void)\n{\n}\n\nstm32"],
    ["indented behind a function", "void f(void)\n{\n}\n  stm32"],
    ["behind a comment", "/* { */ // {\n  own"],
    ["behind strings and characters", "char a[] = \"{ \\\" {\"; char b = '{'; char c = '\\'';\n  own"],
    ["a namespace", "namespace boot::rom {\n  own"],
    ['extern "C"', 'extern "C" {\n  own'],
    ["the margin, whatever braces say", "#if A\nvoid f() {\n#else\nvoid g() {\n#endif\n}\nown"],
    ["a raw string that is closed", 'auto s = R"x( " { )x";\n  own'],
  ])("yes: %s", (_, text) => {
    expect(takesFunctions(text, "cpp")).toBe(true);
  });

  it.each([
    ["a line comment", "// jump"],
    ["a line comment that goes on", "// a \\\njump"],
    ["a block comment", "/* a\njump"],
    ["a line of a block comment", "/*\n * jump"],
    ["a string", 'char *s = "jump'],
    ["an expression", "x = jump"],
    ["a function", "void f(void)\n{\n  jump"],
    ["a block in a namespace", "namespace a {\nvoid f() {\n    jump"],
    ["a member", "  a.jump"],
    ["a raw string", 'auto s = R"x(\njump'],
  ])("no: %s", (_, text) => {
    expect(takesFunctions(text, "cpp")).toBe(false);
  });
});

describe("takesFunctions in Rust", () => {
  it.each([
    ["the top level", "fn f<'a>(x: &'a str) {\n}\njump"],
    ["a module", "mod boot {\n    jump"],
    [
      "behind characters and strings",
      'const A: char = \'{\'; const B: &str = "{\n{"; const C: &str = r#"{""#;\n  jump',
    ],
  ])("yes: %s", (_, text) => {
    expect(takesFunctions(text, "rust")).toBe(true);
  });

  it.each([
    ["a function", "fn f<'a>(x: &'a str) {\n    jump"],
    ["an implementation", "impl A {\n    jump"],
    ["a doc comment", "/// jump"],
    ["a string over lines", 'const A: &str = "\njump'],
    ["a raw string", 'const A: &str = r#"\njump'],
  ])("no: %s", (_, text) => {
    expect(takesFunctions(text, "rust")).toBe(false);
  });
});
