import { describe, expect, it } from "vitest";
import type { BoardInfo } from "../../../../src/core/dfu/board-service";
import { quirkRows } from "../../../../src/core/dfu/quirk-rows";
import { asTheStandardsSay, quirksOf, type Quirks } from "../../../../src/core/dfu/quirks";
import { boardWith } from "../../../support/boards";

const optionBytes = "@Option Bytes  /0x1FFFF800/01*016 e";
const F407 = [
  "@Internal Flash  /0x08000000/04*016Kg,01*064Kg,07*128Kg",
  "@Option Bytes  /0x1FFFC000/01*016 e",
  "@OTP Memory /0x1FFF7800/01*512 e,01*016 e",
  "@Device Feature/0xFFFF0000/01*004 e",
];
const F722 = [
  "@Internal Flash  /0x08000000/04*016Kg,01*64Kg,03*128Kg",
  "@Option Bytes  /0x1FFF0000/01*048 e",
  "@OTP Memory /0x1FF07800/01*528e",
];
const H750 = ["@Internal Flash   /0x08000000/16*128Kg", "@Option Bytes   /0x5200201C/01*128 e"];
const L4 = (pages: string) => [
  `@Internal Flash  /0x08000000/${pages}*0002Kg`,
  "@Option Bytes  /0x1FFF7800/01*040 e",
  "@OTP Memory /0x1FFF7000/01*0001Ke",
];
const G0B1 = "@Internal Flash   /0x08000000/64*02Kg";
const by = (vendorId: number, productId: number, more: Partial<BoardInfo> = {}) => ({ vendorId, productId, ...more });

