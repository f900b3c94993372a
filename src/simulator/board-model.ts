import { BootsmithError } from "../core/errors";
import { text } from "../core/text";

/** How flash takes a write over what is already there. */
export type RewriteRule = "bits-1-to-0" | "once";

/** Everything that makes one simulated board different from another. Times are milliseconds. */
export interface BoardModel {
  readonly part: string;
  readonly vendorId: number;
  readonly productId: number;
  /** BCD. */
  readonly deviceVersion: number;
  readonly product: string;
  readonly serial: string;
  /** Interface strings, in the order of the alternate settings: they are the geometry. */
  readonly alternates: readonly string[];
  readonly transferSize: number;
  readonly erased: number;
  readonly rewrite: RewriteRule;
  /** Bytes written as one; a second write to one is refused where `rewrite` is `once`. */
  readonly programUnit: number;
  /** What GETSTATUS reports as its poll time. */
  readonly poll: { readonly erase: number; readonly program: number };
  /** GETSTATUS before the work is done: held back, or answered dfuDNBUSY. */
  readonly earlyStatus: "blocks" | "busy";
  /** State before the first request: ROMs commonly start in dfuERROR / errFIRMWARE (dfu-protocol §1.5). */
  readonly startsInError: boolean;
  readonly eraseTime: (unitSize: number) => number;
  readonly programTime: (bytes: number) => number;
  readonly massEraseTime: number;
  /** From leaving DFU mode to answering on the bus again after a reset. */
  readonly connectTime: number;
}

/** Sectors of F405/F407 at x8, which the ROM uses unless told otherwise: typical values of the data sheet. */
const f4SectorErase: Readonly<Record<number, number>> = { 0x4000: 400, 0x1_0000: 1200, 0x2_0000: 2000 };

/** The boards that can be simulated. */
export const simulatedBoardModels: readonly BoardModel[] = [
  {
    part: "STM32F407VG",
    vendorId: 0x0483,
    productId: 0xdf11,
    deviceVersion: 0x2200,
    product: "STM32  BOOTLOADER",
    serial: "SIMULATED407",
    // dfu-descriptors.json, "STM32F407 board".
    alternates: [
      "@Internal Flash  /0x08000000/04*016Kg,01*064Kg,07*128Kg",
      "@Option Bytes  /0x1FFFC000/01*016 e",
      "@OTP Memory /0x1FFF7800/01*512 e,01*016 e",
      "@Device Feature/0xFFFF0000/01*004 e",
    ],
    transferSize: 2048,
    erased: 0xff,
    rewrite: "bits-1-to-0",
    programUnit: 1,
    // F401 ROM: 100 ms for an erase, 104 ms for everything else (dfu-timing §2).
    poll: { erase: 100, program: 104 },
    earlyStatus: "blocks",
    startsInError: true,
    // dfu-timing §1.1, x8 typical; 16 µs per byte.
    eraseTime: (size) => f4SectorErase[size] ?? 2000,
    programTime: (bytes) => bytes * 0.016,
    massEraseTime: 16_000,
    connectTime: 300,
  },
  {
    part: "STM32L475VG",
    vendorId: 0x0483,
    productId: 0xdf11,
    deviceVersion: 0x2200,
    product: "STM32  BOOTLOADER",
    serial: "SIMULATED475",
    // The die of dfu-descriptors.json's "STM32L4 (Inertial Sense IMX-5)", 1 MiB as the VG part has it.
    alternates: [
      "@Internal Flash  /0x08000000/0512*0002Kg",
      "@Option Bytes  /0x1FFF7800/01*040 e",
      "@OTP Memory /0x1FFF7000/01*0001Ke",
    ],
    transferSize: 2048,
    erased: 0xff,
    rewrite: "once",
    programUnit: 8,
    // Poll values of this ROM are not known; the model announces the longest time of the data sheet.
    poll: { erase: 25, program: 24 },
    earlyStatus: "busy",
    startsInError: true,
    // dfu-timing §1.2: 22 ms per page, 82 µs per 8 bytes.
    eraseTime: () => 22,
    programTime: (bytes) => Math.ceil(bytes / 8) * 0.082,
    massEraseTime: 44,
    connectTime: 300,
  },
  {
    part: "STM32H747XI",
    vendorId: 0x2341,
    productId: 0x035b,
    deviceVersion: 0x0200,
    product: "Envie M7",
    serial: "SIMULATED747",
    // dfu-descriptors.json, "Arduino Portenta H7": Arduino's bootloader, not the ROM; its own sector is read-only.
    alternates: ["@Internal Flash   /0x08000000/01*128Ka,15*128Kg", "@Bootloader version 22 /0x00000000/0*4Kg"],
    transferSize: 4096,
    erased: 0xff,
    rewrite: "once",
    programUnit: 32,
    // Poll values of this bootloader are not known; the model announces the longest time of its operations.
    poll: { erase: 2000, program: 26 },
    earlyStatus: "busy",
    startsInError: false,
    // dfu-timing §1.1, x64 typical: 1 s per sector, 100 µs per 32-byte word.
    eraseTime: () => 1000,
    programTime: (bytes) => Math.ceil(bytes / 32) * 0.1,
    massEraseTime: 16_000,
    connectTime: 54,
  },
];

/**
 * The model of a part, by name in any case.
 * @throws BootsmithError `unknown-device` that names the known ones
 */
export function boardModel(part: string): BoardModel {
  const model = simulatedBoardModels.find((one) => one.part.toLowerCase() === part.trim().toLowerCase());
  if (model === undefined) {
    const known = simulatedBoardModels.map((one) => one.part).join(", ");
    throw new BootsmithError(
      "unknown-device",
      text("There is no simulated board for {0}.", part),
      text("Known are {0}.", known),
    );
  }
  return model;
}
