import type { ChipFamily } from "./chip-row";
import { C0_ROWS, C5_ROWS } from "./c";
import { F0_ROWS } from "./f0";
import { F1_ROWS } from "./f1";
import { F2_ROWS, F3_ROWS } from "./f2-f3";
import { F4_ROWS } from "./f4";
import { F7_ROWS } from "./f7";
import { G0_ROWS, G4_ROWS } from "./g";
import { H5_ROWS, H7_ROWS } from "./h";
import { L0_ROWS, L1_ROWS } from "./l0-l1";
import { L4_ROWS, L4plus_ROWS, L5_ROWS } from "./l4-l5";
import { MP1_ROWS, N6_ROWS } from "./mp-n";
import { U0_ROWS, U3_ROWS, U5_ROWS } from "./u";
import { WBA_ROWS, WB0_ROWS, WB_ROWS, WL_ROWS } from "./w";

/** Flash that may be written once between two erasures, eight bytes at a time under one ECC word. */
const ECC8 = { program: 8, rewrite: "once", eccGranule: 8, erased: 0xff } as const;
/** The same with sixteen bytes. */
const ECC16 = { program: 16, rewrite: "once", eccGranule: 16, erased: 0xff } as const;
/** L0 and L1: words with ECC, and erased flash reads zero (RM0377). */
const ZERO_ERASED = { program: 4, rewrite: "once", eccGranule: 4, erased: 0x00 } as const;
/** PSIZE chooses 1 to 8 bytes; no ECC. */
const BYTES = { program: 1, eccGranule: null, erased: 0xff } as const;

/**
 * The STM32 families. Rewrite rules and ECC: reference manuals, else ST's ECC registers; null: not found.
 * `vectorTableMultiple`: remark at VECT_TAB_OFFSET in ST's system_stm32*.c. OTP: ST's CMSIS headers.
 */
