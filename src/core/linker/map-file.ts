/** An entry of "Memory Configuration". */
export interface MapRegion {
  readonly name: string;
  readonly origin: number;
  /** Bytes. */
  readonly length: number;
}

/** What one object file puts into an output section. */
export interface MapInput {
  /** Input section: `.text.main`; `*fill*` for alignment, `LONG` and the like for data statements of the script. */
  readonly section: string;
  readonly address: number;
  /** Bytes; those of size 0 are not listed. */
  readonly size: number;
  /** `main.o`, of an archive `libc.a(memcpy.o)`; empty for what the script itself puts there. */
  readonly file: string;
}

export interface MapSection {
  readonly name: string;
  readonly address: number;
  readonly size: number;
  /** Where it is loaded, if that is not where it runs. */
  readonly loadAddress: number | null;
  readonly inputs: readonly MapInput[];
}

export interface MapSymbol {
  readonly name: string;
  readonly address: number;
}

/** A map file of GNU ld (`-Map`), also one of a link that failed. */
export interface MapFile {
  readonly regions: readonly MapRegion[];
  readonly sections: readonly MapSection[];
  readonly symbols: readonly MapSymbol[];
  /** Input sections that nobody needed (`--gc-sections`). */
  readonly discarded: readonly MapInput[];
}

/** Entries kept of one map; a map of 50 MB has about 400,000. */
const maximumEntries = 1_000_000;
/** Longer lines are cut: C++ names of some thousand characters exist. */
const longestLine = 16_384;
/** A call takes only so many arguments. */
const chunkSize = 1 << 14;

/** `0x08000000  0x1c`, in front of the rest of the line. */
const placed = /^\s*0x([0-9a-f]{1,16})\s+0x([0-9a-f]{1,16})(?:\s+(.*))?$/;
const regionRow = /^(\S.*?)\s+0x([0-9a-f]{1,16})\s+0x([0-9a-f]{1,16})(?:\s+[a-zA-Z!]+)?\s*$/;
const loadedAt = /(?:^|\s)0x([0-9a-f]{1,16})$/;
const symbolLine = /^\s*0x([0-9a-f]{1,16})\s+([^\s=(]+)(?:\s+=.*)?$/;
const dataLine = /^(BYTE|SHORT|LONG|QUAD|SQUAD)\b/;

type OpenSection = { -readonly [K in keyof MapSection]: MapSection[K] } & { readonly inputs: MapInput[] };

/**
 * Reads a map piece by piece. It goes by the shape of lines, because headings are translated: regions stand in front of
 * `*default*`, sections behind it.
 */
export class MapFileParser {
  private readonly regions: MapRegion[] = [];
  private readonly sections: OpenSection[] = [];
  private readonly symbols: MapSymbol[] = [];
  private readonly discarded: MapInput[] = [];
  private rest = "";
  private entries = 0;
  private inMap = false;
  /** A name whose figures stand in the next line. */
  private wrapped: string | undefined;
  private current: OpenSection | undefined;

  write(chunk: string): void {
    const text = this.rest + chunk;
    let start = 0;
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", start)) {
      this.line(text.slice(start, Math.min(end, start + longestLine)).trimEnd());
      start = end + 1;
    }
    this.rest = text.slice(start).slice(0, longestLine);
  }

  /** @returns undefined where the text was no map of GNU ld */
  end(): MapFile | undefined {
    this.line(this.rest.trimEnd());
    this.rest = "";
    const { regions, sections, symbols, discarded } = this;
    return this.inMap ? { regions, sections, symbols, discarded } : undefined;
  }

  private line(line: string): void {
    if (line === "" || this.entries >= maximumEntries) {
      this.wrapped = undefined;
      return;
    }
    const { wrapped } = this;
    this.wrapped = undefined;
    if (!this.inMap) this.before(line, wrapped);
    else if (!line.startsWith(" ")) this.outputSection(line);
    else if (line.startsWith("  ")) this.continued(line, wrapped);
    else this.input(line.slice(1));
  }

  private before(line: string, wrapped: string | undefined): void {
    if (line.startsWith("*default*")) {
      this.inMap = true;
    } else if (line.startsWith(" ")) {
      const [name, figures] = wrapped === undefined ? split(line.trimStart()) : [wrapped, line];
      if (figures === "") this.wrapped = ` ${name}`;
      else this.push(this.discarded, inputOf(name.trim(), figures));
    } else {
      const row = regionRow.exec(line);
      if (row !== null) this.push(this.regions, { name: row[1] ?? "", origin: number(row[2]), length: number(row[3]) });
    }
  }

  private outputSection(line: string): void {
    const [name, figures] = split(line);
    this.current = undefined;
    if (figures === "") this.wrapped = name;
    else this.open(name, figures);
  }

  private open(name: string, figures: string): void {
    const found = placed.exec(figures);
    if (found === null) return;
    const load = loadedAt.exec(found[3] ?? "");
    this.current = {
      name,
      address: number(found[1]),
      size: number(found[2]),
      loadAddress: load === null ? null : number(load[1]),
      inputs: [],
    };
    this.push(this.sections, this.current);
  }

  private input(line: string): void {
    const [name, figures] = split(line);
    if (figures === "") this.wrapped = ` ${name}`;
    else this.push(this.current?.inputs, inputOf(name, figures));
  }

  /** The figures of a name that filled the line before, a symbol, or data of the script. */
  private continued(line: string, wrapped: string | undefined): void {
    if (wrapped?.startsWith(" ") === true) {
      this.push(this.current?.inputs, inputOf(wrapped.trim(), line));
      return;
    }
    if (wrapped !== undefined) {
      this.open(wrapped, line);
      return;
    }
    const data = placed.exec(line);
    if (data !== null) {
      const word = dataLine.exec(data[3] ?? "")?.[1];
      if (word !== undefined) this.push(this.current?.inputs, { ...sized(data), section: word, file: "" });
      return;
    }
    const symbol = symbolLine.exec(line);
    const name = symbol?.[2];
    if (name !== undefined && name !== ".") this.push(this.symbols, { name, address: number(symbol?.[1]) });
  }

  private push<T>(list: T[] | undefined, entry: T | undefined): void {
    if (list === undefined || entry === undefined) return;
    this.entries++;
    list.push(entry);
  }
}

