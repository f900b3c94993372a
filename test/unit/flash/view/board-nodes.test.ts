import fc from "fast-check";
import { describe, expect, it } from "vitest";
import packageJson from "../../../../package.json";
import { english, type Text } from "../../../../src/core/text";
import { text } from "../../../../src/core/text";
import {
  boardNodes,
  childrenOf,
  contextOf,
  extentOf,
  lookOf,
  runsOf,
  unitsOf,
  type BoardNode,
} from "../../../../src/flash/view/board-nodes";
import { boardWith } from "../../../support/boards";

const F4 = "@Internal Flash  /0x08000000/04*016Kg,01*064Kg,07*128Kg";
const options = "@Option Bytes  /0x1FFFC000/01*016 e";

const shown = (nodes: readonly BoardNode[]): string[] =>
  nodes.map((node) => {
    const { label, description } = lookOf(node);
    return [label, ...description].map(english).join(" | ");
  });
const top = (...boards: Parameters<typeof boardNodes>[0]) => boardNodes(boards, () => ({}));
const first = <T>(list: readonly T[]): T => {
  const [one] = list;
  if (one === undefined) throw new Error("nothing there");
  return one;
};

describe("the top rows", () => {
  it("are the boards, real ones first, with mode, serial number and path", () => {
    const real = boardWith([F4], { serial: "2052", path: "1-4.2" });
    const simulated = boardWith([F4], { id: "s", name: "Simulated STM32F407VG", simulated: true });
    expect(shown(top(simulated, real))).toEqual([
      "STM32 BOOTLOADER | DFU mode | 2052 | 1-4.2",
      "Simulated STM32F407VG | DFU mode",
    ]);
  });

  it("say what runs on a board instead, and why one could not be opened", () => {
    const board = boardWith([F4], { serial: "2052" });
    const look = (state: { running?: Text; fault?: Text }, of = board) => lookOf(first(boardNodes([of], () => state)));
    expect(look({ running: text("Flashing: {0} %", 40) })).toMatchObject({
      description: [text("Flashing: {0} %", 40)],
      icon: "sync~spin",
    });
    const closed = look({ fault: text("denied") }, boardWith([], { serial: "2052" }));
    expect(closed).toMatchObject({
      icon: "warning",
      tooltip: text("denied"),
      context: "board closed dfuse readable writable serial",
    });
    expect(english(first(closed.description))).toBe("could not be opened");
  });

  it("tell plain DFU, a running application and an interrupted flash apart", () => {
    const modes = [{ protocol: "dfu" }, { mode: "runtime" }, { interrupted: true }] as const;
    expect(modes.map((mode) => shown(top(boardWith([F4], mode))))).toEqual([
      ["STM32 BOOTLOADER | DFU mode, plain DFU"],
      ["STM32 BOOTLOADER | runs its application"],
      ["STM32 BOOTLOADER | DFU mode, flashing was interrupted"],
    ]);
  });
});

describe("under a board", () => {
  it("are its facts, then its alternate settings", () => {
    const board = boardWith([F4, options, "@Bootloader version 22 /0x00000000/0*4Kg"], {
      serial: "2052",
      path: "1-4.2",
      part: "STM32F407VG",
      bootloaderVersion: "22",
    });
    expect(shown(childrenOf(first(top(board))))).toEqual([
      "Mode | DFU mode",
      "Chip | STM32F407VG",
      "Serial number | 2052",
      "USB path | 1-4.2",
      "USB id | 0483:df11",
      "Bootloader version | 22",
      "Device version | 2200",
      "Internal Flash | 0x08000000 | 4 × 16 KiB, 1 × 64 KiB, 7 × 128 KiB",
      "Option Bytes | 0x1FFFC000 | 1 × 16 bytes",
      "Bootloader version 22",
    ]);
  });

  it("stands the reason first where it could not be opened", () => {
    const [node] = boardNodes([boardWith([])], () => ({ fault: text("This user may not open it.") }));
    const rows = childrenOf(node ?? first([]));
    expect(shown(rows)[0]).toBe("This user may not open it.");
    expect(lookOf(first(rows)).context).toBe("fault");
    expect(shown(rows)[1]).toBe("Mode | could not be opened");
  });
});

