import type { AddressRange, Alias, Core, Device, EraseRun, MemoryKind } from "./device";
import { systemBootloaderOf, type SystemBootloader } from "./system-bootloader";

/** What `bootsmith mcu PART --format json` prints. Addresses and sizes are JSON numbers, bytes. */
export interface McuReport {
  readonly part: string;
  readonly family: string;
  /** The application core; `cores` has all. */
  readonly core: string;
  readonly memories: readonly McuMemory[];
  /** Entries of the vector table of `core`. */
  readonly vectors: number;
  /** Bytes; null: the core has no VTOR. */
  readonly vectorTableAlignment: number | null;
  /** Bytes; what ST's manuals ask for. */
  readonly documentedVectorTableAlignment: number | null;
  readonly systemBootloader: SystemBootloader | null;
  readonly cores: readonly Core[];
  readonly aliases: readonly Alias[];
  readonly eraseUnit: string;
  readonly erased: number;
  readonly rewrite: string | null;
  /** The option-bit setting this describes; null: there is only one. */
  readonly variant: string | null;
  readonly reserved: readonly (AddressRange & { readonly what: string })[];
  readonly doubt: readonly string[];
}

/** A memory of the chip. */
export interface McuMemory {
  readonly name: string;
  readonly kind: MemoryKind;
  readonly base: number;
  readonly size: number;
  readonly eraseUnits: readonly EraseRun[];
  /** Smallest write, bytes; null outside flash. */
  readonly programUnit: number | null;
  readonly doubt: string | null;
}

/** All that is known of one candidate of a chip. */
export function mcuReport(device: Device): McuReport {
  const core = device.cores[0];
  if (core === undefined) {
    throw new Error(`${device.part} has no core: a fault in its row.`);
  }
  return {
    part: device.part,
    family: device.family,
    core: core.id,
    memories: device.memories.map((memory) => ({
      name: memory.name,
      kind: memory.kind,
      base: memory.base,
      size: memory.size,
      eraseUnits: memory.eraseRuns,
      programUnit: memory.kind === "flash" ? device.programUnit : null,
      doubt: memory.doubt ?? null,
    })),
    vectors: core.vectors,
    vectorTableAlignment: core.vectorAlignment,
    documentedVectorTableAlignment: core.documentedVectorAlignment,
    systemBootloader: systemBootloaderOf(device.part) ?? null,
    cores: device.cores,
    aliases: device.aliases,
    eraseUnit: device.eraseUnit,
    erased: device.erased,
    rewrite: device.rewrite,
    variant: device.variant,
    reserved: device.reserved ?? [],
    doubt: device.doubt,
  };
}
