/**
 * One chip geometry: every part of these lines with this flash-size character. Adding a chip is one such row.
 *
 * Sizes are bytes; `16K` is 16 × 1024. The figures come from embassy-rs/stm32-data-generated, checked against ST's
 * CMSIS packs, OpenOCD, modm-devices and ST's headers.
 */
export interface ChipRow {
  /** Line and flash-size character of the first chip. Unique. */
  readonly id: string;
  /** Part numbers start with `STM32` and one of these. `-A`, `-X`: only the parts with that suffix. */
  readonly lines: string;
  /** The flash-size character: `G` in STM32F407VG. */
  readonly size: string;
  /** DBGMCU device ids. */
  readonly devIds: readonly number[];
  /** `core:highest interrupt number`, application core first; per line where the lines of the row differ. */
  readonly cores: string | Readonly<Record<string, string>>;
  /** Banks `base/count*size,count*size` with `; ` between them; both layouts where an option bit chooses; empty: none inside. */
  readonly flash: string | { readonly single: string; readonly dual: string };
  readonly option?: BankOption;
  /** Smallest write in bytes, where it is not the family's. */
  readonly program?: number;
  /** `NAME base+size`; `NAME base+size = NAME or address` is a second view of memory that stands elsewhere. */
  readonly ram: string;
  readonly eeprom?: string;
  /** What the sources do not agree on, and the memories whose place or size is not sure; empty: they are. */
  readonly doubt?: { readonly what: string; readonly memories: string };
}

/** The option bit that chooses between one flash bank and two. */
export interface BankOption {
  /** `REGISTER.BIT`. */
  readonly bit: string;
  readonly at: number;
  /** Value of the bit in single-bank and in dual-bank mode. */
  readonly single: 0 | 1;
  readonly dual: 0 | 1;
  /** As delivered; null: not found. */
  readonly factory: "single" | "dual" | null;
}

/** What the chips of one family share. */
export interface ChipFamily {
  /** `F4`, `L4+`. */
  readonly name: string;
  readonly rows: readonly ChipRow[];
  readonly eraseUnit: "sector" | "page";
  /** Smallest write in bytes (F2, F4, F7: with the narrowest PSIZE); null without flash. */
  readonly program: number | null;
  readonly rewrite: "once" | "bits-1-to-0" | "erased-or-zero" | null;
  /** Bytes under one ECC word; null: none, or not found. */
  readonly eccGranule: number | null;
  readonly erased: number;
  /** The multiple ST's system_*.c template asks of VECT_TAB_OFFSET; null: it asks none. `cm0p` where that core has its own. */
  readonly vectorTableMultiple: number | null;
  readonly vectorTableMultipleCm0p?: number;
  /** One-time programmable area: which parts, base, size. */
  readonly otp: readonly (readonly [parts: RegExp, base: number, size: number])[];
  /** Base of a second view of all flash. */
  readonly flashView?: { readonly base: number; readonly what: string };
  /** Set where TrustZone shows flash and SRAM a second time; `except` names the parts without it. */
  readonly trustZone?: { readonly except: RegExp | null };
}
