import { describe, expect, it } from "vitest";
import {
  agreedOn,
  agreedValue,
  extentOf,
  follows,
  knownClaims,
  representative,
} from "../../../../src/core/layout/agreement";
import type { LayoutClaim } from "../../../../src/core/layout/boot-layout";
import { known, unknown } from "../../../../src/core/layout/claim";
import { claim, image, layoutWith } from "../../../support/layouts";

const app = image("app");
const script = (value: number): LayoutClaim => claim("app", "vectors", "linker-script", "a.ld", value);
const config = (value: number): LayoutClaim => claim("app", "vectors", "mbed-config", "mbed_app.json", value);
const constant = (value: number): LayoutClaim => claim("app", "vectors", "source-constant", "boot.c", value);
const offset = (value: number): LayoutClaim => claim("app", "vectors", "vector-table-offset", "system.c", value);

const agreed = (...claims: LayoutClaim[]): number | undefined =>
  agreedValue(knownClaims(layoutWith(claims), "app", "vectors"));

describe("agreedValue", () => {
  it.each<[string, LayoutClaim[], number | undefined]>([
    ["one place", [script(1)], 1],
    ["two against one", [script(1), config(2), constant(1)], 1],
    ["one against one", [script(1), constant(2)], undefined],
    ["VECT_TAB_OFFSET breaks a tie", [script(1), constant(2), offset(2)], 2],
    ["VECT_TAB_OFFSET alone against the script", [script(1), offset(2)], 1],
    [
      "two places in one file have one vote",
      [constant(3), claim("app", "vectors", "source-constant", "boot.c", 3.5), script(1)],
      undefined,
    ],
    ["nothing", [], undefined],
  ])("%s", (_name, claims, value) => expect(agreed(...claims)).toBe(value));

  it("lets a chip fact decide", () => {
    expect(agreed(script(1), config(1), { ...constant(9), kind: "chip" })).toBe(9);
  });

  it("gives no vote to what only repeats another place", () => {
    const repeated: LayoutClaim = { ...script(2), edit: { editable: true, sites: [] } };
    expect(follows(repeated)).toBe(true);
    expect(agreed(repeated, config(1))).toBe(1);
    expect(agreed(repeated)).toBe(2);
  });
});

describe("knownClaims", () => {
  it("takes two claims that are written in one place as one", () => {
    const first = script(5);
    expect(knownClaims(layoutWith([first, { ...config(5), edit: first.edit }]), "app", "vectors")).toEqual([first]);
  });

  it("leaves out what is not known", () => {
    expect(knownClaims(layoutWith([{ ...script(5), value: unknown("X") }]), "app", "vectors")).toEqual([]);
  });
});

describe("agreedOn", () => {
  const slot = (statedBy: "linker-script" | "source-constant", file: string, value: number): LayoutClaim =>
    claim("app", "slot", statedBy, file, value);
  const header = claim("app", "headerSize", "linker-script", "a.ld", 0x200);

  it("settles a tie by slot + header = vectors, where another file bears it out", () => {
    const claims = [
      slot("linker-script", "a.ld", 0x7000),
      slot("source-constant", "boot.c", 0x8000),
      header,
      script(0x8200),
      offset(0x8200),
    ];
    expect(agreedOn(layoutWith(claims), app, "slot")).toBe(0x8000);
  });

  it("does not take a file as its own witness", () => {
    const claims = [
      slot("linker-script", "a.ld", 0x8000),
      slot("source-constant", "boot.c", 0x7000),
      header,
      script(0x8200),
    ];
    expect(agreedOn(layoutWith(claims), app, "slot")).toBeUndefined();
  });

  it("finds the header size from slot and vectors", () => {
    const claims = [
      slot("linker-script", "a.ld", 0x8000),
      script(0x8200),
      offset(0x8200),
      header,
      claim("app", "headerSize", "source-constant", "boot.c", 0x400),
    ];
    expect(agreedOn(layoutWith(claims), app, "headerSize")).toBe(0x200);
  });
});

describe("extentOf", () => {
  it("makes each part from the others where only they are stated", () => {
    const claims = [script(0x8200), claim("app", "headerSize", "bootsmith-json", "bootsmith.json", 0x200)];
    expect(extentOf(layoutWith(claims), app)).toEqual({
      slot: 0x8000,
      vectors: 0x8200,
      headerSize: 0x200,
      end: undefined,
    });
  });

  it("draws what links where the places contradict each other", () => {
    expect(extentOf(layoutWith([constant(2), script(1)]), app).vectors).toBe(1);
  });

  it("does not place an image by VTOR alone", () => {
    expect(extentOf(layoutWith([offset(0x08000000)]), app).vectors).toBeUndefined();
  });

  it("is empty for an image nobody speaks of", () => {
    expect(extentOf(layoutWith([]), app)).toEqual({
      slot: undefined,
      vectors: undefined,
      headerSize: undefined,
      end: undefined,
    });
  });
});

it("shows a finding at the linker script, else at the first file", () => {
  const claims = knownClaims(layoutWith([constant(1), script(1)]), "app", "vectors");
  expect(representative(claims, 1)?.statedBy).toBe("linker-script");
  expect(representative(claims, 2)).toBeUndefined();
  expect(
    representative(knownClaims(layoutWith([constant(1), { ...config(1), value: known(1) }]), "app", "vectors"), 1)
      ?.statedBy,
  ).toBe("source-constant");
});
