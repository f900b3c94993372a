import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formattingEdits, type FormattingStyle } from "../../../../src/core/language/formatting";
import { complaints, read, regionTable, symbolTable } from "../linker/reading";
import * as scripts from "../linker/realistic-scripts";

const two: FormattingStyle = { tabSize: 2, insertSpaces: true };

function format(source: string, style = two): string {
  let text = source;
  for (const edit of [...formattingEdits(source, style)].reverse()) {
    expect(source.slice(edit.start, edit.end) + edit.text).toMatch(/^[ \t]*$/);
    text = text.slice(0, edit.start) + edit.text + text.slice(edit.end);
  }
  return text;
}

/** What must stay: every chunk between white space, comments and preprocessor lines to the letter. */
function kept(source: string): unknown {
  return {
    chunks: source.split(/\s+/).filter((chunk) => chunk !== ""),
    // Strings, comments and directives; in `lib/*.o(.text)` no comment begins.
    verbatim: source.match(
      /"[^"]*"|(?!(?<=\w)\/\*[\w.?-]+[ \t]*\()\/\*[^]*?(?:\*\/|$)|\/\/[^\n]*|(?<=^[ \t]*)#(?:\\\r?\n|[^\n])*|#[^\n]*/gm,
    ),
    lines: source.split("\n").length,
  };
}

describe("formatting a script", () => {
  it("indents by braces, and brings the columns of MEMORY in line", () => {
    const script = `MEMORY {
FLASH (rx) : ORIGIN = 0x08000000,   LENGTH = 1M /* whole */
    /* of two kinds */
      CCMRAM      (rwx) : ORIGIN = 0x10000000, LENGTH = 64K   /* data only */
RAM : ORIGIN = 0x20000000, LENGTH = 128K
}
SECTIONS
{
.text :
{
. = ALIGN(4);
      *(.text)
    KEEP (
        *(.init)
    )
      } >FLASH
_end = 1 +
    2;
}
`;
    expect(format(script)).toBe(`MEMORY {
  FLASH  (rx)  : ORIGIN = 0x08000000, LENGTH = 1M   /* whole */
  /* of two kinds */
  CCMRAM (rwx) : ORIGIN = 0x10000000, LENGTH = 64K  /* data only */
  RAM          : ORIGIN = 0x20000000, LENGTH = 128K
}
SECTIONS
{
  .text :
  {
    . = ALIGN(4);
    *(.text)
    KEEP (
        *(.init)
    )
  } >FLASH
  _end = 1 +
      2;
}
`);
  });

  it("leaves comments of several lines, directives and continued lines alone", () => {
    const script = `SECTIONS {
      /* one
         two */
#ifdef A
    #define LONG_ONE  1 + \\
          2
#endif
 . = 1 \\
      + 2;
# a note
}`;
    expect(format(script)).toBe(script.replace("\n . = 1", "\n  . = 1"));
  });

  it("a brace that each branch of an #if opens counts once", () => {
    const script = `SECTIONS
{
#ifdef A
  .a : {
#else
  .b : {
#endif
    *(.x)
  }
  x = 1;
}
`;
    expect(format(script)).toBe(script);
  });

  it("never puts white space where there was none", () => {
    const script = `MEMORY {\n  A(rx) : ORIGIN = 0, LENGTH = 1K/* a */\n  LONGER(rx): ORIGIN=0, LENGTH=1K\n}\n`;
    expect(format(script)).toBe(script);
  });

  it("writes tabs where the editor wants them, and keeps CRLF", () => {
    expect(format("SECTIONS {\r\n      .a : { }  \r\n}\r\n", { tabSize: 4, insertSpaces: false })).toBe(
      "SECTIONS {\r\n\t.a : { }\r\n}\r\n",
    );
  });

  const texts = Object.entries<unknown>(scripts).flatMap(([name, script]) =>
    typeof script === "string" ? [[name, script] as const] : [],
  );

  it.each(texts)("of %s changes nothing that a linker reads, and nothing more the second time", (_, script) => {
    const formatted = format(script);
    expect(kept(formatted)).toEqual(kept(script));
    expect(format(formatted)).toBe(formatted);
    const [before, after] = [read(script), read(formatted)];
    expect([regionTable(after), symbolTable(after), complaints(after)]).toEqual([
      regionTable(before),
      symbolTable(before),
      complaints(before),
    ]);
  });

  it("of any text changes white space alone, and nothing more the second time", () => {
    const piece = fc.constantFrom(
      ...[
        "MEMORY",
        "SECTIONS",
        "{",
        "}",
        "{\n",
        "}\n",
        ";\n",
        " ",
        "  ",
        "\t",
        "\n",
        "\r\n",
        "\\\n",
        "/*",
        "*/",
        "//",
        "#",
      ],
      ...[
        "#if A\n",
        "#else\n",
        "#endif\n",
        "#define X 1 \\\n",
        "FLASH (rx) : ORIGIN = 0x0,  LENGTH = 1K",
        "RAM : org = 0 len = 2",
        '"',
        "(",
        ")",
      ],
      ...[".text :", "*(.data)", "lib/*.o(.x)", "> RAM", "AT> FLASH", "= 1 +", ",", "${X}", "{{ y }}", "{% if %}"],
    );
    const style = fc.record({ tabSize: fc.constantFrom(2, 3, 4, 8), insertSpaces: fc.boolean() });
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), style, (pieces, one) => {
        const source = pieces.join("");
        const formatted = format(source, one);
        expect(kept(formatted)).toEqual(kept(source));
        expect(format(formatted, one)).toBe(formatted);
      }),
      { seed: 5, numRuns: 5000 },
    );
  });
});
