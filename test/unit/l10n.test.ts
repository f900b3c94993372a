import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { sentences } from "../support/sentences";

const bundle = fileURLToPath(new URL("../../media/l10n/bundle.l10n.json", import.meta.url));

describe("sentences for people", () => {
  it("are literals, so that they can be translated; only `localize` passes on what core wrote", () => {
    expect(sentences().dynamic).toEqual(["workspace/l10n.ts:7"]);
  });

  it("all stand in the bundle that translators start from (npm run l10n)", () => {
    const expected = Object.fromEntries(sentences().templates.map((template) => [template, template]));
    expect(JSON.parse(readFileSync(bundle, "utf8"))).toEqual(expected);
  });
});
