import { BootsmithError } from "../errors";
import { printable } from "../notation";
import { text, type Text } from "../text";
import { ChunkList } from "./chunks";
import { dfuSeVersion, readDfuSuffix, withDfuSuffix } from "./dfu-suffix";
import type { FirmwareImage, ImageIds, ImageTarget } from "./firmware-image";
import { badImage, damaged, offsetPlace, truncated } from "./image-error";

// Layout of version 1 (UM0391), all numbers little-endian.
const signature = "DfuSe";
const targetSignature = "Target";
const prefixSize = 11;
const targetPrefixSize = 274;
const elementHeadSize = 8;
const nameOffset = 11;
const nameSize = 255;

/** Whether a file starts as ST's container does. */
export function isDfuSe(bytes: Uint8Array): boolean {
  return startsWith(bytes, 0, signature);
}

/**
 * Reads ST's DfuSe container. What several targets of one alternate setting hold is joined.
 * @param alternate which setting's segments the image is to have; needed only where the file holds several, since one
 *   of them may be option bytes
 * @throws BootsmithError `bad-image` naming file, offset and reason; `bad-usage` where the setting is not clear
 */
export function readDfuSe(bytes: Uint8Array, fileName: string, alternate?: number): FirmwareImage {
  const { ids, targets } = readDfuSeTargets(bytes, fileName);
  const chosen = chooseTarget(targets, fileName, alternate);
  return {
    name: fileName,
    format: "dfuse",
    segments: chosen.segments,
    entry: null,
    ids,
    targets,
    alternate: chosen.alternate,
  };
}

export interface DfuSeFile {
  readonly ids: ImageIds;
  /** By alternate setting, ascending, each once. */
  readonly targets: readonly ImageTarget[];
}

/**
 * Everything in a DfuSe file, for a caller that lets somebody choose.
 * @throws BootsmithError `bad-image` naming file, offset and reason
 */
export function readDfuSeTargets(bytes: Uint8Array, fileName: string): DfuSeFile {
  if (!isDfuSe(bytes)) {
    throw badImage(text("{0}: The file does not start with “{1}”.", fileName, signature), damaged);
  }
  const { ids, version, payloadSize } = readDfuSuffix(bytes, fileName);
  if (version !== dfuSeVersion || payloadSize < prefixSize || bytes[5] !== 1) {
    throw badImage(
      text("{0}: Only version 1 of the DfuSe format is known, with a suffix of version 1.1a.", fileName),
      text("Write the file with a current tool, or flash the HEX file."),
    );
  }
  const body = bytes.subarray(0, payloadSize);
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  // UM0391 leaves the suffix out of the size, dfu-util's packer counts it.
  const size = view.getUint32(6, true);
  if (size !== payloadSize && size !== bytes.length) {
    const place = offsetPlace(fileName, 6);
    throw badImage(text("{0}: The file is to have {1} bytes and has {2}.", place, size, payloadSize), truncated);
  }
  const found = new Map<number, { name: string | null; chunks: ChunkList }>();
  let offset = prefixSize;
  for (let count = view.getUint8(10); count > 0; count--) {
    offset = readTarget(view, body, offset, fileName, found);
  }
  if (offset !== payloadSize) {
    const place = offsetPlace(fileName, offset);
    throw badImage(text("{0}: {1} bytes follow the last target.", place, payloadSize - offset), damaged);
  }
  const targets = [...found].map(([alternate, { name, chunks }]) => ({ alternate, name, segments: chunks.segments() }));
  if (targets.length === 0) {
    throw badImage(text("{0}: The file holds no data.", fileName), damaged);
  }
  return { ids, targets: targets.sort((a, b) => a.alternate - b.alternate) };
}

/** Adds the elements of the target at `offset`. @returns offset behind it */
function readTarget(
  view: DataView,
  body: Uint8Array,
  offset: number,
  fileName: string,
  found: Map<number, { name: string | null; chunks: ChunkList }>,
): number {
  const refuse = (at: number, what: (place: string) => Text, nextStep = damaged): never => {
    throw badImage(what(offsetPlace(fileName, at)), nextStep);
  };
  if (offset + targetPrefixSize > body.length) {
    refuse(offset, (place) => text("{0}: The target is cut off.", place), truncated);
  }
  if (!startsWith(body, offset, targetSignature)) {
    refuse(offset, (place) => text("{0}: A target starts with “{1}”.", place, targetSignature));
  }
  const alternate = view.getUint8(offset + 6);
  const named = view.getUint32(offset + 7, true) !== 0;
  const name = named ? nameOf(body.subarray(offset + nameOffset, offset + nameOffset + nameSize)) : null;
  const size = view.getUint32(offset + 266, true);
  const end = offset + targetPrefixSize + size;
  if (end > body.length) {
    refuse(offset + 266, (place) => text("{0}: The target reaches past the end of the file.", place), truncated);
  }
  const known = found.get(alternate);
  const target = known ?? { name, chunks: new ChunkList(body, fileName, "offset") };
  if (known === undefined) found.set(alternate, target);
  let element = offset + targetPrefixSize;
  for (let count = view.getUint32(offset + 270, true); count > 0; count--) {
    const data = element + elementHeadSize;
    const length = data <= end ? view.getUint32(element + 4, true) : 0;
    if (data + length > end) {
      refuse(element, (place) => text("{0}: The element reaches past the end of its target.", place));
    }
    target.chunks.add(view.getUint32(element, true), data, length, element);
    element = data + length;
  }
  if (element !== end) {
    refuse(element, (place) => text("{0}: {1} bytes follow the last element.", place, end - element));
  }
  return end;
}

