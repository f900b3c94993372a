import { describe, expect, it } from "vitest";
import { layoutsOfFile, partsOf } from "../../../../src/core/layout/layouts-of-file";
import { image, layoutWith } from "../../../support/layouts";
import { root } from "../../../support/memory-tree";

const layouts = [
  layoutWith([], "STM32F407VG", [image("boards/f4")]),
  layoutWith([], "STM32H743ZI", [image("boards/h7")]),
];

describe("layoutsOfFile", () => {
  it("finds the layout whose image the file belongs to", () => {
    expect(partsOf(layoutsOfFile(layouts, `${root}/boards/h7/src/main.c`))).toEqual(["STM32H743ZI"]);
    expect(partsOf(layoutsOfFile(layouts, `${root}/boards/f4/a.ld`))).toEqual(["STM32F407VG"]);
  });

  it("gives all for a file of none, and without a file", () => {
    expect(layoutsOfFile(layouts, `${root}/README.md`)).toHaveLength(2);
    expect(layoutsOfFile(layouts, undefined)).toHaveLength(2);
  });
});
