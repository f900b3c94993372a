import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { readerCodes, rules } from "../../../../src/core/rules/all-rules";

const folder = fileURLToPath(new URL("../../../../media/rules", import.meta.url));
const codes = [...Object.keys(rules), ...readerCodes];

describe("help pages", () => {
  it("exist for every code, and for nothing else", () => {
    expect(readdirSync(folder).sort()).toEqual(codes.map((code) => `${code}.md`).sort());
  });

  it.each(codes)("%s shows a failing and a mended example", (code) => {
    const page = readFileSync(`${folder}/${code}.md`, "utf8");
    expect(page).toContain(`# \`${code}\``);
    for (const heading of ["## Why it matters", "## Fails", "## Mended"]) expect(page).toContain(heading);
    expect(page.match(/```/g)?.length).toBeGreaterThanOrEqual(4);
  });
});