/** Boards of dfu-descriptors.json, and what the sheets say of them. */
const cases: readonly [string, readonly string[], Partial<BoardInfo>, Partial<Quirks>][] = [
  ["F407 ROM", F407, {}, { statusBlocks: true, leave: "works", massErase: true, clearWhenStuck: false }],
  ["F722 ROM", F722, {}, { statusBlocks: true, leave: "works", massErase: false }],
  [
    "F746 ROM",
    ["@Internal Flash  /0x08000000/04*032Kg,01*128Kg,03*256Kg"],
    {},
    { statusBlocks: true, leave: "works", massErase: true },
  ],
  [
    "F767 ROM or mboot",
    ["@Internal Flash  /0x08000000/04*032Kg,01*128Kg,07*256Kg"],
    {},
    { statusBlocks: true, massErase: false },
  ],
  [
    "F429 with ST's Cube sample in its flash",
    ["@Internal Flash   /0x08000000/02*016Ka,02*016Kg,01*064Kg,07*128Kg,04*016Kg,01*064Kg,07*128Kg"],
    { transferSize: 1024 },
    { statusBlocks: true, massErase: false, leave: "unknown" },
  ],
  [
    "F072 ROM",
    ["@Internal Flash  /0x08000000/064*0002Kg", optionBytes],
    {},
    { statusBlocks: false, statusRetries: 3, leave: "works" },
  ],
  [
    "F303 ROM",
    ["@Internal Flash  /0x08000000/128*0002Kg", optionBytes],
    {},
    { statusBlocks: false, statusRetries: 0, leave: "works" },
  ],
  [
    "L072 ROM",
    ["@Internal Flash  /0x08000000/1536*128g", "@Option Bytes  /0x1FF80000/01*032 e"],
    {},
    { statusBlocks: false, statusRetries: 3, leave: "unknown" },
  ],
  ["L431 ROM", L4("0128"), {}, { statusBlocks: false, busyStalls: 3, leave: "unknown" }],
  ["L476 ROM", L4("0512"), {}, { statusBlocks: false, leave: "unknown", massErase: true }],
  [
    "H743 and H750 ROM",
    H750,
    { transferSize: 1024 },
    {
      statusBlocks: false,
      clearWhenStuck: true,
      massErase: false,
      slowErase: { from: 0x0810_0000, time: 4000 },
      earlyReturn: true,
      leave: "works",
    },
  ],
  [
    "H7A3 ROM",
    ["@Internal Flash   /0x08000000/256*08Kg", "@Option Bytes   /0x5200201C/01*297 e"],
    {},
    { clearWhenStuck: false, leave: "unknown", slowErase: null },
  ],
  [
    "U585 ROM",
    ["@Internal Flash   /0x08000000/256*08Kg", "@Option Bytes   /0x40022040/01*64 e"],
    {},
    { leave: "unknown" },
  ],
  ["H563 ROM", ["@Internal Flash   /0x08000000/256*08Kg"], { deviceVersion: 0x0300 }, { leave: "locks-up" }],
  [
    "a chip that says it is an H563",
    ["@Internal Flash   /0x08000000/128*8Kg"],
    { chipId: 0x484 },
    { leave: "locks-up" },
  ],
  [
    "C5 OpenBootloader",
    ["@Internal Flash /0x08000000/64*08Kg", "@Option Bytes /0x40022050/01*432e"],
    {},
    { clearWhenStuck: false, leave: "unknown" },
  ],
  ["G0B1 ROM", [G0B1, G0B1, G0B1], {}, { duplicateAlternates: true }],
  [
    "Portenta H7",
    ["@Internal Flash   /0x08000000/01*128Ka,15*128Kg", "@Bootloader version 22 /0x00000000/0*4Kg"],
    by(0x2341, 0x035b),
    { leave: "works", statusBlocks: false, massErase: false, clearWhenStuck: false },
  ],
  [
    "Particle Photon",
    ["@Internal Flash   /0x08000000/03*016Ka,01*016Kg,01*064Kg,07*128Kg"],
    by(0x2b04, 0xd006),
    { statusBlocks: true, massErase: false, leave: "unknown" },
  ],
  ["Black Magic", ["@Internal Flash   /0x08000000/8*001Ka,056*001Kg"], by(0x1d50, 0x6017), { statusBlocks: true }],
  [
    "GD32VF103",
    ["@Internal Flash  /0x08000000/512*002Kg"],
    by(0x28e9, 0x0189, { serial: "3CBJ" }),
    { geometry: "gd32-serial", massErase: false, serialUnique: false },
  ],
  [
    "AT32",
    ["@Internal Flash  /0x08000000/ 128*1Kg"],
    by(0x2e3c, 0xdf11, { serial: "AT32" }),
    { serialUnique: false, massErase: false },
  ],
  [
    "Maple",
    ["STM32duino bootloader v1.0  Upload to Flash 0x8002000"],
    by(0x1eaf, 0x0003, { protocol: "dfu" }),
    { deadAlternate: /\bERROR\b/, statusBlocks: false },
  ],
  ["Zephyr", [""], by(0x2fe3, 0x0005, { protocol: "dfu" }), { earlyReturn: true }],
];

describe("quirksOf", () => {
  it.each(cases)("%s", (_, names, more, expected) => {
    expect(quirksOf(boardWith(names, { serial: "208F3681554D", ...more }))).toMatchObject(expected);
  });

  it("knows nothing of a board that no row is about: then the standards hold", () => {
    const board = boardWith(["DFU flash"], { vendorId: 0x1209, productId: 1, protocol: "dfu", serial: "DE62" });
    expect(quirksOf(board)).toEqual(asTheStandardsSay);
  });

  it.each(["STM32FxSTM32", "FFFFFFFEFFFF", "STM32", "AT32", null])("serial number %s tells nothing", (serial) => {
    expect(quirksOf(boardWith(F407, { serial })).serialUnique).toBe(false);
  });
});

describe("the table", () => {
  it.each(quirkRows.map((row) => [row.what, row] as const))("%s: has a source and a board it is about", (_, row) => {
    expect(row.source).toMatch(/#\d|§\d|dfu-|AN\d{4}|ticket|SourceForge|arduino|github|stm32h563/i);
    const boards = cases.map(([, names, more]) => boardWith(names, { serial: "208F3681554D", ...more }));
    expect(boards.some((board) => row.matches(board))).toBe(true);
    expect(boards.every((board) => row.matches(board))).toBe(false);
    expect(Object.keys(row.gives).length).toBeGreaterThan(0);
  });
});
