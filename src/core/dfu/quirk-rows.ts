import type { BoardInfo } from "./board-service";
import { isProgramMemory } from "./layout-units";
import type { MemoryLayout } from "./memory-layout";
import type { Quirks } from "./quirks";

/** One peculiarity of one kind of board. */
export interface QuirkRow {
  readonly what: string;
  readonly source: string;
  readonly matches: (board: BoardInfo) => boolean;
  readonly gives: Partial<Quirks>;
}

type Runs = readonly (readonly [count: number, size: number])[];

const K = 1024;
const flashBase = 0x0800_0000;

/** The program memory of a board: of several the lowest alternate setting. */
function flashOf(board: BoardInfo): MemoryLayout | null {
  return board.alternates.find(isProgramMemory)?.layout ?? null;
}

/** The flash starts with these erase units, whatever their access. */
function startsWith(board: BoardInfo, runs: Runs): boolean {
  const layout = flashOf(board);
  if (layout === null || layout.segments[0]?.base !== flashBase) return false;
  const wanted = runs.flatMap(([count, size]) => Array.from({ length: count }, () => size));
  const sizes = layout.segments.flatMap(({ size, count }) =>
    Array.from({ length: Math.min(count, wanted.length) }, () => size),
  );
  return wanted.every((size, index) => sizes[index] === size);
}

/** The flash is exactly so many erase units of one size. */
function isFlash(board: BoardInfo, count: number, size: number): boolean {
  const segments = flashOf(board)?.segments ?? [];
  return (
    segments[0]?.base === flashBase &&
    segments.every((segment) => segment.size === size) &&
    segments.reduce((sum, segment) => sum + segment.count, 0) === count
  );
}

/** Some alternate setting maps this address: option bytes and OTP tell families apart whose flash looks alike. */
function maps(board: BoardInfo, address: number): boolean {
  return board.alternates.some(({ layout }) => layout?.segments.some(({ base }) => base === address) === true);
}

function is(board: BoardInfo, vendorId: number, ...productIds: readonly number[]): boolean {
  return board.vendorId === vendorId && (productIds.length === 0 || productIds.includes(board.productId));
}

/** ST's VID:PID with a bootloader that does not protect itself in flash: the ROM, or one that looks like it. */
function isRom(board: BoardInfo): boolean {
  return is(board, 0x0483, 0xdf11) && flashOf(board)?.segments.every(({ writable }) => writable) === true;
}

/** ST's VID:PID with a bootloader in the flash itself, whose own part may only be read. */
function isInFlash(board: BoardInfo): boolean {
  return is(board, 0x0483, 0xdf11) && flashOf(board)?.segments.some(({ writable }) => !writable) === true;
}

const f4Start: Runs = [
  [4, 16 * K],
  [1, 64 * K],
  [1, 128 * K],
];
const f7Start: Runs = [
  [4, 32 * K],
  [1, 128 * K],
  [1, 256 * K],
];
const isF72 = (board: BoardInfo) => isRom(board) && startsWith(board, f4Start) && maps(board, 0x1fff_0000);
const isF76 = (board: BoardInfo) => isRom(board) && startsWith(board, [...f7Start, [6, 256 * K]]);
const isF2F4F7 = (board: BoardInfo) => isRom(board) && (startsWith(board, f4Start) || startsWith(board, f7Start));
/** H742, H743, H745, H747, H750 …: one map for all, also for parts sold with less. */
const isH74 = (board: BoardInfo) => isRom(board) && isFlash(board, 16, 128 * K);
/** H7A3 and U585 have the same flash, and option bytes elsewhere; other alternate settings of the H563 ROM are not known. */
const isH563 = (board: BoardInfo) =>
  board.chipId === 0x484 ||
  (isRom(board) && isFlash(board, 256, 8 * K) && !maps(board, 0x5200_201c) && !maps(board, 0x4002_2040));
const oldOptionBytes = 0x1fff_f800;

