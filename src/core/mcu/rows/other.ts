/**
 * A chip of another maker that Mbed or Arduino boards carry. Same notation as the STM32 rows.
 * Sources: mbed-ce/mbed-os (headers, linker scripts, flash_api.c), arduino/ArduinoCore-mbed variants, pyOCD, OpenOCD, probe-rs.
 */
export interface OtherChipRow {
  readonly part: string;
  /** Names that mean this chip, matched from the start. */
  readonly match: RegExp;
  readonly family: string;
  readonly cores: string;
  readonly flash: string;
  /** Where the flash is not the chip's own: which board has this much of it. */
  readonly variant?: string;
  readonly ram: string;
  readonly eraseUnit: "sector" | "page";
  readonly program: number;
  /** Ranges inside flash that have a meaning of their own. */
  readonly reserved?: readonly { readonly base: number; readonly size: number; readonly what: string }[];
}

export const OTHER_CHIPS: readonly OtherChipRow[] = [
  {
    part: "MK64FN1M0VLL12",
    match: /^MK64FN1M0/i,
    family: "Kinetis K64",
    cores: "cm4:85",
    flash: "0x00000000/256*4K",
    ram: "SRAM_L 0x1fff0000+64K, SRAM_U 0x20000000+192K",
    eraseUnit: "sector",
    program: 8,
    reserved: [{ base: 0x400, size: 0x10, what: "flash configuration field: wrong bytes here can lock the chip" }],
  },
  {
    part: "nRF52840_xxAA",
    match: /^nRF52840/i,
    family: "nRF52",
    cores: "cm4:47",
    flash: "0x00000000/256*4K",
    ram: "SRAM 0x20000000+256K",
    eraseUnit: "page",
    program: 4,
  },
  {
    part: "nRF52832_xxAA",
    match: /^nRF52832/i,
    family: "nRF52",
    cores: "cm4:38",
    flash: "0x00000000/128*4K",
    ram: "SRAM 0x20000000+64K",
    eraseUnit: "page",
    program: 4,
  },
  {
    part: "RP2040",
    match: /^RP2040/i,
    family: "RP2040",
    cores: "cm0p:25 cm0p:25",
    flash: "0x10000000/4096*4K",
    variant: "16 MiB QSPI flash, as on the Nano RP2040 Connect",
    ram: "SRAM 0x20000000+256K, SCRATCH_X 0x20040000+4K, SCRATCH_Y 0x20041000+4K",
    eraseUnit: "sector",
    program: 256,
  },
  {
    part: "RP2040",
    match: /^RP2040/i,
    family: "RP2040",
    cores: "cm0p:25 cm0p:25",
    flash: "0x10000000/512*4K",
    variant: "2 MiB QSPI flash, as on the Raspberry Pi Pico",
    ram: "SRAM 0x20000000+256K, SCRATCH_X 0x20040000+4K, SCRATCH_Y 0x20041000+4K",
    eraseUnit: "sector",
    program: 256,
  },
];
