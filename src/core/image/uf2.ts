import { BootsmithError } from "../errors";
import { hex } from "../notation";
import { text, type Text } from "../text";
import { ChunkList } from "./chunks";
import type { FirmwareImage } from "./firmware-image";
import { badImage, damaged, offsetPlace, truncated } from "./image-error";
import { familyName } from "./uf2-families";

// "USB Flashing Format (UF2)", microsoft/uf2, README.md; all numbers little-endian.
const blockSize = 512;
const dataOffset = 32;
const maximumPayload = 476;
const firstMagic = 0x0a32_4655;
const secondMagic = 0x9e5d_5157;
const lastMagic = 0x0ab1_6f30;
const flag = { notMainFlash: 0x0001, fileContainer: 0x1000, familyPresent: 0x2000 } as const;

/** Whether a file starts with a block of the format. */
export function isUf2(bytes: Uint8Array): boolean {
  if (bytes.length < 8) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return view.getUint32(0, true) === firstMagic && view.getUint32(4, true) === secondMagic;
}

/** The blocks of one family; several files of different families may be joined to one. */
interface Family {
  /** null = the blocks state none. */
  readonly id: number | null;
  /** Offsets of its blocks. */
  readonly blocks: number[];
  readonly chunks: ChunkList;
  /** Whether any block is for the main flash. */
  flash: boolean;
}

/**
 * Reads a UF2 file. Blocks that are not for the main flash are left out; extension tags and MD5 sums stand behind the
 * payload and are not looked at.
 * @param family which family's blocks to take; needed only where the file holds several
 * @throws BootsmithError `bad-image` naming file, offset and reason; `bad-usage` where the family is not clear
 */
export function readUf2(bytes: Uint8Array, fileName: string, family?: number): FirmwareImage {
  if (bytes.length === 0 || bytes.length % blockSize !== 0) {
    throw badImage(
      text(
        "{0}: A UF2 file consists of blocks of {1} bytes; this one has {2} bytes.",
        fileName,
        blockSize,
        bytes.length,
      ),
      truncated,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const families = new Map<number | null, Family>();
  for (let offset = 0; offset < bytes.length; offset += blockSize) {
    readBlock(view, bytes, offset, fileName, families);
  }
  const all = [...families.values()];
  const blocks = all.flatMap((one) => one.blocks);
  // Comments in a file need not state its family, but count as blocks of the file.
  if (blocks.every((offset) => view.getUint32(offset + 24, true) === blocks.length)) {
    checkNumbers(view, blocks, fileName);
  } else {
    for (const one of all) checkNumbers(view, one.blocks, fileName);
  }
  const chosen = chooseFamily(all, fileName, family);
  return {
    name: fileName,
    format: "uf2",
    segments: chosen.chunks.segments(),
    entry: null,
    ...(chosen.id === null ? {} : { family: chosen.id }),
  };
}

function readBlock(
  view: DataView,
  bytes: Uint8Array,
  offset: number,
  fileName: string,
  families: Map<number | null, Family>,
): void {
  const place = offsetPlace(fileName, offset);
  const refuse = (what: Text, nextStep = damaged): never => {
    throw badImage(what, nextStep);
  };
  const field = (at: number) => view.getUint32(offset + at, true);
  if (field(0) !== firstMagic || field(4) !== secondMagic || field(508) !== lastMagic) {
    refuse(text("{0}: The block does not start and end with the marks of UF2.", place));
  }
  const flags = field(8);
  if ((flags & flag.fileContainer) !== 0) {
    refuse(text("{0}: The block is part of a file for a file system, not of a flash image.", place), relevant);
  }
  const size = field(16);
  if (size > maximumPayload) {
    refuse(text("{0}: The block announces {1} bytes; it has room for {2}.", place, size, maximumPayload));
  }
  const id = (flags & flag.familyPresent) === 0 ? null : field(28);
  let family = families.get(id);
  if (family === undefined) {
    family = { id, blocks: [], chunks: new ChunkList(bytes, fileName, "offset"), flash: false };
    families.set(id, family);
  }
  family.blocks.push(offset);
  if ((flags & flag.notMainFlash) === 0) {
    family.flash = true;
    family.chunks.add(field(12), offset + dataOffset, size, offset);
  }
}

const relevant = text("Give the image that is flashed.");

/** Every block of a file once: numbers 0 to n − 1 of n, in any order. */
function checkNumbers(view: DataView, blocks: readonly number[], fileName: string): void {
  const seen = new Uint8Array(blocks.length);
  for (const offset of blocks) {
    const number = view.getUint32(offset + 20, true);
    const count = view.getUint32(offset + 24, true);
    if (count !== blocks.length) {
      const place = offsetPlace(fileName, offset);
      throw badImage(text("{0}: {1} blocks are announced; {2} are there.", place, count, blocks.length), truncated);
    }
    if (seen[number] !== 0) {
      const place = offsetPlace(fileName, offset);
      const what =
        number >= count
          ? text("{0}: The block has number {1} of {2}.", place, number, count)
          : text("{0}: The block with number {1} is there twice.", place, number);
      throw badImage(what, damaged);
    }
    seen[number] = 1;
  }
}

function chooseFamily(all: readonly Family[], fileName: string, family: number | undefined): Family {
  const known = all.filter(({ flash }) => flash);
  const [only, ...others] = known;
  if (only === undefined) {
    throw badImage(text("{0}: No block is for the main flash.", fileName), relevant);
  }
  const chosen = family !== undefined ? known.find(({ id }) => id === family) : others.length === 0 ? only : undefined;
  if (chosen !== undefined) {
    return chosen;
  }
  const list = known.map(({ id }) => describeFamily(id)).join(", ");
  throw new BootsmithError(
    "bad-usage",
    family === undefined
      ? text("{0} holds images for several chip families: {1}.", fileName, list)
      : text("{0} holds nothing for chip family {1}, only for: {2}.", fileName, describeFamily(family), list),
    text("Name the family that is to be flashed."),
  );
}

function describeFamily(id: number | null): string {
  const name = id === null ? null : familyName(id);
  return id === null ? "–" : name === null ? hex(id) : `${name} (${hex(id)})`;
}
