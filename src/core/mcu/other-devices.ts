import { coreOf } from "./cores";
import type { Device } from "./device";
import { parseBanks, parseCores, parseMemories } from "./row-notation";
import { chipData } from "./load-chip-data";
import type { OtherChipRow } from "./rows/other";

const built = new Map<OtherChipRow, Device>();

/** Chips of other makers that a name starts with, in any case. Built on first use. */
export function otherDevices(name: string): readonly Device[] {
  return chipData()
    .OTHER_CHIPS.filter((row) => row.match.test(name.trim()))
    .map((row) => {
      const device = built.get(row) ?? buildOther(row);
      built.set(row, device);
      return device;
    });
}

function buildOther(row: OtherChipRow): Device {
  const runs = parseBanks(row.flash).flat();
  return {
    part: row.part,
    family: row.family,
    cores: parseCores(row.cores).map((core) => coreOf(core.id, core.highestInterrupt, null, false)),
    memories: [
      {
        name: "Flash",
        kind: "flash",
        base: runs[0]?.base ?? 0,
        size: runs.reduce((sum, run) => sum + run.size * run.count, 0),
        eraseRuns: runs,
      },
      ...parseMemories(row.ram).map(({ name, base, size }) => ({
        name,
        kind: "sram" as const,
        base,
        size,
        eraseRuns: [],
      })),
    ],
    aliases: [],
    eraseUnit: row.eraseUnit,
    programUnit: row.program,
    erased: 0xff,
    rewrite: null,
    variant: row.variant ?? null,
    doubt: [],
    ...(row.reserved === undefined ? {} : { reserved: row.reserved }),
  };
}
