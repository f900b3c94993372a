import { referenceGeometry } from "../../unit/core/mcu/reference-rows";

/** Bytes `base` to `end`, exclusive. */
export interface Room {
  readonly base: number;
  readonly end: number;
}

/** What the reference says of a chip, apart from the product's own tables. */
export class ReferenceChip {
  readonly flash: readonly Room[];
  readonly ram: readonly Room[];
  /** Erase units in address order. */
  readonly units: readonly Room[];
  /** VTOR alignment of the chip's first core. */
  readonly alignment: number;

  constructor(part: string) {
    const row = referenceGeometry().find(({ match }) => match.test(part));
    const [layout] = row?.layouts ?? [];
    const [core] = row?.cores.find(({ condition }) => condition === null || condition.test(part))?.cpus ?? [];
    if (row === undefined || layout === undefined || core?.alignment == null)
      throw new Error(`The reference does not know ${part}.`);
    this.units = layout.banks.flatMap(({ base, runs }) => {
      const units: Room[] = [];
      for (const { count, size } of runs)
        for (let unit = 0; unit < count; unit++) {
          const from = units.at(-1)?.end ?? base;
          units.push({ base: from, end: from + size });
        }
      return units;
    });
    this.flash = joined(this.units);
    this.ram = joined(row.ram.map(({ base, size }) => ({ base, end: base + size })));
    this.alignment = core.alignment;
  }

  /** Where the chip boots: the start of its flash. */
  get boot(): number {
    return this.flash[0]?.base ?? 0;
  }

  unitAt(address: number): Room | undefined {
    return this.units.find(({ base, end }) => base <= address && address < end);
  }

  /** The flash or RAM an address is in; what touches is one. */
  roomAt(address: number): Room | undefined {
    return [...this.flash, ...this.ram].find(({ base, end }) => base <= address && address < end);
  }

  isFlash(address: number): boolean {
    return this.flash.some(({ base, end }) => base <= address && address < end);
  }

  /** Address 0 of a chip without memory of its own there shows the memory it boots from. */
  isAlias(address: number): boolean {
    const [first] = this.flash;
    return this.roomAt(address) === undefined && first !== undefined && address < first.end - first.base;
  }

  /** A full-descending stack may start at the end of RAM. */
  isStackTop(address: number): boolean {
    return this.ram.some(({ base, end }) => base < address && address <= end);
  }
}

function joined(rooms: readonly Room[]): Room[] {
  const found: Room[] = [];
  for (const { base, end } of rooms.toSorted((a, b) => a.base - b.base)) {
    const before = found.at(-1);
    if (before?.end === base) found[found.length - 1] = { base: before.base, end };
    else found.push({ base, end });
  }
  return found;
}
