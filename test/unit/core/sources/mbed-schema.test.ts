import { describe, expect, it } from "vitest";
import manifest from "../../../../package.json";
import app from "../../../../media/schemas/mbed_app.schema.json";
import lib from "../../../../media/schemas/mbed_lib.schema.json";
import { mbedKeys, obeys, toolNames } from "../../../../src/core/sources/mbed-keys";

const hovers = (schema: { definitions: { scope: { properties: Record<string, { markdownDescription: string }> } } }) =>
  new Map(
    Object.entries(schema.definitions.scope.properties).map(([key, { markdownDescription }]) => [
      key,
      markdownDescription,
    ]),
  );

describe("schemas of Mbed files", () => {
  it.each(Object.entries(mbedKeys))("explain target.%s, and name who obeys it first", (name, { mode }) => {
    const hover = hovers(app).get(`target.${name}`) ?? "";
    const [first = ""] = Object.entries(toolNames).flatMap(([tool, words]) =>
      obeys(tool as keyof typeof toolNames, mode) ? [words.replace(/ \(.*\)$/, "")] : [],
    );
    expect(hover.split("\n\n").at(-1)).toMatch(new RegExp(`^Obeyed by \\*\\*${first}\\*\\*`));
  });

  it("let a library change what places an image, and nothing else of the target", () => {
    const ofTarget = [...hovers(lib).keys()].sort();
    const placing = Object.keys(mbedKeys).filter((name) => name !== "memory_bank_config");
    expect(ofTarget).toEqual(placing.map((name) => `target.${name}`).sort());
  });

  it("refuse no key: other libraries have parameters of their own", () => {
    for (const schema of [app, lib]) {
      expect(schema).not.toHaveProperty("additionalProperties");
      expect(schema.definitions.scope).not.toHaveProperty("additionalProperties");
    }
  });

  it.each(["mbed_app.json", "mbed_lib.json"])("are contributed for %s", (name) => {
    const contributed = manifest.contributes.jsonValidation.find(({ fileMatch }) => fileMatch.includes(name));
    expect(contributed?.url).toBe(`./media/schemas/${name.replace(".json", "")}.schema.json`);
  });
});
