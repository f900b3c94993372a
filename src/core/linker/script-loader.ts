import { atRoot, folderOf, isInside, join } from "../project/paths";
import type { SnapshotReader, SourceRange, Uri } from "../project/snapshot";
import { text } from "../text";
import type { Problems } from "./problems";

/** More files than this in one script is a loop of includes that multiply. */
const MAX_FILES = 1000;

/** Finds and reads the files of a script: next to the including file, then along the include paths. */
export class ScriptLoader {
  private readonly texts = new Map<Uri, string>();
  private opened = 0;
  /** True once a file could not be had: what it would have said is unknown. */
  incomplete = false;

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
  include(name: string, from: Uri, at: SourceRange): { uri: Uri; text: string } | null {
    if (++this.opened > MAX_FILES) {
      this.incomplete = true;
      this.problems.add("linker-script-include", "error", at, text("More than {0} files are included.", MAX_FILES));
      return null;
    }
    for (const uri of this.candidates(name, from)) {
      const source = this.mayRead(uri) ? this.load(uri) : undefined;
      if (source !== undefined) {
        return { uri, text: source };
      }
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

  /** A file that includes itself, directly or by way of others. */
  reportCycle(name: string, at: SourceRange): null {
    this.incomplete = true;
    this.problems.add("linker-script-include", "error", at, text("The file {0} includes itself.", name));
    return null;
  }

  private candidates(name: string, from: Uri): Uri[] {
    const path = name.replace(/\\/g, "/");
    if (/^(?:\/|[A-Za-z]:\/)/.test(path)) return [atRoot(from, path)];
    return [folderOf(from), ...this.includePaths].map((folder) => join(folder, path));
  }
}
