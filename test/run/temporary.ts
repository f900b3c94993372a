import { cpSync, existsSync, mkdtempSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sampleWorkspaces } from "./paths";

/** A new empty folder that the caller removes. */
export function temporaryFolder(purpose: string): string {
  return mkdtempSync(join(realpathSync(tmpdir()), `bootsmith-${purpose}-`));
}

/** Copies a sample workspace to `target`, so that edits do not touch the fixtures. Returns `target`. */
export function copySample(sample: string, target: string): string {
  const source = join(sampleWorkspaces, sample);
  if (!existsSync(source)) throw new Error(`There is no sample workspace ${sample}.`);
  cpSync(source, target, { recursive: true });
  return target;
}
