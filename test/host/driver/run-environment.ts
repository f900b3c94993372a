/** The VS Code windows in which the suite runs. */
export const runNames = ["file", "memfs", "restricted"] as const;
export type RunName = (typeof runNames)[number];

export interface HostRun {
  readonly name: RunName;
  readonly resultFile: string;
}

/** What the launcher told this extension host (`launch.ts` sets these variables). */
export function hostRun(): HostRun {
  const { BOOTSMITH_RUN: name, BOOTSMITH_RESULTS: resultFile } = process.env;
  const known = runNames.find((run) => run === name);
  if (known === undefined || resultFile === undefined)
    throw new Error("Host tests are started by test/host/launch.ts.");
  return { name: known, resultFile };
}