/** The first word of a line, and the rest. */
function split(line: string): [string, string] {
  const space = line.indexOf(" ");
  return space < 0 ? [line, ""] : [line.slice(0, space), line.slice(space)];
}

function inputOf(section: string, figures: string): MapInput | undefined {
  const found = placed.exec(figures);
  if (found === null) return undefined;
  const { address, size } = sized(found);
  const file = section === "*fill*" ? "" : inUtf8(found[3] ?? "");
  return size === 0 ? undefined : { section, address, size, file };
}

/** Lines come byte by byte; names of files and symbols beyond ASCII are UTF-8 on most machines. */
function inUtf8(bytes: string): string {
  if (!/[\x80-\xff]/.test(bytes)) return bytes;
  try {
    return decodeURIComponent(
      bytes.replace(/[%\x80-\xff]/g, (byte) => `%${byte.charCodeAt(0).toString(16).padStart(2, "0")}`),
    );
  } catch {
    return bytes;
  }
}

function sized(found: RegExpExecArray): { readonly address: number; readonly size: number } {
  return { address: number(found[1]), size: number(found[2]) };
}

function number(digits = ""): number {
  return Number.parseInt(digits, 16);
}

const read = new WeakMap<Uint8Array, MapFile | null>();

/** A map file from its bytes, read once for each array; undefined where it is no map of GNU ld. */
export function readMapFile(bytes: Uint8Array): MapFile | undefined {
  const before = read.get(bytes);
  if (before !== undefined) return before ?? undefined;
  const parser = new MapFileParser();
  // A map begins with a heading; source maps of web projects have the same extension.
  const isJson = bytes[0] === 0x7b;
  for (let at = 0; !isJson && at < bytes.length; at += chunkSize)
    parser.write(latin1(bytes.subarray(at, at + chunkSize)));
  const map = parser.end();
  read.set(bytes, map ?? null);
  return map;
}

/** One character for each byte. */
function latin1(bytes: Uint8Array): string {
  return String(Reflect.apply(String.fromCharCode, String, bytes));
}
