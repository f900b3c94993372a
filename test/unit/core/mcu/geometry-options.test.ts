import { describe, expect, it } from "vitest";
import { allDevices } from "../../../../src/core/mcu/all-devices";
import { findDevices } from "../../../../src/core/mcu/find-device";
import { STM32_FAMILIES } from "../../../../src/core/mcu/rows/families";
import { systemBootloaderOf } from "../../../../src/core/mcu/system-bootloader";
import { referenceGeometry, referenceRows } from "./reference-rows";

const ROWS = new Map(STM32_FAMILIES.flatMap((family) => family.rows.map((row) => [row.id, row] as const)));
const PARTS = new Map(referenceGeometry().map((row) => [row.id, row.parts]));
const OPTIONS = referenceRows("geometry-options.txt").map((fields) => {
  const [id = "", devIds = "", bit = "", position = "", single, dual, factory, doubt, flash = "", ram = ""] = fields;
  return { id, devIds, bit, position, single, dual, factory, doubt, flash, ram };
});
const FAMILIES = referenceRows("families.txt");

describe("the chip table holds the option bits, doubts and sums of the reference geometry", () => {
  it("of every row", () => {
    expect(OPTIONS.map(({ id }) => id).sort()).toEqual([...PARTS.keys()].sort());
  });

  it.each(OPTIONS)("$id", (reference) => {
    const row = ROWS.get(reference.id)!;
    const devIds = reference.devIds === "-" ? [] : reference.devIds.split(" ").map(Number);
    expect([...row.devIds].sort()).toEqual(devIds.sort());
    for (const part of PARTS.get(reference.id)!) {
      const { candidates } = findDevices(part);
      const [first] = candidates;
      expect(first!.doubt.length > 0).toBe(reference.doubt === "yes");
      for (const device of candidates) {
        const sum = (kinds: RegExp): number =>
          device.memories.reduce((total, { kind, size }) => total + (kinds.test(kind) ? size : 0), 0);
        expect(sum(/^flash$/)).toBe(reference.flash === "-" ? 0 : Number(reference.flash));
        expect(sum(/^(sram|ccm|itcm|dtcm|backup-sram)$/)).toBe(Number(reference.ram));
      }
    }
  });

  it.each(OPTIONS.filter(({ bit, id }) => bit !== "-" && typeof ROWS.get(id)?.flash !== "string"))(
    "$id: each layout is a variant that names its option bit",
    ({ id, bit, position, single, dual, factory }) => {
      expect(ROWS.get(id)!.option).toEqual({
        bit,
        at: Number(position),
        single: Number(single),
        dual: Number(dual),
        factory: factory === "-" ? null : factory,
      });
      const name = bit.replace(/^\w+\./, "");
      const inOrder = factory === "dual" ? ["dual", "single"] : ["single", "dual"];
      for (const part of PARTS.get(id)!) {
        expect(findDevices(part).candidates.map(({ variant }) => variant)).toEqual(
          inOrder.map((mode) => `${name} = ${mode === "dual" ? dual : single}${factory === mode ? " (factory)" : ""}`),
        );
      }
    },
  );
});

describe("the families hold what their chips share", () => {
  it("all of them", () => {
    expect(STM32_FAMILIES.map(({ name }) => name).sort()).toEqual(FAMILIES.map(([name]) => name).sort());
  });

  it.each(FAMILIES.map(([name = "", ...facts]) => [name, facts] as const))("%s", (name, facts) => {
    const [unit, rewrite, ecc, multiple, trustZone = "", otp = "", seen = ""] = facts;
    const family = STM32_FAMILIES.find((one) => one.name === name)!;
    const orNull = (text: string | undefined): string | null => (text === "-" ? null : (text ?? null));
    expect(family.rewrite).toBe(orNull(rewrite));
    expect(String(family.eccGranule ?? "-")).toBe(ecc);
    expect(family.vectorTableMultiple).toBe(multiple === "-" ? null : Number(multiple));
    if (unit !== "none") expect(family.eraseUnit).toBe(unit);
    expect(family.otp.map(([parts, base, size]) => [parts.source, base, size])).toEqual(
      list(otp).map((entry) => {
        const [, parts = "", base, size] = /^(.+)@(\w+)\+(\w+)$/.exec(entry) ?? [];
        return [parts, Number(base), Number(size)];
      }),
    );
    expect(family.flashView?.base ?? null).toBe(seen === "-" ? null : Number(seen));
    checkTrustZone(name, trustZone);
  });
});

/** On every part of the family: flash and SRAM are seen a second time where there is TrustZone, and stand once. */
function checkTrustZone(family: string, reference: string): void {
  const [secureFlash, flash, secureSram, sram, except = "-"] = reference.split(",");
  for (const { part, devices } of allDevices().filter((one) => one.devices[0]?.family === `STM32${family}`)) {
    const has = reference !== "-" && (except === "-" || !new RegExp(except).test(part));
    for (const { memories, aliases } of devices) {
      const seen = (memory: { base: number; size: number }, secure: number, plain: number): unknown =>
        expect.objectContaining({ base: memory.base + secure - plain, size: memory.size, target: memory.base });
      const views = aliases.filter(({ what }) => what.startsWith("secure"));
      const expected = [
        ...memories.filter(({ kind }) => kind === "flash").map((m) => seen(m, Number(secureFlash), Number(flash))),
        ...memories.filter(({ kind }) => kind === "sram").map((m) => seen(m, Number(secureSram), Number(sram))),
      ];
      expect(views, part).toEqual(has ? expected : []);
    }
  }
}

function list(text: string): string[] {
  return text === "-" ? [] : text.split(" ");
}

describe("chips by device id", () => {
  it("GET ID of a part's system bootloader is one of the ids of its row", () => {
    const differ = allDevices()
      .map(({ part, row }) => ({ part, pid: systemBootloaderOf(part)?.pid ?? null, ids: row.devIds }))
      .filter(({ pid, ids }) => pid !== null && ids.length > 0 && !ids.includes(pid));
    expect(differ).toEqual([]);
  });

  it.each([...new Set([...ROWS.values()].flatMap(({ devIds }) => devIds))].map((id) => `0x${id.toString(16)}`))(
    "%s gives every part that has it, and no other",
    (id) => {
      const expected = allDevices().filter(({ row }) => row.devIds.includes(Number(id)));
      expect(findDevices(id).parts).toEqual(expected.map(({ part }) => part));
      expect(expected.length).toBeGreaterThan(0);
    },
  );

  it.each([
    ["0x0413", "STM32F407xG"],
    ["0X413", "STM32F407xG"],
    ["0x20036410", "STM32F103x8"],
    ["0x10076413", "STM32F407xG"],
  ])("%s is read as GET ID or DBGMCU_IDCODE print it", (id, part) => expect(findDevices(id).parts).toContain(part));

  it.each(["0x", "0x4", "0x41", "0x41g", "0x41300", "0x999", "413", "0x0800000000"])("%s is none", (id) =>
    expect(findDevices(id).parts).toEqual([]),
  );
});
