import type { BootLayout } from "./layout/boot-layout";
import { buildLayouts } from "./layout/build-layouts";
import { discover, type ProjectSettings } from "./project/discovery";
import { SnapshotReader, type Reading, type Snapshot, type Uri } from "./project/snapshot";
import { checkSteps } from "./rules/check";
import type { Finding } from "./rules/finding";
import { withLevels } from "./rules/levels";
import { finish, type Steps } from "./steps";

export { isFindingCode } from "./rules/all-rules";
export { suppressionEdit } from "./rules/suppression";

/** What Bootsmith knows of a workspace: where everything lies, and what is wrong with it. */
export interface Analysis {
  readonly layouts: readonly BootLayout[];
  readonly findings: readonly Finding[];
}

/** The whole way forward: snapshot → image sets → layouts → findings. `settings` by workspace folder. */
export function analyse(snapshot: Snapshot, settings: Readonly<Record<Uri, ProjectSettings>>): Reading<Analysis> {
  return finish(analysisSteps(snapshot, settings));
}

/** {@link analyse} in steps, for a host that has to stay responsive: one file, one set or one layout each. */
export function* analysisSteps(
  snapshot: Snapshot,
  settings: Readonly<Record<Uri, ProjectSettings>>,
): Steps<Reading<Analysis>> {
  const files = new SnapshotReader(snapshot);
  const { sets, problems, levels } = yield* discover(files, settings);
  const layouts: BootLayout[] = [];
  for (const set of sets) layouts.push(...(yield* buildLayouts(set, files)));
  const findings = yield* checkSteps(layouts, problems);
  return files.settle({ layouts, findings: withLevels(findings, levels, settings, files) });
}
