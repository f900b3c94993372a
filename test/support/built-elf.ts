/** A linked Arm program as far as layouts look at it: segments to load, and a section each with a name. */
export interface ElfPart {
  readonly section: string;
  /** p_paddr of the segment; where it runs is somewhere else. */
  readonly address: number;
  readonly data: Uint8Array;
}

/** First two words of a vector table, and as many bytes in all. */
export function vectorTable(stackPointer: number, resetHandler: number, size = 0x400): Uint8Array {
  const data = new Uint8Array(size).fill(0xbf);
  const view = new DataView(data.buffer);
  view.setUint32(0, stackPointer, true);
  view.setUint32(4, resetHandler, true);
  return data;
}

/** ELF file with a table of segments and one of sections. */
export function builtElf(parts: readonly ElfPart[]): Uint8Array {
  const names = ["", ...parts.map(({ section }) => section), ".shstrtab"];
  const strings = new TextEncoder().encode(names.map((name) => `${name}\0`).join(""));
  const nameAt = (name: string): number =>
    names.slice(0, names.indexOf(name)).join("\0").length + (name === "" ? 0 : 1);
  const dataStart = 52 + 32 * parts.length;
  const stringsAt = dataStart + parts.reduce((sum, { data }) => sum + data.length, 0);
  const sectionsAt = stringsAt + strings.length;
  const bytes = new Uint8Array(sectionsAt + 40 * names.length);
  const view = new DataView(bytes.buffer);
  const words = (at: number, values: readonly number[]): void =>
    values.forEach((value, index) => view.setUint32(at + 4 * index, value, true));
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 1, 1, 1]);
  words(16, [2 | (40 << 16), 1, 0, 52, sectionsAt, 0, 52 | (32 << 16), parts.length | (40 << 16)]);
  words(48, [names.length | ((names.length - 1) << 16)]);
  let offset = dataStart;
  for (const [index, { section, address, data }] of parts.entries()) {
    words(52 + 32 * index, [1, offset, 0x2000_0000, address, data.length, data.length, 5, 4]);
    words(sectionsAt + 40 * (index + 1), [nameAt(section), 1, 2, 0x2000_0000, offset, data.length]);
    bytes.set(data, offset);
    offset += data.length;
  }
  bytes.set(strings, stringsAt);
  words(sectionsAt + 40 * (names.length - 1), [nameAt(".shstrtab"), 3, 0, 0, stringsAt, strings.length]);
  return bytes;
}
