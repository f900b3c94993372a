import type { LoggedMessage } from "../linker/link-log";
import { atRoot, baseName, folderOf, isInside, join } from "../project/paths";
import type { SnapshotReader, SourceRange, Uri } from "../project/snapshot";
import type { BootLayout, ImageRef, RegionClaim } from "./boot-layout";

/** A message of the linker at the place of a script that it is about. */
export interface PlacedMessage {
  readonly severity: "error" | "warning";
  /** As the linker wrote it. */
  readonly words: string;
  readonly range: SourceRange;
  /** A region overflowed: the map says it better, once it is read. */
  readonly overflow: boolean;
}

/**
 * Where in the workspace's linker scripts messages of a link belong: where a line is named there, else at the region,
 * section or ASSERT they speak of. One that may be about several scripts is left out: the terminal shows it all the same.
 * @param cwd folder the build ran in
 */
export function placeMessages(
  messages: readonly LoggedMessage[],
  layouts: readonly BootLayout[],
  files: SnapshotReader,
  cwd: Uri,
): readonly PlacedMessage[] {
  const images = layouts.flatMap((layout) => layout.images);
  return messages.flatMap((logged) => {
    const folder = logged.directory === undefined ? cwd : atRoot(cwd, logged.directory.replace(/\\/g, "/"));
    const range = new Places(images, files, folder).of(logged);
    const { severity, message, kind } = logged.message;
    return range === undefined ? [] : [{ severity, words: message, range, overflow: kind === "overflow" }];
  });
}

class Places {
  constructor(
    private readonly images: readonly ImageRef[],
    private readonly files: SnapshotReader,
    private readonly folder: Uri,
  ) {}

  of({ message, output }: LoggedMessage): SourceRange | undefined {
    switch (message.kind) {
      case "at-line":
        return this.line(message.file, message.line);
      case "overflow":
        return this.region(message.region, output, ({ length }) => length);
      case "region":
        return this.region(message.region, output, (region) => region[message.field]);
      case "no-fit":
      case "outside":
        return this.section(message.section, output) ?? this.region(message.region, output, ({ length }) => length);
      case "overlap":
        return this.section(message.section, output) ?? this.section(message.other, output);
      case "said":
        return this.assertion(message.message);
    }
  }

  /** The words of a line, without the blanks around them. */
  private line(file: string, number: number): SourceRange | undefined {
    const uri = this.script(file);
    const text = uri === undefined ? undefined : this.files.text(uri)?.text;
    if (uri === undefined || text === undefined) return undefined;
    let start = 0;
    for (let line = 1; line < number; line++) {
      const end = text.indexOf("\n", start);
      if (end < 0) break;
      start = end + 1;
    }
    const words = text.slice(start).split(/\r?\n/, 1)[0] ?? "";
    const indent = words.length - words.trimStart().length;
    return { uri, start: start + indent, end: start + Math.max(indent, words.trimEnd().length) };
  }

  /** The file that a name in the output means: from where the build ran, else the only script whose path ends so. */
  private script(file: string): Uri | undefined {
    const path = file.replace(/\\/g, "/");
    const direct = /^(\/|[A-Za-z]:\/)/.test(path) ? atRoot(this.folder, path) : join(this.folder, path);
    const known = [...new Set(this.images.flatMap(({ script }) => script?.files ?? []))];
    if (known.includes(direct) || this.files.lists(direct)) return direct;
    const tail = `/${path.replace(/^(\.{1,2}\/)+/, "")}`;
    return only(known.filter((uri) => uri.endsWith(tail)));
  }

  private region(
    name: string,
    output: string | undefined,
    field: (region: RegionClaim) => RegionClaim["length"],
  ): SourceRange | undefined {
    return this.onePlace(output, ({ regions, script }) => {
      const own = regions.find((region) => region.name === (script?.aliases[name] ?? name));
      const source = own && field(own).source;
      return source?.type === "file" ? source.range : undefined;
    });
  }

  private section(name: string, output: string | undefined): SourceRange | undefined {
    return this.onePlace(output, ({ script }) => script?.sections.find((one) => one.name === name)?.nameRange);
  }

  /** The message of an ASSERT, as the script has it. */
  private assertion(words: string): SourceRange | undefined {
    if (words.length < 4) return undefined;
    return this.onePlace(undefined, ({ script }) => {
      for (const uri of script?.files ?? []) {
        const text = this.files.text(uri)?.text ?? "";
        const start = text.indexOf(`"${words}"`);
        if (start >= 0 && /\bASSERT\b/.test(text.slice(Math.max(0, start - 1000), start)))
          return { uri, start, end: start + words.length + 2 };
      }
      return undefined;
    });
  }

  /** The place that the images have in common which were linked there, by the output's name and the folder. */
  private onePlace(
    output: string | undefined,
    place: (image: ImageRef) => SourceRange | undefined,
  ): SourceRange | undefined {
    const found = this.images.flatMap((image) => {
      const range = place(image);
      return range === undefined ? [] : [{ image, range }];
    });
    const narrowed = [
      found,
      found.filter(({ image }) => isNear(image.folder, this.folder)),
      found.filter(({ image }) => output !== undefined && isOutputOf(image, output, this.folder)),
    ];
    const places = narrowed.map((some) => [
      ...new Map(some.map(({ range }) => [`${range.uri}:${range.start}`, range])).values(),
    ]);
    return places.find((some) => some.length === 1)?.[0];
  }
}

function isNear(folder: Uri, other: Uri): boolean {
  return isInside(folder, other) || isInside(other, folder);
}

/** `build/app.elf`: a file of the image has that name, or the name and its folder say the image's. */
function isOutputOf({ artifacts, built, name, folder }: ImageRef, output: string, cwd: Uri): boolean {
  const uri = join(cwd, output);
  const stem = (one: Uri): string => baseName(one).replace(/\.[^.]*$/, "");
  return (
    isInside(folderOf(uri), folder) ||
    stem(uri) === name ||
    [...artifacts, ...built.map((one) => one.uri)].some((one) => stem(one) === stem(uri))
  );
}

function only<T>(values: readonly T[]): T | undefined {
  return values.length === 1 ? values[0] : undefined;
}
