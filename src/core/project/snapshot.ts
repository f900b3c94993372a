/** A URI in the canonical string form of `vscode-uri` (`URI.toString()`): `file:///…`, `memfs:/…`. */
export type Uri = string;

/** A stretch of a text file, in UTF-16 offsets; `end` is the first offset behind it. */
export interface SourceRange {
  readonly uri: Uri;
  readonly start: number;
  readonly end: number;
}

/** A text file as the editor shows it: unsaved text wins over what is on disk. */
export interface TextFile {
  readonly uri: Uri;
  readonly text: string;
  /** Equal texts have equal hashes; parses are remembered under it. */
  readonly hash: string;
}

/** A file read as bytes: a firmware image. */
export interface BinaryFile {
  readonly uri: Uri;
  readonly bytes: Uint8Array;
}

/** Read, and not to be had: absent, unreadable, too large. */
export interface Absent {
  readonly uri: Uri;
  readonly absent: string;
}

/** What a reader wants loaded before it can go on. */
export interface Need {
  readonly uri: Uri;
  readonly as: "text" | "bytes" | "time";
}

/**
 * Everything core knows of the workspace at one moment. Immutable: a change makes a new snapshot that
 * shares the unchanged files. `listing` names every file in sight; only what somebody needed is loaded.
 */
export interface Snapshot {
  readonly roots: readonly Uri[];
  readonly listing: readonly Uri[];
  readonly texts: ReadonlyMap<Uri, TextFile | Absent>;
  readonly binaries: ReadonlyMap<Uri, BinaryFile | Absent>;
  /** When files were last changed, in ms since 1970: Infinity with unsaved changes, null where nobody knows. */
  readonly times?: ReadonlyMap<Uri, number | null>;
}

/** A reader's answer: its result, or the files it needs first. */
export type Reading<T> =
  { readonly done: true; readonly value: T } | { readonly done: false; readonly needs: readonly Need[] };

/**
 * Reads from a snapshot and remembers what was missing. A file that is not loaded yet reads as `undefined`,
 * the same as an absent one; `settle` tells the two apart, so callers carry on and the last run counts.
 */
export class SnapshotReader {
  private readonly needs = new Map<string, Need>();
  private listed: ReadonlySet<Uri> | undefined;

  constructor(readonly snapshot: Snapshot) {}

  text(uri: Uri): TextFile | undefined {
    const file = this.snapshot.texts.get(uri);
    if (file === undefined) {
      this.needs.set(`text ${uri}`, { uri, as: "text" });
      return undefined;
    }
    return "absent" in file ? undefined : file;
  }

  bytes(uri: Uri): Uint8Array | undefined {
    const file = this.snapshot.binaries.get(uri);
    if (file === undefined) {
      this.needs.set(`bytes ${uri}`, { uri, as: "bytes" });
      return undefined;
    }
    return "absent" in file ? undefined : file.bytes;
  }

  /** When a file was last changed, in ms since 1970; Infinity while it has unsaved changes, undefined where nobody knows. */
  changedAt(uri: Uri): number | undefined {
    const time = this.snapshot.times?.get(uri);
    if (time === undefined) this.needs.set(`time ${uri}`, { uri, as: "time" });
    return time ?? undefined;
  }

  /** Whether the listing names the file; nothing is loaded. */
  lists(uri: Uri): boolean {
    this.listed ??= new Set(this.snapshot.listing);
    return this.listed.has(uri);
  }

  settle<T>(value: T): Reading<T> {
    return this.needs.size === 0 ? { done: true, value } : { done: false, needs: [...this.needs.values()] };
  }
}

/** 53-bit hash of a text (cyrb53), as hex: quick, and good enough to recognise an unchanged file. */
export function hashText(source: string): string {
  let h1 = 0xdeadbeef;
  let h2 = 0x41c6ce57;
  for (let i = 0; i < source.length; i++) {
    const unit = source.charCodeAt(i);
    h1 = Math.imul(h1 ^ unit, 2654435761);
    h2 = Math.imul(h2 ^ unit, 1597334677);
  }
  h1 = Math.imul(h1 ^ (h1 >>> 16), 2246822507) ^ Math.imul(h2 ^ (h2 >>> 13), 3266489909);
  h2 = Math.imul(h2 ^ (h2 >>> 16), 2246822507) ^ Math.imul(h1 ^ (h1 >>> 13), 3266489909);
  return (4294967296 * (2097151 & h2) + (h1 >>> 0)).toString(16) + "-" + source.length.toString(16);
}
