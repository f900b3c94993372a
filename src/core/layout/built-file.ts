import { elfSections } from "../image/elf-sections";
import type { ImageSegment } from "../image/firmware-image";
import { piecesIn } from "../image/firmware-image";
import { readImage } from "../image/read-image";
import { findVectorTable } from "../image/vector-table";
import type { BuiltImage } from "./boot-layout";
import { vectorSection } from "./vector-home";

/** What a built file holds, whatever layout it is looked at from. */
export interface BuiltFile {
  readonly format: Exclude<BuiltImage["format"], "map">;
  /** By address; the one of a raw binary starts at 0. */
  readonly segments: readonly ImageSegment[];
  /** Bytes of a raw binary; else 0. */
  readonly size: number;
  /** Load addresses of the sections that are named for the vector table; ELF only. */
  readonly vectorSections: readonly number[];
}

const formats: Readonly<Record<string, BuiltFile["format"]>> = { elf: "elf", hex: "hex", srec: "srec", bin: "bin" };

/** A file is read once: an analysis after a keystroke gets the same array again. */
const read = new WeakMap<Uint8Array, BuiltFile | null>();

/** A built file; undefined where it is none that can be read, or is being written just now. */
export function readBuiltFile(name: string, bytes: Uint8Array): BuiltFile | undefined {
  let file = read.get(bytes);
  if (file === undefined) {
    file = parse(name, bytes);
    read.set(bytes, file);
  }
  return file ?? undefined;
}

function parse(name: string, bytes: Uint8Array): BuiltFile | null {
  try {
    // IAR and TI name their ELF files `.out`; what stands in it decides.
    const image = readImage(/\.(out|axf)$/i.test(name) ? `${name}.elf` : name, bytes, { stream: true });
    const format = formats[image.format];
    if (format === undefined) return null;
    const size = format === "bin" ? bytes.length : 0;
    return { format, segments: image.segments, size, vectorSections: format === "elf" ? vectorSectionsOf(bytes) : [] };
  } catch {
    // Whoever flashes it is told what is wrong with it; here half a file is a build that runs.
    return null;
  }
}

/** RAM copies of the table have no bytes, or are loaded from behind the code: the lowest is the one that is booted. */
function vectorSectionsOf(bytes: Uint8Array): readonly number[] {
  return elfSections(bytes)
    .filter(({ name, size }) => size >= 8 && vectorSection.test(name) && !/ram|copy|shadow|^\.debug/i.test(name))
    .map(({ loadAddress }) => loadAddress)
    .sort((a, b) => a - b);
}

/** The bytes of a file as ranges of load addresses, those that touch joined; none for a raw binary. */
export function extentsOf({ format, segments }: BuiltFile): BuiltImage["extents"] {
  if (format === "bin") return [];
  const extents: { start: number; end: number }[] = [];
  for (const { address, data } of segments) {
    const last = extents.at(-1);
    if (last?.end === address) last.end += data.length;
    else extents.push({ start: address, end: address + data.length });
  }
  return extents;
}

/** Where a layout expects the table of the file, as far as it is known. */
export interface ExpectedTable {
  readonly vectors: number | undefined;
  readonly headerSize: number | undefined;
}

/**
 * The first words of the file's vector table. Of an ELF file its vector section is it; else the place where the layout
 * has the table, unless what stands there is no table and there is one elsewhere; else the first that looks like one.
 */
export function vectorsOf(file: BuiltFile, expected: ExpectedTable): BuiltImage["vectors"] {
  const { segments } = file;
  if (file.format === "bin") return rawVectors(file, expected.headerSize);
  const { vectors } = expected;
  const [first] = file.vectorSections;
  const named = file.vectorSections.find((address) => address === vectors) ?? first;
  if (named !== undefined) return wordsAt(segments, named);
  const there = vectors === undefined ? null : wordsAt(segments, vectors);
  if (there !== null && isTable(segments, there.address)) return there;
  const found = findVectorTable(segments);
  return found === null ? there : wordsAt(segments, found);
}

/** A raw binary begins with its table, or with the layout's header where one is put in front; a blank one is a placeholder. */
function rawVectors({ segments }: BuiltFile, headerSize = 0): BuiltImage["vectors"] {
  const start = wordsAt(segments, 0);
  const behind = headerSize === 0 ? null : wordsAt(segments, headerSize);
  const found = [start, behind].find((words) => words !== null && isStack(words.stackPointer));
  const words = found ?? (headerSize === 0 && start !== null && !isBlank(start) ? start : null);
  return words && { ...words, address: null };
}

function isBlank({ stackPointer, resetHandler }: Words): boolean {
  return stackPointer === resetHandler && (stackPointer === 0 || stackPointer === 0xffff_ffff);
}

function isStack(value: number): boolean {
  return value % 4 === 0 && value > 0x1000_0000 && value <= 0x4000_0000;
}

function isTable(segments: readonly ImageSegment[], address: number): boolean {
  const pieces = piecesIn(segments, address, address + 0x1_0000);
  return findVectorTable(pieces.slice(0, 1)) === address;
}

interface Words {
  readonly address: number;
  readonly stackPointer: number;
  readonly resetHandler: number;
}

function wordsAt(segments: readonly ImageSegment[], address: number): Words | null {
  const [piece] = piecesIn(segments, address, address + 8);
  if (piece?.address !== address || piece.data.length < 8) return null;
  const view = new DataView(piece.data.buffer, piece.data.byteOffset, 8);
  return { address, stackPointer: view.getUint32(0, true), resetHandler: view.getUint32(4, true) };
}
