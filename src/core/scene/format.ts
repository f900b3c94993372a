import { hex } from "../notation";
import type { Uri } from "../project/snapshot";

/** `0x08000000 – 0x08020000`; the end is the first address behind the range. */
export function hexRange(base: number, end: number): string {
  return `${hex(base)} – ${hex(end)}`;
}

/** A number of bytes for people: exact, or rounded to two digits and marked so. */
export function byteSize(bytes: number): string {
  if (bytes < 1024) {
    return `${bytes} B`;
  }
  const power = bytes >= 2 ** 30 ? 3 : bytes >= 2 ** 20 ? 2 : 1;
  const unit = 1024 ** power;
  if (bytes % unit !== 0 && bytes % 1024 === 0 && bytes < 10 * 2 ** 20) {
    return `${bytes / 1024} KiB`;
  }
  const rounded = Number((bytes / unit).toFixed(2));
  return `${rounded * unit === bytes ? "" : "≈ "}${rounded} ${["KiB", "MiB", "GiB"][power - 1] ?? ""}`;
}

/** Name of a file for people: the last part of its URI, decoded where it can be. */
export function fileName(uri: Uri): string {
  const last = uri.slice(uri.lastIndexOf("/") + 1);
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}
