import type { Cancellation } from "../cancellation";
import { throwIfCancelled } from "../cancellation";
import {
  hashText,
  type Absent,
  type BinaryFile,
  type Need,
  type Reading,
  type Snapshot,
  type TextFile,
  type Uri,
} from "./snapshot";

/** Files above this are never loaded; a linker script or image for a microcontroller is far smaller. */
export const maximumFileSize = 16 * 1024 * 1024;

/** Folders that hold other people's or generated files; no discovery looks into them. */
export const ignoredFolders: readonly string[] = [
  ".git",
  ".hg",
  ".svn",
  "node_modules",
  ".vscode-test",
  ".pio",
  "mbed-os",
  ".venv",
  "__pycache__",
];

/** What can be read: the editor's files (also unsaved) or the command line's. The adapters are in `workspace/` and `cli/`. */
export interface SourceTree {
  readonly roots: readonly Uri[];
  /** Every file below the roots, sorted, without {@link ignoredFolders}; bounded. */
  list(signal?: Cancellation): Promise<readonly Uri[]>;
  /** The text, or the reason why there is none. A byte order mark is dropped. */
  readText(uri: Uri): Promise<string | { readonly absent: string }>;
  readBytes(uri: Uri): Promise<Uint8Array | { readonly absent: string }>;
  /** When the file was last changed, in ms since 1970; Infinity with unsaved changes, null where it cannot be told. */
  changedAt?(uri: Uri): Promise<number | null>;
}

/** A snapshot that lists the tree and has loaded nothing yet. */
export async function takeSnapshot(tree: SourceTree, signal?: Cancellation): Promise<Snapshot> {
  return { roots: tree.roots, listing: await tree.list(signal), texts: new Map(), binaries: new Map() };
}

/** Files that are read at a time: what comes back at once is decoded at once, and the event loop waits for it. */
const readsAtOnce = 32;

/** The same snapshot with more files loaded. */
export async function load(
  tree: SourceTree,
  snapshot: Snapshot,
  needs: readonly Need[],
  signal?: Cancellation,
): Promise<Snapshot> {
  const texts = new Map(snapshot.texts);
  const binaries = new Map(snapshot.binaries);
  const times = new Map(snapshot.times);
  const waiting = needs.values();
  const reader = async (): Promise<void> => {
    for (const need of waiting) {
      throwIfCancelled(signal);
      if (need.as === "text") texts.set(need.uri, await loadText(tree, need.uri));
      else if (need.as === "bytes") binaries.set(need.uri, await loadBytes(tree, need.uri));
      else times.set(need.uri, (await tree.changedAt?.(need.uri)) ?? null);
    }
  };
  await Promise.all(Array.from({ length: readsAtOnce }, reader));
  return { ...snapshot, texts, binaries, times };
}

async function loadText(tree: SourceTree, uri: Uri): Promise<TextFile | Absent> {
  const read = await tree.readText(uri);
  return typeof read === "string" ? { uri, text: read, hash: hashText(read) } : { uri, ...read };
}

async function loadBytes(tree: SourceTree, uri: Uri): Promise<BinaryFile | Absent> {
  const read = await tree.readBytes(uri);
  return read instanceof Uint8Array ? { uri, bytes: read } : { uri, ...read };
}

/**
 * Runs a reader, loads what it needs, and runs it again until it is content. Every round loads at least one file
 * more, so it ends; the snapshot it ended with comes back for the next run. A reader that rests now and then promises
 * its reading.
 */
export async function settle<T>(
  tree: SourceTree,
  start: Snapshot,
  read: (snapshot: Snapshot) => Reading<T> | Promise<Reading<T>>,
  signal?: Cancellation,
): Promise<{ readonly value: T; readonly snapshot: Snapshot }> {
  let snapshot = start;
  for (;;) {
    throwIfCancelled(signal);
    const reading = await read(snapshot);
    if (reading.done) return { value: reading.value, snapshot };
    snapshot = await load(tree, snapshot, reading.needs, signal);
  }
}
