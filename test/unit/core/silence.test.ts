import { describe, expect, it } from "vitest";
import { checkFiles, type Files } from "../../support/memory-tree";
import { flashPieces, plainProject, ramPieces, type SystemStyle } from "../../support/whole-flash-project";
import { referenceGeometry, type ReferenceCore, type ReferenceGeometry } from "./mcu/reference-rows";

/** What is said of a good project at warning level or above; it must be nothing. */
async function alarms(files: Files): Promise<string[]> {
  const { located } = await checkFiles(files);
  return located
    .filter(({ severity }) => severity !== "information")
    .map((one) => `${one.uri.replace(/^memfs:\/ws\//, "")}:${one.start.line + 1} ${one.code}: ${one.message}`);
}

function coreOf({ cores }: ReferenceGeometry, part: string): ReferenceCore {
  const variant = cores.find(({ condition }) => condition === null || condition.test(part));
  const core = variant?.cpus[0];
  if (core === undefined) throw new Error(`${part} has no core.`);
  return core;
}

describe("a plain project for the whole flash", () => {
  const rows = referenceGeometry();
  const families = new Set(rows.map(({ id }) => id.slice(0, 2)));

  it("is made for every row of the reference", () => {
    expect(rows.length).toBeGreaterThanOrEqual(232);
    expect(rows.flatMap(({ parts }) => parts).length).toBeGreaterThanOrEqual(440);
  });

  it.each([...families])("of every %s part gives no finding", async (family) => {
    const found: string[] = [];
    for (const row of rows.filter(({ id }) => id.startsWith(family))) {
      const layouts = row.layouts.length === 0 ? [[]] : row.layouts.map(({ banks }) => flashPieces(banks));
      for (const part of row.parts) {
        for (const flash of layouts) {
          for (const style of ["offset", "user-address"] satisfies SystemStyle[]) {
            const files = plainProject({ part, flash, ram: ramPieces(row), core: coreOf(row, part), style });
            found.push(...(await alarms(files)).map((alarm) => `${part} (${style}): ${alarm}`));
          }
        }
      }
    }
    expect(found).toEqual([]);
  });
});
