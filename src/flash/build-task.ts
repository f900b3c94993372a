/** A task of the workspace, as far as choosing one to build with needs it. */
export interface TaskSummary {
  readonly name: string;
  /** `Workspace`, `npm`, `cmake` … */
  readonly source: string;
  /** Folder it belongs to; null for a task of the whole workspace. */
  readonly folder: string | null;
  readonly isBuild: boolean;
  /** It is what “Run Build Task” runs. */
  readonly isDefault: boolean;
}

/** What a build task is remembered as. */
export function taskKey({ source, name }: Pick<TaskSummary, "source" | "name">): string {
  return `${source}: ${name}`;
}

/**
 * The tasks that may build a folder, best first: the remembered one, else the default ones, else all of group build.
 * One = run it; several = ask; none = there is no build task.
 * @param remembered key of the one chosen before, or null
 */
export function buildTasks<T extends TaskSummary>(
  tasks: readonly T[],
  folder: string | null,
  remembered: string | null,
): readonly T[] {
  const own = tasks.filter((task) => task.isBuild && (task.folder === null || task.folder === folder));
  const known = own.filter((task) => taskKey(task) === remembered);
  const standard = own.filter((task) => task.isDefault);
  return [known, standard].find((some) => some.length === 1) ?? (standard.length > 0 ? standard : own);
}

/** Which processes of tasks ended since the build began, and with what. */
export interface EndedProcess {
  readonly own: boolean;
  readonly code: number | undefined;
}

/**
 * Exit code of a build, told from what ended: its own process, or, for a task that only depends on others, theirs.
 * @param ended in the order they ended
 * @param over VS Code says that the task itself is over
 * @returns undefined while it runs; null when it is over and no process told a code
 */
export function buildCode(ended: readonly EndedProcess[], over: boolean): number | null | undefined {
  const own = ended.find((process) => process.own);
  if (own !== undefined) return own.code ?? null;
  // A task whose dependency fails is never started, and never ends.
  const failed = ended.find(({ code }) => code !== undefined && code !== 0);
  if (failed?.code !== undefined) return failed.code;
  if (!over) return undefined;
  return ended.some(({ code }) => code === 0) ? 0 : null;
}
