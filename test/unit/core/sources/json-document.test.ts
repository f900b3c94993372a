import { describe, expect, it } from "vitest";
import { parseJson } from "../../../../src/core/sources/json-document";

const parse = (text: string): ReturnType<typeof parseJson> => parseJson({ uri: "memfs:/ws/a.json", text, hash: "" });

describe("parseJson", () => {
  it("knows where keys and values stand, strings without their quotes", () => {
    const text = '{ "a": "0x10", "b": 5, "c": ["x"], "d": null }';
    const { root, faults } = parse(text);
    expect(faults).toEqual([]);
    expect(
      root?.properties.map(({ key, value }) => [text.slice(key.range.start, key.range.end), value.source]),
    ).toEqual([
      ["a", "0x10"],
      ["b", "5"],
      ["c", '["x"]'],
      ["d", "null"],
    ]);
    expect([root?.member("a")?.string, root?.member("b")?.number, root?.member("c")?.items[0]?.string]).toEqual([
      "0x10",
      5,
      "x",
    ]);
    expect([root?.member("a")?.number, root?.member("b")?.string, root?.member("e")]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("accepts comments and trailing commas", () => {
    expect(parse('{ // why\n "a": 1, /* b */ }').faults).toEqual([]);
  });

  it("gives a key that stands twice twice, and the last one as the member", () => {
    const { root } = parse('{ "*": { "a": 1 }, "*": { "b": 2 } }');
    expect(root?.properties.length).toBe(2);
    expect(root?.member("*")?.member("b")?.number).toBe(2);
  });

  it.each(["", "{", '{ "a" }', '{ "a": }', "[1, 2", "{} {}", "\u0000", "nul"])(
    "reports a fault of %j inside the text",
    (text) => {
      const { faults } = parse(text);
      expect(faults.length).toBeGreaterThan(0);
      for (const { range } of faults) {
        expect(range.start).toBeGreaterThanOrEqual(0);
        expect(range.end).toBeLessThanOrEqual(Math.max(1, text.length + 1));
      }
    },
  );

  it("keeps what can be read of a broken file", () => {
    expect(parse('{ "a": 1, "b": ').root?.member("a")?.number).toBe(1);
  });

  it.each([
    ['{ "a" 1 }', "a colon is expected"],
    ['{ "a": }', "a value is expected"],
    ['{ "a": 1 "b": 2 }', "a comma is expected"],
    ["{ a: 1 }", "this word is not known"],
    ['{ "a": "x\n" }', "the string does not end"],
    ["{} {}", "the file should end here"],
    ["[".repeat(500), "it is nested too deep"],
  ])("says in words what is wrong in %j", (text, words) => expect(parse(text).faults[0]?.words).toBe(words));
});

describe("faults", () => {
  it("of junk are counted to a hundred", () => {
    expect(parse("x ".repeat(10_000)).faults.length).toBe(100);
  });
});
