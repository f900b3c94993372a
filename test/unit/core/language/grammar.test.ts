import { describe, expect, it } from "vitest";
import grammar from "../../../../media/language/linkerscript.tmLanguage.json";
import { keywordOf } from "../../../../src/core/language/keywords";
import { keywords } from "../../../../src/core/language/keyword-rows";

const { commands, functions, types, discard } = grammar.repository;
const coloured = [commands, functions, types, discard].map(({ match }) => new RegExp(match));

describe("the words of the GNU ld language", () => {
  it.each(keywords.map(({ name }) => name))("%s has a colour", (name) => {
    expect(coloured.some((pattern) => pattern.exec(name)?.[0] === name)).toBe(true);
  });

  it("have one sentence each, and one entry", () => {
    expect(new Set(keywords.map(({ name }) => name)).size).toBe(keywords.length);
    for (const { help } of keywords) expect(help.template).toMatch(/^[^\n]{10,140}\.$/);
  });

  it("short spellings count as the long ones in front of an equals sign only", () => {
    expect(keywordOf("org", true)).toBe(keywordOf("ORIGIN", false));
    expect(keywordOf("l", true)).toBe(keywordOf("LENGTH", false));
    expect(keywordOf("l", false)).toBeUndefined();
  });
});
