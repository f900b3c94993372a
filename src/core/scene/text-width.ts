const narrow = new Set("iljtfrI.,:;'|!()[]· ");
const wide = new Set("mwMW@%—…≈");

/** Width of one character in em, estimated for the usual interface fonts; rather too wide than too narrow. */
function em(character: string): number {
  if ((character.codePointAt(0) ?? 0) >= 0x1100) {
    return 1;
  }
  if (narrow.has(character)) {
    return 0.36;
  }
  if (wide.has(character)) {
    return 0.95;
  }
  return character >= "A" && character <= "Z" ? 0.72 : 0.62;
}

/** Sizes of the fonts in the picture, CSS pixels; bold text counts as larger. */
export const fontSize = { small: 11, smallBold: 12, detail: 12, detailBold: 13, label: 13.8 } as const;

/** Estimated width of a text, CSS pixels. No font is measured: the same picture must come out everywhere. */
export function textWidth(content: string, size: number): number {
  let width = 0;
  for (const character of content) {
    width += em(character);
  }
  return width * size;
}

/** The text, or as much of it as fits the room with an ellipsis. */
export function ellipsis(content: string, size: number, room: number): string {
  if (textWidth(content, size) <= room) {
    return content;
  }
  let kept = "";
  let width = em("…") * size;
  for (const character of content) {
    width += em(character) * size;
    if (width > room) {
      break;
    }
    kept += character;
  }
  return kept === "" ? "" : `${kept.trimEnd()}…`;
}
