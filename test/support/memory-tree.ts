import { analyse, type Analysis } from "../../src/core/analysis";
import { defaultSettings, type ProjectSettings } from "../../src/core/project/discovery";
import { isInside, join, relativePath } from "../../src/core/project/paths";
import { settle, takeSnapshot, type SourceTree } from "../../src/core/project/source-tree";
import type { Snapshot, Uri } from "../../src/core/project/snapshot";
import { locateFindings, type LocatedFinding } from "../../src/core/report/located";
import type { Edit } from "../../src/core/rules/finding";

export const root: Uri = "memfs:/ws";

export type Files = Readonly<Record<string, string | Uint8Array>>;

/** A workspace that stands in a table: path → content. */
function memoryTree(files: Files, times: Readonly<Record<string, number>>): SourceTree {
  const byUri = new Map(Object.entries(files).map(([path, content]) => [join(root, path), content]));
  const changed = new Map(Object.entries(times).map(([path, time]) => [join(root, path), time]));
  const absent = { absent: "not there" };
  return {
    roots: [root],
    // `../x` stands outside the workspace: there, and not listed.
    list: () => Promise.resolve([...byUri.keys()].filter((uri) => isInside(uri, root)).sort()),
    readText: (uri) => {
      const content = byUri.get(uri);
      return Promise.resolve(
        content === undefined ? absent : typeof content === "string" ? content : new TextDecoder().decode(content),
      );
    },
    changedAt: (uri) => Promise.resolve(changed.get(uri) ?? null),
    readBytes: (uri) => {
      const content = byUri.get(uri);
      return Promise.resolve(
        content === undefined ? absent : typeof content === "string" ? new TextEncoder().encode(content) : content,
      );
    },
  };
}

export interface Checked extends Analysis {
  readonly snapshot: Snapshot;
  readonly located: readonly LocatedFinding[];
  /** `path:line code`, sorted: what most tests compare. */
  readonly lines: readonly string[];
}

/**
 * The whole analysis of a workspace in a table.
 * @param times when files were last changed, by path; nobody knows of the others
 */
export async function checkFiles(
  files: Files,
  settings: Partial<ProjectSettings> = {},
  times: Readonly<Record<string, number>> = {},
): Promise<Checked> {
  const own = { [root]: { ...defaultSettings, ...settings } };
  const tree = memoryTree(files, times);
  const { value, snapshot } = await settle(tree, await takeSnapshot(tree), (one) => analyse(one, own));
  const located = locateFindings(value.findings, snapshot);
  const lines = located.map((finding) => `${pathOf(finding.uri)}:${finding.start.line + 1} ${finding.code}`);
  return { ...value, snapshot, located, lines };
}

/** The path in the table that a URI stands for. */
export function pathOf(uri: Uri): string {
  return relativePath(uri, root);
}

/** The same files after the edits; fails where an edit's text does not stand where it says. */
export function applyEdits(files: Files, edits: readonly Edit[]): Files {
  const changed: Record<string, string | Uint8Array> = { ...files };
  const lastFirst = [...edits].sort((a, b) => b.range.start - a.range.start);
  for (const { range, current, replacement } of lastFirst) {
    const content = changed[pathOf(range.uri)];
    if (typeof content !== "string" || content.slice(range.start, range.end) !== current) {
      throw new Error(`"${current}" does not stand at ${range.uri}:${range.start}`);
    }
    changed[pathOf(range.uri)] = content.slice(0, range.start) + replacement + content.slice(range.end);
  }
  return changed;
}
