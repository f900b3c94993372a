import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Mocha from "mocha";
import { hostRun } from "./run-environment";

interface TestResult {
  readonly title: string;
  readonly error: string | undefined;
}

/**
 * VS Code calls this in the extension host. Runs the bundled tests that lie beside this file: those directly in
 * `suite/`, and those in the folder named as this run. Writes what happened to the run's result file.
 */
export async function run(): Promise<void> {
  const { name, resultFile } = hostRun();
  const mocha = new Mocha({ ui: "bdd", timeout: 30_000, color: false, forbidOnly: true, forbidPending: true });
  for (const file of testFiles(join(__dirname, "suite"), name)) mocha.addFile(file);
  const results = await new Promise<TestResult[]>((resolve) => {
    const all: TestResult[] = [];
    mocha
      .run(() => resolve(all))
      .on("pass", (test) => all.push({ title: test.fullTitle(), error: undefined }))
      .on("fail", (test, error: Error) => all.push({ title: test.fullTitle(), error: error.stack ?? error.message }));
  });
  writeFileSync(resultFile, JSON.stringify(results, undefined, 2));
  const failed = results.filter((result) => result.error !== undefined).length;
  if (results.length === 0) throw new Error(`No test was found for the run "${name}".`);
  if (failed > 0) throw new Error(`${failed} of ${results.length} tests failed.`);
}

function testFiles(folder: string, name: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(".test.js"))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => {
      const parts = path.slice(folder.length + 1).split(/[\\/]/);
      return parts.length === 1 || parts[0] === name;
    });
}
