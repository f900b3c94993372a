/** Addresses and sizes are bytes; all are physical unless the name says alias. */

export type MemoryKind =
  "flash" | "sram" | "ccm" | "itcm" | "dtcm" | "backup-sram" | "eeprom" | "otp" | "system" | "external";

/** `count` erase units of `size` bytes, one after the other from `base`. */
export interface EraseRun {
  readonly base: number;
  readonly size: number;
  readonly count: number;
}

/** A physical address range of the chip. */
export interface Memory {
  readonly name: string;
  readonly kind: MemoryKind;
  readonly base: number;
  readonly size: number;
  /** Flash only, in address order, without holes inside one memory. */
  readonly eraseRuns: readonly EraseRun[];
  /** Set where the sources disagree or a region is doubtful: rules stay silent about it. */
  readonly doubt?: string;
}

/** A second view of physical memory: ITCM flash on F7, the secure view of TrustZone parts. */
export interface Alias {
  readonly base: number;
  readonly size: number;
  /** Physical address that `base` stands for. */
  readonly target: number;
  readonly what: string;
}

export interface Core {
  /** `cm0`, `cm0p`, `cm3`, `cm4`, `cm7`, `cm33`, `cm55`. */
  readonly id: string;
  /** Vector table entries: 16 + highest interrupt number + 1. */
  readonly vectors: number;
  /** False on Cortex-M0: the table is fixed at address 0. */
  readonly hasVtor: boolean;
  /** Bytes; what the core needs (Arm 100748, DUI 0662), null without VTOR. */
  readonly vectorAlignment: number | null;
  /** Bytes; what ST's manuals ask for where that is more than the core needs, else equal to it. */
  readonly documentedVectorAlignment: number | null;
}

export type EraseUnitWord = "sector" | "page";

/**
 * One way a chip can be. Where option bits choose among flash layouts every layout is a Device of its own
 * with the same `part`: a finding is an error only if it holds in each of them.
 */
export interface Device {
  readonly part: string;
  readonly family: string;
  readonly cores: readonly Core[];
  readonly memories: readonly Memory[];
  readonly aliases: readonly Alias[];
  readonly eraseUnit: EraseUnitWord;
  /** Smallest unit of a write, bytes. */
  readonly programUnit: number | null;
  /** Byte value of erased flash. */
  readonly erased: number;
  /** "once" (ECC granule), "bits-1-to-0", "erased-or-zero"; null = not known. */
  readonly rewrite: "once" | "bits-1-to-0" | "erased-or-zero" | null;
  /** Which option-bit setting this candidate stands for; null when there is only one layout. */
  readonly variant: string | null;
  readonly doubt: readonly string[];
  /** Ranges inside flash with a meaning of their own: the flash configuration field of Kinetis parts. */
  readonly reserved?: readonly (AddressRange & { readonly what: string })[];
}

export interface AddressRange {
  readonly base: number;
  readonly size: number;
}

/** A target of a board table (Mbed, Arduino): the chip behind a name, and what lives on it from the factory. */
export interface Board {
  readonly target: string;
  readonly part: string;
  /** The core this target builds for, by id, where the chip has several. */
  readonly core: string;
  /** Read-only memory as the build system sees it. */
  readonly rom: AddressRange;
  /** A bootloader that is on the board from the factory and not ours to move. */
  readonly bootloader: (AddressRange & { readonly note: string }) | null;
  /** `target.mbed_app_start` of the variant. */
  readonly applicationStart: number | null;
  readonly source: string;
}
