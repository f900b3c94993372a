import { describe, expect, it } from "vitest";
import { english } from "../../../src/core/text";
import { applyEdits, checkFiles } from "../../support/memory-tree";
import { planted, sampleFiles, workspaceNames } from "../../support/sample-workspaces";

describe("sample workspaces", () => {
  it.each(workspaceNames())("%s has exactly the planted findings", async (workspace) => {
    const expected = planted
      .filter((one) => one.workspace === workspace)
      .map((one) => `${one.file}:${one.line} ${one.code}`);
    const { lines } = await checkFiles(sampleFiles(workspace));
    expect([...lines].sort()).toEqual([...expected].sort());
  });

  it("plants at least twelve mistakes, of at least ten kinds", () => {
    expect(planted.length).toBeGreaterThanOrEqual(12);
    expect(new Set(planted.map((one) => one.code)).size).toBeGreaterThanOrEqual(10);
  });

  /** Mends that are right by themselves and lay another mistake bare: the 64 KiB limit is readable then, and contradicts the image. */
  const uncovers = new Set(["mbed-bootloader-broken-1 bootloader/mbed_app.json:10 mbed-value"]);

  it.each(workspaceNames().filter((name) => name.includes("broken")))(
    "every fix in %s takes its finding away and adds none",
    async (workspace) => {
      const files = sampleFiles(workspace);
      const before = await checkFiles(files);
      for (const [index, finding] of before.findings.entries()) {
        const line = before.lines[index] ?? "";
        for (const fix of finding.fixes) {
          const after = await checkFiles(applyEdits(files, fix.edits));
          expect(after.lines, english(fix.title)).not.toContain(line);
          if (!uncovers.has(`${workspace} ${line}`)) {
            expect(
              after.lines.filter((one) => !before.lines.includes(one)),
              english(fix.title),
            ).toEqual([]);
          }
        }
      }
    },
  );
});
