import { describe, expect, it } from "vitest";
import { english, text } from "../../../src/core/text";
import { compareMarkdown, comparedUnits } from "../../../src/flash/compare-report";
import { boardWith, planWith } from "../../support/boards";

const board = boardWith(["@Internal Flash  /0x08000000/04*016Kg,01*064Kg,07*128Kg"]);
const plan = planWith({
  image: [
    { address: 0x0800_8000, data: new Uint8Array(0x5000) },
    { address: 0x0801_0000, data: new Uint8Array(4) },
  ],
});
const mismatch = { address: 0x0800_c010, expected: 0, found: 0xa5 };

describe("comparing a board with an image", () => {
  it("has a row for every erase unit the image reaches into, once", () => {
    expect(comparedUnits(board, plan, [mismatch])).toEqual([
      { base: 0x0800_8000, size: 0x4000, first: null },
      { base: 0x0800_c000, size: 0x4000, first: mismatch },
      { base: 0x0801_0000, size: 0x1_0000, first: null },
    ]);
  });

  it("says so on a page", () => {
    const page = compareMarkdown(text("Board and app"), comparedUnits(board, plan, [mismatch]), english);
    expect(page).toContain("1 of 3 erase units differ.");
    expect(page).toContain("| `0x0800C000` | 16 KiB | **differs** | `0x0800C010` | `0xA5` | `0x00` |");
    expect(page).toContain("| `0x08008000` | 16 KiB | same |");
    expect(compareMarkdown(text("x"), comparedUnits(board, plan, []), english)).toContain(
      "Every byte of the image is on the board.",
    );
  });

  it("takes what has no erase units as one", () => {
    const stream = planWith({ protocol: "dfu", image: [{ address: 0, data: new Uint8Array(100) }] });
    expect(comparedUnits(boardWith(["DFU"]), stream, [])).toEqual([{ base: 0, size: 100, first: null }]);
  });
});
