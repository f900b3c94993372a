import { describe, expect, it } from "vitest";
import { findingsJson, findingsText } from "../../../../src/core/report/findings-report";
import { sarif } from "../../../../src/core/report/sarif";
import { checkFiles, pathOf, type Files } from "../../../support/memory-tree";
import { sampleFiles, workspaceNames } from "../../../support/sample-workspaces";

const files: Files = {
  "boot loader/STM32F407.ld": "MEMORY { FLASH (rx) : ORIGIN = 0x08000000, LENGTH = 32K }\n",
  "boot loader/größe#1.c": "\n  #define APP_ADDRESS 0x0800C000\n",
  "app/STM32F407.ld": "MEMORY\r\n{\r\n  FLASH (rx) : ORIGIN = 0x08008000, LENGTH = 992K\r\n}\r\n",
};

describe("findingsText", () => {
  it("writes lines as compilers do, with what belongs to them, and a count", async () => {
    const { located } = await checkFiles(files);
    expect(findingsText(located, pathOf).split("\n")).toEqual([
      "app/STM32F407.ld:3:25: error application-start-mismatch: ORIGIN(FLASH) puts the vector table of app at 0x08008000, but APP_ADDRESS in größe#1.c puts it at 0x0800C000.",
      "    boot loader/größe#1.c:2:23: APP_ADDRESS says 0x0800C000",
      "    fix: Start app at 0x08008000 in every file",
      "    fix: Start app at 0x0800C000 in every file",
      "boot loader/größe#1.c:2:23: error application-start-mismatch: APP_ADDRESS puts the vector table of app at 0x0800C000, but ORIGIN(FLASH) in STM32F407.ld puts it at 0x08008000.",
      "    app/STM32F407.ld:3:25: ORIGIN(FLASH) says 0x08008000",
      "    fix: Start app at 0x08008000 in every file",
      "    fix: Start app at 0x0800C000 in every file",
      "2 errors, 0 warnings, 0 notes.",
      "",
    ]);
  });

  it("says so when there is nothing", () => expect(findingsText([], pathOf)).toBe("No findings.\n"));
});

describe("findingsJson", () => {
  it("counts lines and columns from one", async () => {
    const { located } = await checkFiles(files);
    expect(findingsJson(located, pathOf)).toMatchObject([
      {
        file: "app/STM32F407.ld",
        line: 3,
        column: 25,
        endLine: 3,
        endColumn: 35,
        severity: "error",
        code: "application-start-mismatch",
        related: [{ line: 2, column: 23 }],
      },
      { line: 2, column: 23 },
    ]);
  });
});

/** The parts of SARIF 2.1.0 that GitHub and its like insist on (§3.13, §3.14, §3.19, §3.27–§3.30, §3.49). */
function faultsOf(log: unknown): string[] {
  const faults: string[] = [];
  const expectThat = (holds: boolean, what: string): void => {
    if (!holds) faults.push(what);
  };
  interface Location {
    physicalLocation: { artifactLocation: { uri: string }; region: Record<string, number> };
  }
  interface Log {
    $schema: string;
    version: string;
    runs: {
      tool: { driver: { name: string; rules: { id: string }[] } };
      columnKind: string;
      results: {
        ruleId: string;
        ruleIndex: number;
        level: string;
        message: { text: string };
        locations: Location[];
        relatedLocations: (Location & { id: number; message: { text: string } })[];
      }[];
    }[];
  }
  const { version, runs, $schema } = log as Log;
  expectThat(version === "2.1.0" && runs.length === 1 && $schema.includes("sarif-2.1.0"), "log");
  for (const { tool, results, columnKind } of runs) {
    const ids = tool.driver.rules.map((rule) => rule.id);
    expectThat(tool.driver.name === "bootsmith" && new Set(ids).size === ids.length, "driver");
    expectThat(columnKind === "utf16CodeUnits", "columnKind");
    for (const result of results) {
      expectThat(ids[result.ruleIndex] === result.ruleId, `ruleIndex of ${result.ruleId}`);
      expectThat(["error", "warning", "note", "none"].includes(result.level), `level ${result.level}`);
      expectThat(result.message.text !== "" && result.locations.length === 1, "message and location");
      expectThat(
        new Set(result.relatedLocations.map(({ id }) => id)).size === result.relatedLocations.length,
        "related ids",
      );
      for (const { physicalLocation } of [...result.locations, ...result.relatedLocations]) {
        const { uri } = physicalLocation.artifactLocation;
        expectThat(!/[\s#?\\]/.test(uri) && decodeURIComponent(uri) !== "", `uri ${uri}`);
        const { startLine = 0, startColumn = 0, endLine = 0, endColumn = 0 } = physicalLocation.region;
        expectThat(startLine >= 1 && startColumn >= 1, "one-based");
        expectThat(endLine > startLine || (endLine === startLine && endColumn >= startColumn), "region runs forward");
      }
    }
  }
  return faults;
}

describe("sarif", () => {
  it.each(workspaceNames())("of %s has the structure the standard asks for", async (workspace) => {
    const { located } = await checkFiles(sampleFiles(workspace));
    expect(faultsOf(sarif(located, pathOf, "1.2.3"))).toEqual([]);
  });

  it("writes file names as relative URIs", async () => {
    const { located } = await checkFiles(files);
    const log = sarif(located, pathOf, "1.2.3");
    expect(faultsOf(log)).toEqual([]);
    expect(JSON.stringify(log)).toContain('"uri":"boot%20loader/gr%C3%B6%C3%9Fe%231.c"');
  });

  it("carries fixes, one change per file, as replacements that a tool can make", async () => {
    const { located } = await checkFiles({
      "boot/STM32F407VG.ld": "MEMORY { FLASH (rx) : ORIGIN = 0x08000000, LENGTH = 64K }\n",
      "app/STM32F407VG.ld": "MEMORY { FLASH (rx) : ORIGIN = 0x08008000, LENGTH = 64K }\n",
    });
    const [result] = sarif(located, pathOf, "1.2.3").runs[0]?.results ?? [];
    const titles = located[0]?.fixes.map(({ title }) => title);
    expect(titles?.length).toBeGreaterThan(0);
    expect(result?.fixes?.map(({ description }) => description?.text)).toEqual(titles);
    for (const { artifactChanges } of result?.fixes ?? []) {
      const uris = artifactChanges.map(({ artifactLocation }) => artifactLocation.uri);
      expect(new Set(uris).size).toBe(uris.length);
      for (const { replacements } of artifactChanges)
        for (const { deletedRegion, insertedContent } of replacements) {
          expect(deletedRegion.startLine).toBe(1);
          expect(insertedContent?.text).toMatch(/^(0x0[0-9A-Fa-f]+|\d+K)$/);
        }
    }
  });

  it("sees a fault where there is one", () => {
    expect(faultsOf({ $schema: "", version: "2.0.0", runs: [] })).toEqual(["log"]);
  });
});
