import { describe, expect, it } from "vitest";
import icf from "../../../media/language/icf.tmLanguage.json";
import scatter from "../../../media/language/arm-scatter.tmLanguage.json";

interface Pattern {
  readonly name?: string;
  readonly match?: string;
  readonly begin?: string;
  readonly end?: string;
  readonly include?: string;
  readonly patterns?: readonly Pattern[];
  readonly captures?: Readonly<Record<string, { readonly name: string }>>;
}

interface Grammar {
  readonly patterns: readonly Pattern[];
  readonly repository: Readonly<Record<string, Pattern>>;
}

/** The plain patterns of a grammar in order, includes replaced. */
function flat(grammar: Grammar, patterns: readonly Pattern[] = grammar.patterns): Pattern[] {
  return patterns.flatMap((pattern) => {
    const included = pattern.include === undefined ? pattern : grammar.repository[pattern.include.slice(1)];
    if (included === undefined) throw new Error(`${pattern.include ?? ""} is not in the repository`);
    return included.patterns === undefined ? [included] : flat(grammar, included.patterns);
  });
}

/** `word scope` of a line as a TextMate engine finds them: the leftmost match counts, of several the first pattern's. */
function scopes(grammar: Grammar, line: string): string[] {
  const found: string[] = [];
  let rest = 0;
  while (rest < line.length) {
    const matches = flat(grammar).flatMap((pattern) => {
      const block = pattern.begin === undefined ? undefined : `${pattern.begin}.*?${pattern.end ?? ""}`;
      const regex = new RegExp(pattern.match ?? block ?? "", "dg");
      regex.lastIndex = rest;
      const match = regex.exec(line);
      return match === null || match[0] === "" ? [] : [{ pattern, match }];
    });
    const [first] = matches.sort((a, b) => a.match.index - b.match.index);
    if (first === undefined) break;
    const { pattern, match } = first;
    if (pattern.name !== undefined) found.push(`${match[0]} ${pattern.name}`);
    for (const [group, { name }] of Object.entries(pattern.captures ?? {})) {
      const text = match[Number(group)];
      if (text !== undefined) found.push(`${text} ${name}`);
    }
    rest = match.index + match[0].length;
  }
  return found.map((one) => one.replace(/\.(icf|arm-scatter)$/, ""));
}

describe("the grammar of IAR's files", () => {
  it.each<[string, string[]]>([
    [
      "define exported symbol A = 0x400; // size",
      [
        "define keyword.control",
        "exported storage.modifier",
        "symbol storage.type",
        "A variable.other.constant",
        "= keyword.operator",
        "0x400 constant.numeric",
        "// size comment.line.double-slash",
      ],
    ],
    [
      "define region ROM = mem:[from start(B) to 4G - 1];",
      [
        "define keyword.control",
        "region storage.type",
        "ROM entity.name.type",
        "= keyword.operator",
        "from keyword.control",
        "start support.function",
        "to keyword.control",
        "4G constant.numeric",
        "- keyword.operator",
        "1 constant.numeric",
      ],
    ],
    [
      '"P": place at start of ROM { readonly section .intvec };',
      [
        '"P" entity.name.section',
        "place keyword.control",
        "at keyword.control",
        "start of keyword.control",
        "readonly storage.modifier",
        "section storage.modifier",
        ".intvec entity.name.section",
      ],
    ],
    ["if (!isdefinedsymbol(X)) {", ["if keyword.control", "! keyword.operator", "isdefinedsymbol support.function"]],
  ])("%s", (line, expected) => {
    expect(scopes(icf, line)).toEqual(expected);
  });
});

describe("the grammar of Arm's files", () => {
  it.each<[string, string[]]>([
    ["#! armclang -E -x c", ["#! armclang -E -x c comment.line.shebang"]],
    ["#if defined(A)", ["#if keyword.control.directive", "defined support.function"]],
    [
      "LR_IROM1 0x08000000 0x100000 { ; load region",
      [
        "LR_IROM1 entity.name.type",
        "0x08000000 constant.numeric",
        "0x100000 constant.numeric",
        "; load region comment.line.semicolon",
      ],
    ],
    ["  *.o (RESET, +First)", ["* keyword.operator", "RESET entity.name.section", "+First storage.modifier"]],
    [
      "  .ANY (+RO) *(InRoot$$Sections)",
      [".ANY keyword.control", "+RO storage.modifier", "* keyword.operator", "InRoot$$Sections entity.name.section"],
    ],
    [
      "  ARM_LIB_STACK AlignExpr(+0, 8) EMPTY -0x400 { }",
      [
        "ARM_LIB_STACK entity.name.type",
        "AlignExpr support.function",
        "+ keyword.operator",
        "0 constant.numeric",
        "8 constant.numeric",
        "EMPTY storage.modifier",
        "- keyword.operator",
        "0x400 constant.numeric",
      ],
    ],
  ])("%s", (line, expected) => {
    expect(scopes(scatter, line)).toEqual(expected);
  });
});
