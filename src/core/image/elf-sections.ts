import { isElf } from "./elf";

// Figures of "Tool Interface Standard (TIS) Executable and Linking Format Specification", version 1.2, 1995.
const headerSize = 52;
const sectionHeaderSize = 40;
const programHeaderSize = 32;
const loadable = 1;
const noBits = 8;
const allocated = 2;
/** Names are looked at as far as this; a linker's own are far shorter. */
const longestName = 256;

/** A section of an ELF file that is loaded and has bytes in the file. */
export interface ElfSection {
  readonly name: string;
  /** Physical address of its first byte: where it is loaded, which is not where it runs for initial values of variables. */
  readonly loadAddress: number;
  /** Bytes. */
  readonly size: number;
}

/** The loaded sections of a 32-bit little-endian ELF file, headers only; none where its tables are absent or broken. */
export function elfSections(bytes: Uint8Array): readonly ElfSection[] {
  if (!isElf(bytes) || bytes[4] !== 1 || bytes[5] !== 1 || bytes.length < headerSize) return [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const table = { start: view.getUint32(32, true), size: view.getUint16(46, true), count: view.getUint16(48, true) };
  const fits = table.size >= sectionHeaderSize && table.start + table.size * table.count <= bytes.length;
  const namesHeader = table.start + view.getUint16(50, true) * table.size;
  if (!fits || table.start === 0 || namesHeader + sectionHeaderSize > bytes.length) return [];
  const names = view.getUint32(namesHeader + 16, true);
  const segments = loadedSegments(view);
  const sections: ElfSection[] = [];
  for (let header = table.start; header < table.start + table.size * table.count; header += table.size) {
    const size = view.getUint32(header + 20, true);
    const isLoaded =
      (view.getUint32(header + 8, true) & allocated) !== 0 && view.getUint32(header + 4, true) !== noBits;
    if (!isLoaded || size === 0) continue;
    const offset = view.getUint32(header + 16, true);
    const segment = segments.find((one) => offset >= one.offset && offset + size <= one.offset + one.size);
    if (segment === undefined) continue;
    const loadAddress = segment.address + offset - segment.offset;
    sections.push({ name: nameAt(bytes, names + view.getUint32(header, true)), loadAddress, size });
  }
  return sections;
}

interface LoadedSegment {
  readonly offset: number;
  readonly size: number;
  readonly address: number;
}

function loadedSegments(view: DataView): LoadedSegment[] {
  const start = view.getUint32(28, true);
  const size = view.getUint16(42, true);
  const count = view.getUint16(44, true);
  if (size < programHeaderSize || start + size * count > view.byteLength) return [];
  const segments: LoadedSegment[] = [];
  for (let header = start; header < start + size * count; header += size) {
    if (view.getUint32(header, true) !== loadable) continue;
    segments.push({
      offset: view.getUint32(header + 4, true),
      address: view.getUint32(header + 12, true),
      size: view.getUint32(header + 16, true),
    });
  }
  return segments;
}

function nameAt(bytes: Uint8Array, start: number): string {
  let name = "";
  for (let at = start; at < start + longestName; at++) {
    const code = bytes[at] ?? 0;
    if (code === 0) break;
    name += String.fromCharCode(code);
  }
  return name;
}