/**
 * The version of a ROM (0x91, 0xD3 …) is in its memory, not in its descriptors: where a fault belongs to one version,
 * every board of that kind is treated alike. Later rows have the last word.
 */
export const quirkRows: readonly QuirkRow[] = [
  {
    what: "ST's ROM has mass erase",
    source: "AN3156 §4.3; matched by 0483:df11 and flash that is writable throughout",
    matches: isRom,
    gives: { massErase: true },
  },
  {
    what: "F2, F4 and F7 ROMs (and MicroPython's mboot with the same map) hold GETSTATUS back; leaving works",
    source:
      "dfu-protocol §1.6: pydfu never waits, an F745 held it for 250 ms (fwupd#2696); §2.5: dfu-util's exit code 74 is a board that left; matched by sector sizes",
    matches: isF2F4F7,
    gives: { statusBlocks: true, leave: "works" },
  },
  {
    what: "F72x and F76x: mass erase over DFU fails",
    source:
      "dfu-protocol §2.6, SourceForge #231; matched by option bytes at 0x1FFF0000, or 256 KiB sectors up to 2 MiB",
    matches: (board) => isF72(board) || isF76(board),
    gives: { massErase: false },
  },
  {
    what: "F0, F1 (USB) and F3 ROMs: leaving works",
    source:
      "dfu-peers §2, QMK Toolbox leaves after every flash; matched by option bytes at 0x1FFFF800 and pages of 1 or 2 KiB",
    matches: (board) =>
      isRom(board) &&
      maps(board, oldOptionBytes) &&
      (startsWith(board, [[1, K]]) || startsWith(board, [[1, 2 * K]])) &&
      !maps(board, 0x1fff_7800),
    gives: { leave: "works" },
  },
  {
    what: "F072, F070, F030 and L07x lose packets on fast hosts",
    source:
      "dfu-protocol §1.6 and §2.6, SourceForge 78; matched by 64 pages of 2 KiB (F0), 1536 of 128 bytes (L07x V4.1, whose version is not visible)",
    matches: (board) =>
      isRom(board) && ((isFlash(board, 64, 2 * K) && maps(board, oldOptionBytes)) || isFlash(board, 1536, 128)),
    gives: { statusRetries: 3 },
  },
  {
    what: "L43x and L412 V1.0 stall GETSTATUS while they work",
    source:
      "dfu-util tickets 40 and 208; matched by L4's option bytes and at most 128 pages of 2 KiB. That 1024-byte blocks help is left alone: ROMs multiply block numbers with their own size",
    matches: (board) =>
      isRom(board) &&
      maps(board, 0x1fff_7800) &&
      (isFlash(board, 128, 2 * K) || isFlash(board, 64, 2 * K)) &&
      !maps(board, oldOptionBytes),
    gives: { busyStalls: 3, statusBlocks: false },
  },
  {
    what: "H743 rev V: after the first sector of bank 2 it stays in dfuDNBUSY",
    source:
      "dfu-protocol §2.6 (Betaflight #5348, dfu-buddy); matched by 16 sectors of 128 KiB, the revision is not visible",
    matches: isH74,
    gives: { clearWhenStuck: true },
  },
  {
    what: "H74x V13.3 (0xD3): mass erase over DFU is broken",
    source: "AN2606, dfu-protocol §2.6; matched by 16 sectors of 128 KiB, the version is not visible",
    matches: isH74,
    gives: { massErase: false },
  },
  {
    what: "H74x V9.1 (0x91): an erase in bank 2 is reported before it is done",
    source:
      "AN2606, dfu-protocol §2.6; 4 s: the longest erase of 128 KiB (dfu-timing §1.1); matched by 16 sectors of 128 KiB, the version is not visible",
    matches: isH74,
    gives: { slowErase: { from: 0x0810_0000, time: 4000 }, earlyReturn: true },
  },
  {
    what: "H74x: leaving works where the stack pointer lies below the end of RAM - 16 (V9.0)",
    source: "dfu-protocol §2.5; matched by 16 sectors of 128 KiB",
    matches: isH74,
    gives: { leave: "works" },
  },
  {
    what: "H563 and H573 lock up when they leave",
    source:
      "chcbaram/stm32h563-core, dfu-protocol §2.5; matched by DEV_ID 0x484, or 256 units of 8 KiB without the option bytes of H7A3 or U5",
    matches: isH563,
    gives: { leave: "locks-up" },
  },
  {
    what: "C5: CLRSTATUS outside dfuERROR stalls",
    source: "dfu-protocol §1.7; matched by DEV_ID 0x44E or its 432 option bytes",
    matches: (board) =>
      board.chipId === 0x44e ||
      (is(board, 0x0483, 0xdf11) &&
        board.alternates.some(
          ({ layout }) => layout?.segments.some(({ base, size }) => base === 0x4002_2050 && size === 432) === true,
        )),
    gives: { clearWhenStuck: false, leave: "unknown" },
  },
  {
    what: "G0B1 and G0C1: several alternate settings with one and the same flash",
    source: "dfu-protocol §2.6; matched by the strings themselves",
    matches: (board) =>
      is(board, 0x0483, 0xdf11) &&
      board.alternates.some(
        ({ name, layout }, index) =>
          layout !== null && board.alternates.findIndex((other) => other.name === name) !== index,
      ),
    gives: { duplicateAlternates: true },
  },
  {
    what: "bootloaders of ST's Cube DFU class do all work inside GETSTATUS and have no mass erase",
    source: "dfu-protocol §1.6 and §2.1 (source of the class); matched by 0483:df11 and a read-only part of the flash",
    matches: isInFlash,
    gives: { statusBlocks: true, massErase: false },
  },
  {
    what: "Particle bootloaders report a poll time of 0 on purpose",
    source: "particle-iot/device-os#1242; matched by VID 2b04",
    matches: (board) => is(board, 0x2b04),
    gives: { statusBlocks: true },
  },
  {
    what: "Black Magic Probe does all work inside GETSTATUS",
    source: "dfu-protocol §1.6 (source); matched by 1d50:6017",
    matches: (board) => is(board, 0x1d50, 0x6017),
    gives: { statusBlocks: true },
  },
  {
    what: "Arduino's bootloader on Portenta H7, Giga, Nicla Vision and Opta: leaving works",
    source: "dfu-peers §2.1, arduino-cli leaves after every upload; matched by VID:PID",
    matches: (board) => is(board, 0x2341, 0x035b, 0x0366, 0x035f, 0x0364),
    gives: { leave: "works" },
  },
  {
    what: "GD32VF103 tells a wrong page count and size",
    source: "dfu-protocol §2.6, gd32-dfu-utils#2-#6; matched by 28e9:0189",
    matches: (board) => is(board, 0x28e9, 0x0189),
    gives: { geometry: "gd32-serial", serialUnique: false },
  },
  {
    what: "serial numbers that every board of the kind has",
    source: "dfu-protocol §2.6; matched by the serial number (AT32 also by 2e3c:df11)",
    matches: (board) =>
      is(board, 0x2e3c, 0xdf11) || /^(STM32FxSTM32|FFFFFFFEFFFF|STM32|AT32|00000000010C|)$/.test(board.serial ?? ""),
    gives: { serialUnique: false },
  },
  {
    what: "Maple and STM32duino: the alternate setting for RAM takes nothing",
    source: "dfu-descriptors, its own string says so; matched by 1eaf:0003",
    matches: (board) => is(board, 0x1eaf, 0x0003),
    gives: { deadAlternate: /\bERROR\b/, serialUnique: false },
  },
  {
    what: "Zephyr's DFU reports a poll time that may be shorter than the erase",
    source: "zephyr#51880, dfu-timing §2; matched by VID 2fe3",
    matches: (board) => is(board, 0x2fe3),
    gives: { earlyReturn: true },
  },
];
