import type { Core } from "./device";

/** Cortex-M0+ without its own 128-byte granule: TBLOFF is bits 31:7, and bit 7 reads as zero (Arm DUI 0662). */
const CM0P_ALIGNMENT = 0x100;
/** Armv7-M and Armv8-M: a power of two that holds the table, and 128 bytes at least (Arm 100748). */
const SMALLEST_ALIGNMENT = 0x80;
/** ST's programming manuals give TBLOFF as bits 29:9 on Cortex-M3 and M4 (PM0056, PM0214). */
const ST_MANUAL_ALIGNMENT: Readonly<Record<string, number>> = { cm3: 0x200, cm4: 0x200 };
/** Exceptions in front of the first interrupt. */
const SYSTEM_VECTORS = 16;

/**
 * A core with its vector table rules; sizes in bytes.
 * @param templateMultiple what ST's start-up template asks of the table offset; null outside ST and where it asks nothing.
 */
export function coreOf(id: string, highestInterrupt: number, templateMultiple: number | null, byST = true): Core {
  const vectors = SYSTEM_VECTORS + highestInterrupt + 1;
  if (id === "cm0") {
    return { id, vectors, hasVtor: false, vectorAlignment: null, documentedVectorAlignment: null };
  }
  const needed = id === "cm0p" ? CM0P_ALIGNMENT : Math.max(SMALLEST_ALIGNMENT, nextPowerOfTwo(4 * vectors));
  const manual = byST ? (ST_MANUAL_ALIGNMENT[id] ?? 0) : 0;
  return {
    id,
    vectors,
    hasVtor: true,
    vectorAlignment: needed,
    documentedVectorAlignment: Math.max(needed, manual, templateMultiple ?? 0),
  };
}

/** 32-bit NVIC enable words that a core with so many vectors has. */
export function nvicWords(core: Core): number {
  return Math.ceil((core.vectors - SYSTEM_VECTORS) / 32);
}

function nextPowerOfTwo(value: number): number {
  let power = 1;
  while (power < value) {
    power *= 2;
  }
  return power;
}