function chooseTarget(targets: readonly ImageTarget[], fileName: string, alternate: number | undefined): ImageTarget {
  const [only, ...others] = targets;
  const chosen =
    alternate !== undefined
      ? targets.find((target) => target.alternate === alternate)
      : others.length === 0
        ? only
        : undefined;
  if (chosen !== undefined) {
    return chosen;
  }
  const list = targets.map(describeTarget).join(", ");
  throw new BootsmithError(
    "bad-usage",
    alternate === undefined
      ? text("{0} holds data for several alternate settings: {1}.", fileName, list)
      : text("{0} holds nothing for alternate setting {1}, only for: {2}.", fileName, alternate, list),
    text("Name the alternate setting that is to be flashed."),
  );
}

function describeTarget({ alternate, name }: ImageTarget): string {
  return name === null || name === "" ? String(alternate) : `${alternate} (${printable(name)})`;
}

/** Latin-1 up to the zero; no document tells the encoding. */
function nameOf(field: Uint8Array): string {
  const end = field.indexOf(0);
  return Array.from(end === -1 ? field : field.subarray(0, end), (code) => String.fromCharCode(code)).join("");
}

function startsWith(bytes: Uint8Array, offset: number, letters: string): boolean {
  return Array.from(letters).every((letter, index) => bytes[offset + index] === letter.charCodeAt(0));
}

/**
 * Writes a DfuSe file, its size stated as UM0391 has it.
 * `readDfuSe(writeDfuSe(targets, ids), …)` gives the same targets and ids.
 * @throws BootsmithError `bad-usage` for a name longer than 254 bytes or outside Latin-1, or a setting above 255
 */
export function writeDfuSe(targets: readonly ImageTarget[], ids: ImageIds): Uint8Array {
  const bodies = targets.map(writeTarget);
  const total = bodies.reduce((sum, { length }) => sum + length, prefixSize);
  const bytes = new Uint8Array(total);
  putLetters(bytes, 0, signature);
  bytes[5] = 1;
  new DataView(bytes.buffer).setUint32(6, total, true);
  bytes[10] = targets.length;
  let offset = prefixSize;
  for (const body of bodies) {
    bytes.set(body, offset);
    offset += body.length;
  }
  return withDfuSuffix(bytes, ids, dfuSeVersion);
}

function writeTarget({ alternate, name, segments }: ImageTarget): Uint8Array {
  if (alternate > 0xff || (name !== null && !/^[\u0001-\u00ff]{0,254}$/.test(name))) {
    throw new BootsmithError(
      "bad-usage",
      text("A DfuSe file cannot hold alternate setting {0} named “{1}”.", alternate, printable(name ?? "")),
      text("Use a setting up to 255 and a name of up to 254 letters."),
    );
  }
  const size = segments.reduce((sum, { data }) => sum + elementHeadSize + data.length, 0);
  const bytes = new Uint8Array(targetPrefixSize + size);
  const view = new DataView(bytes.buffer);
  putLetters(bytes, 0, targetSignature);
  bytes[6] = alternate;
  view.setUint32(7, name === null ? 0 : 1, true);
  putLetters(bytes, nameOffset, name ?? "");
  view.setUint32(266, size, true);
  view.setUint32(270, segments.length, true);
  let offset = targetPrefixSize;
  for (const { address, data } of segments) {
    view.setUint32(offset, address, true);
    view.setUint32(offset + 4, data.length, true);
    bytes.set(data, offset + elementHeadSize);
    offset += elementHeadSize + data.length;
  }
  return bytes;
}

function putLetters(bytes: Uint8Array, offset: number, letters: string): void {
  for (let index = 0; index < letters.length; index++) bytes[offset + index] = letters.charCodeAt(index);
}
