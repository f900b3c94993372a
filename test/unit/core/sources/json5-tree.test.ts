import fc from "fast-check";
import { getNodeValue } from "jsonc-parser";
import { describe, expect, it } from "vitest";
import { parseJson5 } from "../../../../src/core/sources/json5-tree";
import { parseMbedJson } from "../../../../src/core/sources/mbed-json";

const valueOf = (text: string): unknown => {
  const tree = parseJson5(text);
  return tree === undefined ? undefined : (getNodeValue(tree.node) as unknown);
};
const document = (text: string) => parseMbedJson({ uri: "memfs:/ws/mbed_app.json", text, hash: "" });

describe("parseJson5", () => {
  it.each<[string, unknown]>([
    ["{a: 1, $b_2: 0x1F, 'c': +3,}", { a: 1, $b_2: 31, c: 3 }],
    ["[.5, 5., -0x10, 1e3, Infinity,]", [0.5, 5, -16, 1000, Infinity]],
    ["'it\\'s \\x41\\u0042 \\\nhere'", "it's AB here"],
    ["// one\n/* two */ {/**/}", {}],
    ["[null, true, false]", [null, true, false]],
  ])("reads %j", (text, value) => expect(valueOf(text)).toEqual(value));

  it.each([
    "{a 1}",
    "{a: 1 b: 2}",
    "[1 2]",
    "[,]",
    "'open",
    '"a\nb"',
    "{} x",
    "",
    "/* open",
    "nul",
    "{: 1}",
    "0x",
    "[",
  ])("refuses %j", (text) => expect(parseJson5(text)).toBeUndefined());

  it("reads all JSON as JSON.parse does, and finds nothing in it that JSON does not have", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const value: unknown = JSON.parse(text);
        // Neither keeps the order of such a key, nor does a plain object.
        fc.pre(!text.includes("__proto__"));
        expect(valueOf(text)).toEqual(value);
        expect(parseJson5(text)?.firstExtension).toBeUndefined();
      }),
      { seed: 5, numRuns: 300 },
    );
  });

  it("ends on junk of any length and depth", () => {
    expect(parseJson5("[".repeat(100_000))).toBeUndefined();
    expect(parseJson5(`${" ".repeat(1_000_000)}1`)?.node.value).toBe(1);
    expect(parseJson5("//\n".repeat(300_000))).toBeUndefined();
  });
});

describe("parseMbedJson", () => {
  it.each<[string, string | undefined]>([
    ['{ "a": 1 }', undefined],
    ['{ "a": 1, }', "comments 10"],
    ['{ "a": /* c */ 1 }', "comments 7"],
    ['{ "a": 0x10 }', "json5 7"],
    ["{ a: 1 }", "json5 2"],
  ])("%j: %s", (text, beyond) => {
    const { faults, beyondJson } = document(text);
    expect(faults).toEqual([]);
    expect(beyondJson && `${beyondJson.what} ${beyondJson.range.start}`).toBe(beyond);
  });

  it("has the ranges of keys without quotes", () => {
    const [property] = document("{ key: 'value' }").root?.properties ?? [];
    expect(property?.key.source).toBe("key");
    expect(property?.value.source).toBe("value");
  });

  it("keeps the faults of what neither is", () => {
    expect(document('{ "a": }').faults.map(({ reason }) => reason)).toEqual(["ValueExpected"]);
  });
});
