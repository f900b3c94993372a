/** Where no output was written. */
export const absentSymbols: ReadonlyMap<string, number> = new Map();

/** Global symbols of a little-endian 32-bit ELF file (System V ABI, chapter 4) with their values. */
export function symbolsOf(elf: Buffer): ReadonlyMap<string, number> {
  if (elf.length < 52) return absentSymbols;
  const [table, entrySize, count] = [elf.readUInt32LE(32), elf.readUInt16LE(46), elf.readUInt16LE(48)];
  const headers = Array.from({ length: count }, (_, i) => {
    const at = table + i * entrySize;
    return {
      type: elf.readUInt32LE(at + 4),
      offset: elf.readUInt32LE(at + 16),
      size: elf.readUInt32LE(at + 20),
      link: elf.readUInt32LE(at + 24),
    };
  });
  const symbols = headers.find(({ type }) => type === 2);
  const strings = symbols === undefined ? undefined : headers[symbols.link];
  const found = new Map<string, number>();
  if (symbols === undefined || strings === undefined) return found;
  for (let at = symbols.offset; at < symbols.offset + symbols.size; at += 16) {
    const from = strings.offset + elf.readUInt32LE(at);
    const name = elf.toString("latin1", from, elf.indexOf(0, from));
    const defined = elf.readUInt16LE(at + 14) !== 0;
    if (name !== "" && defined) found.set(name, elf.readUInt32LE(at + 4));
  }
  return found;
}
