import type { Uri } from "../project/snapshot";

const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** `0x08020800`: at least eight digits, capitals, as ST's documents print addresses. */
export function hex(address: number): string {
  return `0x${address.toString(16).toUpperCase().padStart(8, "0")}`;
}

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

/** Words from a file, fit for a picture or a terminal: nothing that moves the cursor, reverses text or breaks lines. */
export function printable(words: string): string {
  const clean = words.replace(unprintable, "�");
  return clean.length > 200 ? `${clean.slice(0, 199)}…` : clean;
}

/** Lines for a terminal: names from files and boards in them cannot move the cursor, ring or reverse text. */
export function terminalSafe(lines: string): string {
  return lines.replace(unprintable, (character) => (character === "\n" || character === "\t" ? character : "�"));
}