describe("under an alternate setting", () => {
  const alternate = (name: string): BoardNode => {
    const found = childrenOf(first(top(boardWith([name])))).find(({ kind }) => kind === "alternate");
    return found ?? first([]);
  };

  it("are runs of equal units with what may be done to them", () => {
    expect(shown(childrenOf(alternate(F4)))).toEqual([
      "0x08000000–0x0800FFFF | 4 × 16 KiB | read, erase, write",
      "0x08010000–0x0801FFFF | 64 KiB | read, erase, write",
      "0x08020000–0x080FFFFF | 7 × 128 KiB | read, erase, write",
    ]);
    expect(childrenOf(alternate(F4)).map((node) => lookOf(node).expandable)).toEqual([true, false, true]);
  });

  it("join neighbours of one size, and keep those of another access apart", () => {
    const name = "@Flash /0x08000000/01*128Ka,01*128Kg,02*128Kg";
    expect(shown(childrenOf(alternate(name)))).toEqual([
      "0x08000000–0x0801FFFF | 128 KiB | read only",
      "0x08020000–0x0807FFFF | 3 × 128 KiB | read, erase, write",
    ]);
    expect(lookOf(first(childrenOf(alternate(name)))).context).toBe("units readable");
  });

  it("come in pages of 64 where there are many, and every unit is there once", () => {
    const run = first(childrenOf(alternate("@Internal Flash /0x08000000/130*4Kg")));
    const pages = childrenOf(run);
    expect(shown(pages)).toEqual([
      "0x08000000–0x0803FFFF | 64 × 4 KiB | read, erase, write",
      "0x08040000–0x0807FFFF | 64 × 4 KiB | read, erase, write",
      "0x08080000–0x08081FFF | 2 × 4 KiB | read, erase, write",
    ]);
    const units = pages.flatMap(childrenOf);
    expect(units.map((node) => (node.kind === "run" ? node.run.base : 0))).toEqual(
      Array.from({ length: 130 }, (_, index) => 0x0800_0000 + index * 4096),
    );
  });

  it("cover the memory without holes or overlaps, however many there are, under ids that are all different", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999 }), fc.constantFrom(1, 2, 4, 16, 128), (count, kib) => {
        const leaves: BoardNode[] = [];
        const ids = new Set<string>();
        const walk = (node: BoardNode): void => {
          expect(ids.has(lookOf(node).id)).toBe(false);
          ids.add(lookOf(node).id);
          const children = childrenOf(node);
          expect(lookOf(node).expandable).toBe(children.length > 0);
          expect(children.length).toBeLessThanOrEqual(64);
          if (children.length === 0) leaves.push(node);
          children.forEach(walk);
        };
        walk(alternate(`@Internal Flash /0x08000000/${count}*${kib}Kg`));
        let at = 0x0800_0000;
        for (const leaf of leaves) {
          const range = leaf.kind === "run" ? extentOf(leaf.run) : { base: 0, size: 0 };
          expect(range.base).toBe(at);
          at += range.size;
        }
        expect(at).toBe(0x0800_0000 + count * kib * 1024);
      }),
      { seed: 4, numRuns: 60 },
    );
  });

  it("have the units that erasing offers", () => {
    const board = boardWith([F4]);
    const units = board.alternates.flatMap(runsOf).flatMap(unitsOf);
    expect(units).toHaveLength(12);
    expect(units.at(-1)).toEqual({ base: 0x080e_0000, size: 0x2_0000 });
  });
});

describe("the menus of a row", () => {
  const items = packageJson.contributes.menus["view/item/context"];
  const offered = (context: string): string[] => {
    const names = items.flatMap(({ when, command }) => {
      const [, pattern = ""] = /viewItem =~ \/(.*?)\/(?: |$)/.exec(when) ?? [];
      expect(pattern, when).not.toBe("");
      return new RegExp(pattern).test(context) ? [command.replace("bootsmith.", "")] : [];
    });
    return [...new Set(names)].sort();
  };

  it("of a board in DFU mode offer all but what it has not", () => {
    expect(offered(contextOf(boardWith([F4], { serial: "1" }), false))).toEqual(
      ["compareBoard", "copySerial", "eraseBoard", "flash", "leaveDfu", "readBack", "unprotectBoard", "verify"].sort(),
    );
  });

  it("of a board that cannot be read, of plain DFU, or running, offer less", () => {
    const plain = boardWith(["DFU"], { protocol: "dfu", canUpload: false });
    expect(offered(contextOf(plain, false))).toEqual(["flash", "leaveDfu"]);
    const running = boardWith(["DFU"], { mode: "runtime", path: "1-4" });
    expect(offered(contextOf(running, false))).toEqual(["copyPath", "detachBoard", "flash"]);
  });

  it("of a board at work or one that is closed offer nothing that touches it", () => {
    expect(offered(contextOf(boardWith([F4], { path: "1-4" }), true))).toEqual(["copyPath"]);
    expect(offered(contextOf(boardWith([], { path: "1-4" }), false))).toEqual(["copyPath", "udevRule", "usbHelp"]);
    expect(offered("fault")).toEqual(["udevRule", "usbHelp"]);
  });

  it("of memory go by its access", () => {
    const context = (name: string) =>
      lookOf(
        first(
          childrenOf(childrenOf(first(top(boardWith([name])))).find(({ kind }) => kind === "alternate") ?? first([])),
        ),
      ).context;
    expect(offered(context(F4))).toEqual(["eraseBoard", "readBack"]);
    expect(offered(context("@Flash /0x08000000/01*128Ka"))).toEqual(["readBack"]);
    expect(offered(context("@Flash /0x08000000/01*128Kf"))).toEqual(["eraseBoard"]);
  });
});
