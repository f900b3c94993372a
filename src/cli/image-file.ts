import { readFile } from "node:fs/promises";
import { BootsmithError } from "../core/errors";
import type { FirmwareImage } from "../core/image/firmware-image";
import { readImage } from "../core/image/read-image";
import { text } from "../core/text";
import type { ImageOptions } from "./board-options";

/**
 * A file without addresses is read without one where none was given: a plain DFU board takes it, the plan for any other
 * asks for the address.
 * @throws BootsmithError `unreadable-file`, `bad-image` or `bad-usage`
 */
export async function loadImage(
  file: string,
  { address, alt }: ImageOptions & { readonly alt?: number },
): Promise<FirmwareImage> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const what = text("{0} cannot be read: {1}.", file, reason);
    throw new BootsmithError("unreadable-file", what, text("Check its name."), { cause: error });
  }
  return readImage(file, bytes, {
    ...(address === undefined ? { stream: true } : { address }),
    ...(alt === undefined ? {} : { alternate: alt }),
  });
}
