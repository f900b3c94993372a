import { describe, expect, it } from "vitest";
import { chipFacts } from "../../../../../src/core/dfu/plan/chip-facts";
import { boardsForAll } from "../../../../../src/core/dfu/plan/many-boards";
import { boardDevices, namedDevices, sameChip } from "../../../../../src/core/dfu/plan/same-chip";
import { findDevices } from "../../../../../src/core/mcu/find-device";
import { english } from "../../../../../src/core/text";
import { boardWith } from "../../../../support/boards";

const devices = (name: string) => findDevices(name).candidates;
const f4 = "@Internal Flash  /0x08000000/04*016Kg,01*064Kg,07*128Kg";
const pages = "@Internal Flash  /0x08000000/512*0002Kg";
const portenta = boardWith(["@Internal Flash   /0x08000000/01*128Ka,15*128Kg"], {
  vendorId: 0x2341,
  productId: 0x035b,
});
const parts = (list: ReturnType<typeof devices>) => [...new Set(list.map(({ part }) => part))];

describe("boardDevices", () => {
  it("takes part, VID:PID, DEV_ID and string, narrowed by the project", () => {
    expect(parts(boardDevices(boardWith([f4], { part: "STM32F407VG" })))).toEqual(["STM32F407VG"]);
    expect(parts(boardDevices(portenta))).toEqual(["STM32H747XI"]);
    expect(parts(boardDevices(boardWith([f4])))).toContain("STM32F407xG");
    expect(parts(boardDevices(boardWith([f4])))).toContain("STM32F207xG");
    expect(parts(boardDevices(boardWith([f4], { chipId: 0x413 })))).not.toContain("STM32F207xG");
    expect(parts(boardDevices(boardWith([f4]), devices("STM32F407VG")))).toEqual(["STM32F407xG"]);
    expect(parts(boardDevices(boardWith(["UNKNOWN"]), devices("STM32F407VG")))).toEqual(["STM32F407VG"]);
    expect(boardDevices(boardWith(["UNKNOWN"]))).toEqual([]);
  });

  it("believes the board where the project contradicts it", () => {
    expect(parts(boardDevices(portenta, devices("STM32F407VG")))).toEqual(["STM32H747XI"]);
    expect(namedDevices(boardWith([f4]), devices("STM32L476RG"))).toEqual([]);
  });

  it("gives facts only where all candidates agree", () => {
    // An F2 has the same layout, and how it takes a second write is not known.
    expect(chipFacts(boardDevices(boardWith([f4])))).toMatchObject({ erased: 0xff, rewrite: null, word: "sector" });
    expect(chipFacts(boardDevices(boardWith([f4]), devices("STM32F407VG"))).rewrite).toBe("bits-1-to-0");
    expect(chipFacts([])).toMatchObject({ erased: null, programUnit: null, word: null });
    expect(chipFacts([...devices("STM32L072CZ"), ...devices("STM32L476RG")]).erased).toBeNull();
  });
});

describe("sameChip", () => {
  it.each([
    ["its part", boardWith([f4], { part: "STM32F407VG" }), "STM32F407VG", "same"],
    ["a pattern of its part", boardWith([f4], { part: "STM32F407VG" }), "STM32F407xG", "same"],
    ["another part", boardWith([f4], { part: "STM32F407VG" }), "STM32F429ZI", "different"],
    ["another DEV_ID", boardWith(["UNKNOWN"], { chipId: 0x413 }), "STM32L476RG", "different"],
    ["a known board", portenta, "STM32H747XI", "same"],
    ["another than a known board", portenta, "STM32H743ZI", "different"],
    ["a layout several chips have", boardWith([f4]), "STM32F407VG", "unknown"],
    ["a layout it cannot have", boardWith([f4]), "STM32L476RG", "different"],
    ["pages instead of sectors", boardWith([pages]), "STM32F407VG", "different"],
    ["a layout of less flash", boardWith([pages]), "STM32L476RC", "unknown"],
    ["a board without a map", boardWith(["UNKNOWN"]), "STM32F407VG", "unknown"],
  ] as const)("%s", (_, board, part, answer) => {
    expect(sameChip(board, devices(part))).toBe(answer);
  });

  it("is unknown without a project's chip", () => expect(sameChip(portenta, [])).toBe("unknown"));
});

describe("boardsForAll", () => {
  it("takes the boards of one layout, and never another chip", () => {
    const boards = [
      boardWith([pages], { id: "1", name: "other" }),
      boardWith([f4], { id: "2" }),
      boardWith(["@Internal Flash /0x08000000/4*16Kg,1*64Kg,7*128Kg"], { id: "3", name: "same map, other spelling" }),
      boardWith([f4], { id: "4", mode: "runtime", name: "running" }),
      boardWith(["UNKNOWN"], { id: "5", name: "mute" }),
    ];
    const all = boardsForAll(boards, devices("STM32F407VG"));
    expect(all.boards.map(({ id }) => id)).toEqual(["2", "3"]);
    expect(all.left.map(({ board, reason }) => `${board.id} ${english(reason)}`)).toEqual([
      "1 other is another chip than this project is for.",
      "4 running runs its application; it is not in DFU mode.",
      "5 mute has another memory layout than the boards chosen.",
    ]);
    expect(boardsForAll(boards, []).boards.map(({ id }) => id)).toEqual(["2", "3"]);
    expect(boardsForAll([], [])).toEqual({ boards: [], left: [] });
  });
});
