import { BootsmithError } from "../errors";
import { text, type Text } from "../text";

/** A file that is not the image it should be. */
export function badImage(what: Text, nextStep: Text): BootsmithError {
  return new BootsmithError("bad-image", what, nextStep);
}

/** `app.hex:12`, as compilers name a place; line 0 = the file as a whole. */
export function linePlace(fileName: string, line: number): string {
  return line === 0 ? fileName : `${fileName}:${line}`;
}

/** `app.elf+0x34`, as disassemblers name a place: an offset in bytes from the start of the file. */
export function offsetPlace(fileName: string, offset: number): string {
  return `${fileName}+0x${offset.toString(16).toUpperCase()}`;
}

export const damaged = text("The file is damaged: copy or build it again.");
export const truncated = text("The file looks cut off: build or copy it again.");
