import { describe, expect, it } from "vitest";
import { expected, outcome, readAs, readCase } from "../dialect-case";
import { scatterCases } from "./scatter-cases";
import { plainScatter } from "./scatter-scripts";

describe("Arm scatter files", () => {
  it.each(scatterCases)("$name", (one) => {
    expect(outcome(readCase("app.sct", one), one)).toEqual(expected(one));
  });

  it.each(["app.sct", "app.scf", "app.scat", "APP.SCT"])("%s is one by its name", (file) => {
    const script = readAs(file, plainScatter("0x08000000", "0x1000"));
    expect([script.dialect, script.regions.length]).toEqual(["arm-scatter", 3]);
  });

  it("every value keeps the literals it was computed from, where they are written", () => {
    const text = `#! armclang -E -x c -DSIZE=0x4000
#define START 0x08008000
LR START SIZE { ER START (SIZE - 0x10) { * (RESET, +First) } }`;
    const script = readAs("app.sct", text);
    const said = script.regions.map(({ origin, length }) =>
      [...origin.terms, ...length.terms].map(({ range }) => text.slice(range.start, range.end)),
    );
    expect(said).toEqual([
      ["0x08008000", "0x4000"],
      ["0x08008000", "0x4000", "0x10"],
    ]);
    const plain = readAs("app.sct", plainScatter("0x08000000", "0x1000")).regions[0];
    expect([plain?.origin.selfContained, plain?.length.selfContained]).toEqual([true, true]);
  });

  it("comments of the linker do not move what stands behind them", () => {
    const text = "#! armcc -E\n; it's here: LR 0x0\nLR 0x100 0x200 { ER +0 { * (+RO) } }";
    const [region] = readAs("app.sct", text).regions;
    expect(text.slice(region?.range.start, region?.range.end)).toBe("LR 0x100 0x200");
    expect(text.slice(region?.nameRange.start, region?.nameRange.end)).toBe("LR");
  });

  it("names every region, section and file, with its role", () => {
    const text = "LR 0 { ER +0 { boot.o (RESET, +First) } B ImageBase(ER) { * (.b) } }";
    const found = readAs("app.sct", text).occurrences.map(
      ({ kind, name, role, range }) => `${kind} ${role} ${name} ${text.slice(range.start, range.end)}`,
    );
    expect(found).toEqual([
      "region definition LR LR",
      "region definition ER ER",
      "file reference boot.o boot.o",
      "section reference RESET RESET",
      "region definition B B",
      "region reference ER ER",
      "section reference .b .b",
    ]);
  });

  it("the load region of a section is where its contents are stored", () => {
    const { sections } = readAs("app.sct", plainScatter("0x08000000", "0x1000"));
    expect(sections.map(({ name, region, loadRegion }) => [name, region, loadRegion])).toEqual([
      ["ER_IROM1", "ER_IROM1", "LR_IROM1"],
      ["RW_IRAM1", "RW_IRAM1", "LR_IROM1"],
    ]);
  });
});
