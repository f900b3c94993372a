import { SnapshotReader, type TextFile, type Uri } from "./snapshot";

/** Results kept for one file: a workspace builds it in few ways at a time. */
const maximumKept = 8;

interface Kept {
  readonly value: unknown;
  /** What was read and asked on the way; the value holds as long as the answers are the same. */
  readonly answers: Answers;
}

const kept = new WeakMap<TextFile, Map<string, Kept>>();

/**
 * A value made from a file, and from whatever else is read on the way, made once: snapshots share the files that did not
 * change, so an analysis after a keystroke makes anew only what that keystroke touches.
 * @param key tells apart the ways in which values are made from the same file
 */
export function remembered<T>(
  file: TextFile,
  key: string,
  files: SnapshotReader,
  make: (files: SnapshotReader) => T,
): T {
  const ofFile = kept.get(file) ?? new Map<string, Kept>();
  kept.set(file, ofFile);
  const before = ofFile.get(key);
  if (before?.answers.hold(files) === true) return before.value as T;
  const answers = new Answers();
  const value = make(new RecordingReader(files, answers));
  ofFile.delete(key);
  ofFile.set(key, { value, answers });
  for (const oldest of ofFile.keys()) {
    if (ofFile.size <= maximumKept) break;
    ofFile.delete(oldest);
  }
  return value;
}

class Answers {
  readonly texts = new Map<Uri, TextFile | undefined>();
  readonly bytes = new Map<Uri, Uint8Array | undefined>();
  readonly times = new Map<Uri, number | undefined>();
  readonly listed = new Map<Uri, boolean>();

  /** Asks all questions again: what is still missing is noted by the new reader, too. */
  hold(files: SnapshotReader): boolean {
    let same = true;
    for (const [uri, text] of this.texts) same = files.text(uri) === text && same;
    for (const [uri, bytes] of this.bytes) same = files.bytes(uri) === bytes && same;
    for (const [uri, time] of this.times) same = files.changedAt(uri) === time && same;
    for (const [uri, listed] of this.listed) same = files.lists(uri) === listed && same;
    return same;
  }
}

/** Passes every question on, and writes the answer down. */
class RecordingReader extends SnapshotReader {
  constructor(
    private readonly inner: SnapshotReader,
    private readonly answers: Answers,
  ) {
    super(inner.snapshot);
  }

  override text(uri: Uri): TextFile | undefined {
    const text = this.inner.text(uri);
    this.answers.texts.set(uri, text);
    return text;
  }

  override bytes(uri: Uri): Uint8Array | undefined {
    const bytes = this.inner.bytes(uri);
    this.answers.bytes.set(uri, bytes);
    return bytes;
  }

  override changedAt(uri: Uri): number | undefined {
    const time = this.inner.changedAt(uri);
    this.answers.times.set(uri, time);
    return time;
  }

  override lists(uri: Uri): boolean {
    const listed = this.inner.lists(uri);
    this.answers.listed.set(uri, listed);
    return listed;
  }
}
