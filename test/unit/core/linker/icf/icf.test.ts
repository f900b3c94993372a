import { describe, expect, it } from "vitest";
import { expected, outcome, readAs, readCase } from "../dialect-case";
import { plain } from "../reading";
import { cubeIcf, icfCases } from "./icf-cases";

describe("IAR configuration files", () => {
  it.each(icfCases)("$name", (one) => {
    expect(outcome(readCase("app.icf", one), one)).toEqual(expected(one));
  });

  it("every value keeps the literals it was computed from, where they are written", () => {
    const text = cubeIcf("0x08008000", "0x08008000", "0x0807FFFF");
    const [rom] = readAs("app.icf", text).regions;
    const at = (range?: { start: number; end: number }): string => text.slice(range?.start, range?.end);
    expect(rom?.origin.terms.map(({ range }) => at(range))).toEqual(["0x08008000"]);
    expect(rom?.last?.terms.map(({ range }) => at(range))).toEqual(["0x0807FFFF"]);
    expect(at(rom?.origin.expression)).toBe("__ICFEDIT_region_ROM_start__");
    expect(rom?.origin.selfContained).toBe(false);
    const [plainRegion] = readAs("app.icf", "define region R = [from 4K + 4K size 2 * 1K];").regions;
    expect([plainRegion?.origin.selfContained, plainRegion?.length.selfContained]).toEqual([true, true]);
  });

  it("a value of the command line has its literal where it is stated", () => {
    const source = { uri: "file:///project/mbed_app.json", start: 10, end: 20 };
    const script = readAs("app.icf", "define region R = [from START size 1K];", {
      defines: { START: { text: "0x08020000", source } },
    });
    expect(script.regions[0]?.origin.terms).toEqual([{ range: source, text: "0x08020000", value: 0x08020000n }]);
    const defsym = readAs("app.icf", "define region R = [from START size 1K];", { defsyms: { START: 0x400n } });
    expect(plain(defsym.regions[0]?.origin)).toBe(0x400);
  });

  it("names every region, symbol, section and file, with its role", () => {
    const text = `define symbol A = 0x10;
define region R = [from A size A];
define block B { section .x };
include "more.icf";
place in R { block B };`;
    const script = readAs("app.icf", text, {}, { "more.icf": "" });
    const found = script.occurrences.map(
      ({ kind, name, role, range }) => `${kind} ${role} ${name} ${text.slice(range.start, range.end)}`,
    );
    expect(found).toEqual([
      "symbol definition A A",
      "region definition R R",
      "symbol reference A A",
      "symbol reference A A",
      "section definition B B",
      "section reference .x .x",
      "file reference more.icf more.icf",
      "region reference R R",
      "section reference B B",
    ]);
    expect(script.files).toEqual(["file:///project/app.icf", "file:///project/more.icf"]);
    expect(script.dialect).toBe("iar");
  });

  it("an include cycle is one finding", () => {
    const script = readAs("app.icf", 'include "a.icf";\ndefine symbol X = 1;', {}, { "a.icf": 'include "app.icf";' });
    expect(script.problems.map(({ code }) => code)).toEqual(["linker-script-include"]);
    expect(script.symbols.map(({ name }) => name)).toEqual(["X"]);
  });
});