export const STM32_FAMILIES: readonly ChipFamily[] = [
  {
    name: "C0",
    rows: C0_ROWS,
    eraseUnit: "page",
    ...ECC8,
    rewrite: null,
    eccGranule: null,
    vectorTableMultiple: 0x100,
    otp: [[/^STM32C0/, 0x1fff7000, 0x400]],
  },
  {
    name: "C5",
    rows: C5_ROWS,
    eraseUnit: "page",
    ...ECC16,
    rewrite: null,
    eccGranule: null,
    vectorTableMultiple: null,
    otp: [[/^STM32C5/, 0x08ffe000, 0x1200]],
  },
  {
    name: "F0",
    rows: F0_ROWS,
    eraseUnit: "page",
    program: 2,
    rewrite: "erased-or-zero",
    eccGranule: null,
    erased: 0xff,
    vectorTableMultiple: null,
    otp: [],
  },
  {
    name: "F1",
    rows: F1_ROWS,
    eraseUnit: "page",
    program: 2,
    rewrite: "erased-or-zero",
    eccGranule: null,
    erased: 0xff,
    vectorTableMultiple: 0x200,
    otp: [],
  },
  {
    name: "F2",
    rows: F2_ROWS,
    eraseUnit: "sector",
    ...BYTES,
    rewrite: null,
    vectorTableMultiple: 0x200,
    otp: [[/^STM32F2/, 0x1fff7800, 0x210]],
  },
  {
    name: "F3",
    rows: F3_ROWS,
    eraseUnit: "page",
    program: 2,
    rewrite: null,
    eccGranule: null,
    erased: 0xff,
    vectorTableMultiple: 0x200,
    otp: [],
  },
  {
    name: "F4",
    rows: F4_ROWS,
    eraseUnit: "sector",
    ...BYTES,
    rewrite: "bits-1-to-0",
    vectorTableMultiple: 0x200,
    otp: [[/^STM32F4/, 0x1fff7800, 0x210]],
  },
  {
    name: "F7",
    rows: F7_ROWS,
    eraseUnit: "sector",
    ...BYTES,
    rewrite: null,
    vectorTableMultiple: 0x200,
    otp: [
      [/^STM32F7[23]/, 0x1ff07800, 0x210],
      [/^STM32F7[4567]/, 0x1ff0f000, 0x420],
    ],
    flashView: { base: 0x00200000, what: "flash through ITCM" },
  },
  {
    name: "G0",
    rows: G0_ROWS,
    eraseUnit: "page",
    ...ECC8,
    vectorTableMultiple: 0x200,
    otp: [[/^STM32G0/, 0x1fff7000, 0x400]],
  },
  {
    name: "G4",
    rows: G4_ROWS,
    eraseUnit: "page",
    ...ECC8,
    vectorTableMultiple: 0x200,
    otp: [[/^STM32G4/, 0x1fff7000, 0x400]],
  },
  {
    name: "H5",
    rows: H5_ROWS,
    eraseUnit: "sector",
    ...ECC16,
    vectorTableMultiple: 0x200,
    otp: [[/^STM32H5/, 0x08fff000, 0x800]],
    trustZone: { except: /^STM32H503/ },
  },
  {
    name: "H7",
    rows: H7_ROWS,
    eraseUnit: "sector",
    // The flash word, and with it the ECC granule: 32 bytes on H72x to H75x, 16 on the others.
    program: 16,
    rewrite: "once",
    eccGranule: null,
    erased: 0xff,
    vectorTableMultiple: 0x400,
    otp: [[/^STM32H7[AB]/, 0x08fff000, 0x400]],
  },
  { name: "L0", rows: L0_ROWS, eraseUnit: "page", ...ZERO_ERASED, vectorTableMultiple: 0x200, otp: [] },
  { name: "L1", rows: L1_ROWS, eraseUnit: "page", ...ZERO_ERASED, vectorTableMultiple: 0x200, otp: [] },
  {
    name: "L4",
    rows: L4_ROWS,
    eraseUnit: "page",
    ...ECC8,
    vectorTableMultiple: 0x200,
    otp: [[/^STM32L4/, 0x1fff7000, 0x400]],
  },
  {
    name: "L4+",
    rows: L4plus_ROWS,
    eraseUnit: "page",
    ...ECC8,
    vectorTableMultiple: 0x200,
    otp: [[/^STM32L4/, 0x1fff7000, 0x400]],
  },
  {
    name: "L5",
    rows: L5_ROWS,
    eraseUnit: "page",
    ...ECC8,
    vectorTableMultiple: 0x200,
    otp: [[/^STM32L5/, 0x0bfa0000, 0x200]],
    trustZone: { except: null },
  },
  // MP1 and N6 have no flash inside: nothing of theirs is ever erased, so the byte value below is never read.
  {
    name: "MP1",
    rows: MP1_ROWS,
    eraseUnit: "page",
    program: null,
    rewrite: null,
    eccGranule: null,
    erased: 0xff,
    vectorTableMultiple: 0x400,
    otp: [],
  },
  {
    name: "N6",
    rows: N6_ROWS,
    eraseUnit: "page",
    program: null,
    rewrite: null,
    eccGranule: null,
    erased: 0xff,
    vectorTableMultiple: null,
    otp: [],
  },
  {
    name: "U0",
    rows: U0_ROWS,
    eraseUnit: "page",
    ...ECC8,
    vectorTableMultiple: 0x200,
    otp: [[/^STM32U0/, 0x1fff6800, 0x400]],
  },
  {
    name: "U3",
    rows: U3_ROWS,
    eraseUnit: "page",
    ...ECC8,
    vectorTableMultiple: 0x200,
    otp: [[/^STM32U3/, 0x0bfa0000, 0x200]],
    trustZone: { except: null },
  },
  {
    name: "U5",
    rows: U5_ROWS,
    eraseUnit: "page",
    ...ECC16,
    vectorTableMultiple: 0x200,
    otp: [[/^STM32U5/, 0x0bfa0000, 0x200]],
    trustZone: { except: null },
  },
  {
    name: "WB",
    rows: WB_ROWS,
    eraseUnit: "page",
    ...ECC8,
    vectorTableMultiple: 0x200,
    otp: [[/^STM32WB/, 0x1fff7000, 0x400]],
  },
  {
    name: "WB0",
    rows: WB0_ROWS,
    eraseUnit: "page",
    program: 4,
    rewrite: null,
    eccGranule: null,
    erased: 0xff,
    vectorTableMultiple: 0x100,
    otp: [],
  },
  {
    name: "WBA",
    rows: WBA_ROWS,
    eraseUnit: "page",
    ...ECC16,
    vectorTableMultiple: null,
    otp: [
      [/^STM32WBA5/, 0x0bf90000, 0x200],
      [/^STM32WBA6/, 0x0bfa0000, 0x200],
    ],
    trustZone: { except: /^STM32WBA(?:20|50)/ },
  },
  {
    name: "WL",
    rows: WL_ROWS,
    eraseUnit: "page",
    ...ECC8,
    vectorTableMultiple: 0x200,
    vectorTableMultipleCm0p: 0x100,
    otp: [[/^STM32WL/, 0x1fff7000, 0x400]],
  },
];
