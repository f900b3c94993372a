import { describe, expect, it } from "vitest";
import { checkFiles, type Files } from "../../support/memory-tree";
import { sampleFiles, workspaceNames } from "../../support/sample-workspaces";
import { bootloaderAndApplication, ramProjects, variants } from "../../support/variant-projects";
import { flashPieces, plainProject, ramPieces, type SystemStyle } from "../../support/whole-flash-project";
import { referenceGeometry, referenceRows, type ReferenceCore, type ReferenceGeometry } from "./mcu/reference-rows";

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

const rows = referenceGeometry();
/** Rows whose sources contradict each other: what nobody knows for sure, no rule speaks of. */
const doubtful = new Set(
  referenceRows("geometry-options.txt").flatMap(([id = "", , , , , , , doubt]) => (doubt === "yes" ? [id] : [])),
);
const families = [...new Set(rows.map(({ id }) => id.slice(0, 2)))];

/** Every part of a family with its row: 440 parts, one for each line and flash size that is sold. */
function partsOf(family: string): { row: ReferenceGeometry; part: string; core: ReferenceCore }[] {
  return rows
    .filter(({ id }) => id.startsWith(family))
    .flatMap((row) => row.parts.map((part) => ({ row, part, core: coreOf(row, part) })));
}

describe("a plain project for the whole flash", () => {
  it("is made for every row of the reference", () => {
    expect(rows.length).toBeGreaterThanOrEqual(232);
    expect(rows.flatMap(({ parts }) => parts).length).toBeGreaterThanOrEqual(440);
  });

  it.each(families)("of every %s part gives no finding", async (family) => {
    const found: string[] = [];
    for (const { row, part, core } of partsOf(family)) {
      const layouts = row.layouts.length === 0 ? [[]] : row.layouts.map(({ banks }) => flashPieces(banks));
      for (const flash of layouts) {
        for (const style of ["offset", "user-address"] satisfies SystemStyle[]) {
          const files = plainProject({ part, flash, ram: ramPieces(row), core, style });
          found.push(...(await alarms(files)).map((alarm) => `${part} (${style}): ${alarm}`));
        }
      }
    }
    expect(found).toEqual([]);
  });

  /** Silence must not come from not knowing the chip. */
  it.each(families)("of a %s part gives one as soon as its flash is too long", async (family) => {
    for (const { row, part, core } of partsOf(family).slice(0, 3)) {
      const pieces = row.layouts.map(({ banks }) => flashPieces(banks)[0]!.size);
      const [first] = row.layouts.map(({ banks }) => flashPieces(banks)[0]);
      if (first === undefined || doubtful.has(row.id)) continue;
      const flash = [{ ...first, size: Math.max(...pieces) + 0x400 }];
      const files = plainProject({ part, flash, ram: ramPieces(row), core, style: "offset" });
      expect(await alarms(files), part).not.toEqual([]);
    }
  });
});

/** The first part of each row of a family. */
function firstPartsOf(family: string): ReturnType<typeof partsOf> {
  return partsOf(family).filter(({ row, part }) => row.parts[0] === part);
}

describe("projects for a part of the flash", () => {
  it.each(families)("a bootloader and an application on %s parts give no finding", async (family) => {
    const found: string[] = [];
    for (const { row, part, core } of firstPartsOf(family)) {
      const files = bootloaderAndApplication(row, part, core);
      if (files !== undefined) found.push(...(await alarms(files)).map((alarm) => `${part}: ${alarm}`));
    }
    expect(found).toEqual([]);
  });

  /** Silence must not come from not seeing that the two belong together. */
  it.each(families)("a bootloader that jumps elsewhere on a %s part gives one", async (family) => {
    const [{ row, part, core }] = firstPartsOf(family) as [ReturnType<typeof partsOf>[number]];
    const files = bootloaderAndApplication(row, part, core);
    const main = "bootloader/Core/Src/main.c";
    const elsewhere = String(files?.[main]).replace(/(APP_ADDRESS 0x\w+)00UL/, "$140UL");
    if (files !== undefined) expect(await alarms({ ...files, [main]: elsewhere }), part).not.toEqual([]);
  });

  it.each(families)("programs in RAM on %s parts give no finding", async (family) => {
    const found: string[] = [];
    for (const { row, part, core } of firstPartsOf(family))
      found.push(...(await alarms(ramProjects(row, part, core))).map((alarm) => `${part}: ${alarm}`));
    expect(found).toEqual([]);
  });

  it.each(Object.entries(variants))("%s: no finding", async (_, files) => {
    expect(await alarms(files)).toEqual([]);
  });

  it.each(workspaceNames().filter((name) => !name.includes("broken")))(
    "%s, as it is: no finding",
    async (workspace) => {
      expect(await alarms(sampleFiles(workspace))).toEqual([]);
    },
  );
});
