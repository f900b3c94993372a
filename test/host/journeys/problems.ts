import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Planted } from "../../support/sample-workspaces";
import type { Workbench } from "../workbench";

export const name = "every planted mistake stands in the Problems panel at its line, and nothing else does";

/** All sample workspaces at once: the broken ones and their corrected twins. */
export const sample = ".";

export async function run(bench: Workbench): Promise<void> {
  const planted = JSON.parse(readFileSync(join(bench.workspace, "planted.json"), "utf8")) as Planted[];
  const expected = planted.map((one) => `${one.workspace}/${one.file}:${one.line} ${one.code}`).sort();
  const own = await bench.waitForProblems((problems) => problems.length >= expected.length, "all findings are shown");
  const shown = own
    .filter((problem) => problem.source === "bootsmith")
    .map(
      (problem) =>
        `${problem.folder === "" ? "" : `${problem.folder}/`}${problem.file}:${problem.line} ${problem.code}`,
    )
    .sort();
  await bench.screenshot("problems");
  assert.deepEqual(shown, expected);
}
