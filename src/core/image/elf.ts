import { text, type Text } from "../text";
import { ChunkList } from "./chunks";
import type { FirmwareImage } from "./firmware-image";
import { badImage, offsetPlace, truncated } from "./image-error";

// Figures of "Tool Interface Standard (TIS) Executable and Linking Format Specification", version 1.2, 1995.
const headerSize = 52;
const programHeaderSize = 32;
const sectionHeaderSize = 40;
const executable = 2;
const sharedObject = 3;
const armMachine = 40;
const loadable = 1;
const sectionNoBits = 8;
const sectionAllocated = 2;
/** e_phnum where there are too many to count in 16 bits; no firmware has that. */
const uncounted = 0xffff;

const relink = text("Give the linked program of the firmware, as the linker wrote it.");

/** `\x7fELF` */
export function isElf(bytes: Uint8Array): boolean {
  return bytes[0] === 0x7f && bytes[1] === 0x45 && bytes[2] === 0x4c && bytes[3] === 0x46;
}

/**
 * Reads a 32-bit little-endian Arm ELF file: the bytes of its PT_LOAD segments at their load addresses (p_paddr), which
 * is where initial values of variables lie in flash. Parts of a segment that exist in RAM only (.bss) are none.
 * @throws BootsmithError `bad-image`, naming file, offset and reason
 */
export function readElf(bytes: Uint8Array, fileName: string): FirmwareImage {
  const refuse = (what: Text, nextStep = relink): never => {
    throw badImage(what, nextStep);
  };
  if (!isElf(bytes)) {
    refuse(text("{0}: This is not an ELF file.", fileName));
  }
  if (bytes[4] === 2) {
    refuse(text("{0}: This is a 64-bit ELF file; a Cortex-M runs 32-bit programs.", fileName));
  }
  if (bytes[4] === 1 && bytes[5] === 2) {
    refuse(text("{0}: This is a big-endian ELF file; the boards here are little-endian.", fileName));
  }
  if (bytes[4] !== 1 || bytes[5] !== 1) {
    refuse(text("{0}: The ELF header states no class or byte order that exists.", offsetPlace(fileName, 4)));
  }
  if (bytes.length < headerSize) {
    refuse(text("{0}: The ELF header is cut off.", fileName), truncated);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const machine = view.getUint16(18, true);
  if (machine !== armMachine) {
    refuse(text("{0}: This ELF file is for machine {1}, not for Arm ({2}).", fileName, machine, armMachine));
  }
  const type = view.getUint16(16, true);
  if (type !== executable && type !== sharedObject) {
    refuse(text("{0}: This ELF file is not a linked program: its parts have no addresses yet.", fileName));
  }
  const chunks = new ChunkList(bytes, fileName, "offset");
  const headers = programHeaders(view, fileName);
  const sections = loadedSections(view);
  for (let header = headers.start; header < headers.end; header += headers.size) {
    addSegment(view, header, headers.end, sections, chunks, fileName);
  }
  const entry = view.getUint32(24, true);
  // "If the file has no associated entry point, this member holds zero."
  return { name: fileName, format: "elf", segments: chunks.segments(), entry: entry === 0 ? null : entry };
}

interface Table {
  readonly start: number;
  readonly end: number;
  readonly size: number;
}

function programHeaders(view: DataView, fileName: string): Table {
  const start = view.getUint32(28, true);
  const size = view.getUint16(42, true);
  const count = view.getUint16(44, true);
  if (count === 0 || count === uncounted || size < programHeaderSize) {
    throw badImage(text("{0}: The ELF file has no table of segments to load.", offsetPlace(fileName, 28)), relink);
  }
  const end = start + size * count;
  if (end > view.byteLength) {
    throw badImage(
      text("{0}: The table of segments reaches past the end of the file.", offsetPlace(fileName, start)),
      truncated,
    );
  }
  return { start, end, size };
}

function addSegment(
  view: DataView,
  header: number,
  tableEnd: number,
  sections: Uint32Array,
  chunks: ChunkList,
  fileName: string,
): void {
  const fileSize = view.getUint32(header + 16, true);
  if (view.getUint32(header, true) !== loadable || fileSize === 0) {
    return;
  }
  const offset = view.getUint32(header + 4, true);
  const address = view.getUint32(header + 12, true);
  if (offset + fileSize > view.byteLength) {
    throw badImage(
      text("{0}: The segment reaches past the end of the file.", offsetPlace(fileName, header)),
      truncated,
    );
  }
  // A linker puts its own headers in front of a segment where the page of its start has room for them, for instance
  // below an application at 0x08020800. They are no firmware: what is loaded starts with the first section.
  const skip = offset < tableEnd ? firstInside(sections, offset, offset + fileSize) - offset : 0;
  chunks.add(address + skip, offset + skip, fileSize - skip, header);
}

/**
 * Offsets of the sections that are loaded and have bytes in the file, ascending; none where no table of sections tells.
 * Read once: a hostile file has 65,535 of them and as many segments.
 */
function loadedSections(view: DataView): Uint32Array {
  const start = view.getUint32(32, true);
  const size = view.getUint16(46, true);
  const count = view.getUint16(48, true);
  if (start === 0 || size < sectionHeaderSize || start + size * count > view.byteLength) {
    return new Uint32Array();
  }
  const offsets: number[] = [];
  for (let header = start; header < start + size * count; header += size) {
    const allocated = (view.getUint32(header + 8, true) & sectionAllocated) !== 0;
    const inFile = view.getUint32(header + 4, true) !== sectionNoBits && view.getUint32(header + 20, true) > 0;
    if (allocated && inFile) offsets.push(view.getUint32(header + 16, true));
  }
  return Uint32Array.from(offsets).sort();
}

/** The first of the offsets inside [from, to); `from` where none is. */
function firstInside(offsets: Uint32Array, from: number, to: number): number {
  let low = 0;
  let high = offsets.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((offsets[middle] ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  const first = offsets[low];
  return first !== undefined && first < to ? first : from;
}
