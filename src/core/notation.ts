/** How addresses, sizes and names from outside are written for people. */

/** `0x08020800`: at least eight digits, capitals, as data sheets print addresses. */
export function hex(value: number): string {
  return `0x${value.toString(16).toUpperCase().padStart(8, "0")}`;
}

/** `128 KiB`, `2 MiB`, `100 bytes`: exact, never rounded. */
export function sizeText(bytes: number): string {
  const mib = 1024 * 1024;
  if (bytes >= mib && bytes % mib === 0) return `${bytes / mib} MiB`;
  if (bytes >= 1024 && bytes % 1024 === 0) return `${bytes / 1024} KiB`;
  return bytes === 1 ? "1 byte" : `${bytes} bytes`;
}

const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** Words from a file, fit for a picture or a terminal: nothing that moves the cursor, reverses text or breaks lines. */
export function printable(words: string): string {
  const clean = words.replace(unprintable, "\uFFFD");
  return clean.length > 200 ? `${clean.slice(0, 199)}…` : clean;
}

/** Lines for a terminal: names from files and boards in them cannot move the cursor, ring or reverse text. */
export function terminalSafe(lines: string): string {
  return lines.replace(unprintable, (character) => (character === "\n" || character === "\t" ? character : "\uFFFD"));
}
