import { atRoot, folderOf, isInside, join } from "../project/paths";
import type { SnapshotReader, SourceRange, Uri } from "../project/snapshot";
import { text } from "../text";
import type { Problems } from "./problems";

/** Where a file is looked for: `"file"` and INCLUDE, `<file>`, `#include_next`. */
export type Search = "quoted" | "angled" | "next";

/** More files than this in one script is a loop of includes that multiply. */
const MAX_FILES = 1000;
/** Characters of all included files together; the same file counts every time. */
const MAX_INCLUDED = 4 * 2 ** 20;

/** Finds and reads the files of a script: next to the including file, then along the include paths. */
export class ScriptLoader {
  private readonly texts = new Map<Uri, string>();
  private opened = 0;
  private included = 0;
  /** True once a file could not be had: what it would have said is unknown. */
  incomplete = false;
  /** True once an `#include` was not found, so that every word may be a macro which that file defines. */
  missesMacros = false;

  constructor(
    private readonly files: SnapshotReader,
    private readonly includePaths: readonly Uri[],
    private readonly problems: Problems,
  ) {}

  /** The files read so far, in order. */
  read(): readonly Uri[] {
    return [...this.texts.keys()];
  }

  readonly sourceOf = (uri: Uri): string | undefined => this.texts.get(uri);

  /** The text of a file, or undefined where it is absent or not loaded yet. */
  load(uri: Uri): string | undefined {
    const file = this.files.text(uri);
    if (file !== undefined) {
      this.texts.set(uri, file.text);
    }
    return file?.text;
  }

  /** Finds an included file; a missing one is a warning at `at`, because generated files are often absent. */
  include(name: string, from: Uri, at: SourceRange, search: Search = "quoted"): { uri: Uri; text: string } | null {
    if (++this.opened > MAX_FILES) {
      this.incomplete = true;
      this.problems.add("linker-script-include", "error", at, text("More than {0} files are included.", MAX_FILES));
      return null;
    }
    const found = this.find(name, from, search);
    const source = found === undefined ? undefined : this.load(found);
    this.included += source?.length ?? 0;
    if (this.included > MAX_INCLUDED) {
      this.incomplete = true;
      this.problems.add(
        "linker-script-include",
        "error",
        at,
        text("More than {0} MiB are included.", MAX_INCLUDED / 2 ** 20),
      );
      return null;
    }
    if (found !== undefined && source !== undefined) {
      return { uri: found, text: source };
    }
    this.incomplete = true;
    const message = text("The included file {0} was not found; what it defines is unknown here.", name);
    this.problems.add("linker-script-include", "warning", at, message);
    return null;
  }

  /** Files of the workspace, and those in a configured folder outside it: nothing else is opened, whatever a script names. */
  private mayRead(uri: Uri): boolean {
    if (this.files.lists(uri)) return true;
    const { roots } = this.files.snapshot;
    return this.includePaths.some((path) => isInside(uri, path) && !roots.some((root) => isInside(path, root)));
  }

  /** The first file of that name that is there; one that is listed and not loaded yet counts as absent, and is noted. */
  find(name: string, from: Uri, search: Search): Uri | undefined {
    return this.candidates(name, from, search).find((uri) => this.mayRead(uri) && this.files.text(uri) !== undefined);
  }

  /** A file that includes itself, directly or by way of others. */
  reportCycle(name: string, at: SourceRange): null {
    this.incomplete = true;
    this.problems.add("linker-script-include", "error", at, text("The file {0} includes itself.", name));
    return null;
  }

  private candidates(name: string, from: Uri, search: Search): Uri[] {
    const path = name.replace(/\\/g, "/");
    if (/^(?:\/|[A-Za-z]:\/)/.test(path)) return [atRoot(from, path)];
    return this.folders(folderOf(from), search).map((folder) => join(folder, path));
  }

  private folders(own: Uri, search: Search): Uri[] {
    const paths = this.includePaths;
    switch (search) {
      case "quoted":
        return [own, ...paths];
      case "angled":
        // GCC does not look next to the file; a build whose -I nobody told of most likely names that folder.
        return [...paths, own];
      case "next": {
        const here = paths.findIndex((path) => own === path || own.startsWith(`${path}/`));
        return paths.slice(here + 1);
      }
    }
  }
}
