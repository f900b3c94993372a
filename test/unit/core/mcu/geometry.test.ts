import { describe, expect, it } from "vitest";
import { allDevices } from "../../../../src/core/mcu/all-devices";
import { chipLines } from "../../../../src/core/mcu/chip-names";
import type { Device, Memory } from "../../../../src/core/mcu/device";
import { findDevices } from "../../../../src/core/mcu/find-device";
import { systemBootloaderRows } from "../../../../src/core/mcu/system-bootloader";
import { referenceGeometry, type ReferenceGeometry } from "./reference-rows";

const REFERENCE = referenceGeometry();
const RAM_KINDS = new Set(["sram", "ccm", "itcm", "dtcm", "backup-sram"]);
const PARTS = REFERENCE.flatMap((row) => row.parts.map((part) => ({ part, row })));

function memoriesOf(device: Device, wanted: (memory: Memory) => boolean): { base: number; size: number }[] {
  return device.memories.filter(wanted).map(({ base, size }) => ({ base, size }));
}

function byBase(a: { base: number }, b: { base: number }): number {
  return a.base - b.base;
}

/** Layouts in the order candidates come: factory setting first. */
function layoutsInOrder(row: ReferenceGeometry): ReferenceGeometry["layouts"] {
  return row.factory === "dual" ? [...row.layouts].reverse() : row.layouts;
}

describe("the chip table reproduces the reference geometry", () => {
  it("has every row of it, with at least one part", () => {
    expect(REFERENCE).toHaveLength(232);
    expect(REFERENCE.every((row) => row.parts.length > 0)).toBe(true);
    const ids = [...chipLines().values()].flat().map((entry) => entry.row.id);
    expect([...new Set(ids)]).toEqual(expect.arrayContaining(REFERENCE.map((row) => row.id)));
  });

  it.each(REFERENCE.map((row) => [row.id, row] as const))("%s: every part means this row and no other", (_, row) => {
    for (const part of row.parts) {
      expect(REFERENCE.filter((other) => other.match.test(part)).map((other) => other.id)).toEqual([row.id]);
      const suffix = /-[AX]$/.exec(part)?.[0] ?? "";
      const plain = part.slice(0, part.length - suffix.length);
      const names = [part, part.toLowerCase(), `${plain}T6${suffix.slice(1)}`, `${plain}Tx${suffix.slice(1)}`];
      for (const name of names) {
        expect(findDevices(name).parts, name).toEqual([part]);
      }
    }
  });

  it.each(REFERENCE.map((row) => [row.id, row] as const))("%s: flash", (_, row) => {
    for (const part of row.parts) {
      const { candidates } = findDevices(part);
      expect(candidates).toHaveLength(Math.max(1, row.layouts.length));
      layoutsInOrder(row).forEach((layout, i) => {
        const banks = candidates[i]!.memories.filter((memory) => memory.kind === "flash");
        expect(
          banks.map((bank) => ({ base: bank.base, runs: bank.eraseRuns.map(({ count, size }) => ({ count, size })) })),
        ).toEqual(layout.banks);
        for (const bank of banks) {
          const end = bank.eraseRuns.reduce((address, run) => {
            expect(run.base).toBe(address);
            return address + run.size * run.count;
          }, bank.base);
          expect(bank.size).toBe(end - bank.base);
        }
      });
    }
  });

  it.each(PARTS.map(({ part, row }) => [part, row] as const))("%s: cores, RAM, EEPROM, writing", (part, row) => {
    for (const device of findDevices(part).candidates) {
      const cpus = row.cores.find((cores) => cores.condition?.test(part) !== false)!.cpus;
      expect(
        device.cores.map(({ id, vectors, vectorAlignment }) => ({ id, vectors, alignment: vectorAlignment })),
      ).toEqual(cpus);
      const ram = row.ram.filter((memory) => !memory.view).map(({ base, size }) => ({ base, size }));
      expect(memoriesOf(device, (memory) => RAM_KINDS.has(memory.kind)).sort(byBase)).toEqual([...ram].sort(byBase));
      expect(memoriesOf(device, (memory) => memory.kind === "eeprom")).toEqual(row.eeprom);
      for (const view of row.ram.filter((memory) => memory.view)) {
        expect(device.aliases).toContainEqual(expect.objectContaining({ base: view.base, size: view.size }));
      }
      expect(device.programUnit).toBe(row.program);
      if (row.erased !== null) {
        expect(device.erased).toBe(row.erased);
      }
    }
  });
});

describe("every device is sound", () => {
  // Of the table, not of the reference: a row that somebody adds is held to this, too.
  const parts = allDevices();
  const devices = parts.flatMap((one) => one.devices);

  it("has no two memories in one place, unless one is in doubt", () => {
    for (const device of devices) {
      const sure = device.memories.filter((memory) => memory.doubt === undefined).sort(byBase);
      sure.slice(1).forEach((memory, i) => {
        expect(memory.base, `${device.part} ${memory.name}`).toBeGreaterThanOrEqual(sure[i]!.base + sure[i]!.size);
      });
    }
  });

  it("has views that end where memory ends, and none over memory", () => {
    for (const device of devices) {
      for (const view of device.aliases) {
        const target = device.memories.filter((memory) => memory.kind !== "system" && memory.kind !== "otp");
        expect(
          target.some((memory) => memory.base <= view.target && view.target < memory.base + memory.size),
          `${device.part} ${view.what}`,
        ).toBe(true);
        expect(
          device.memories.some(
            (memory) => memory.base < view.base + view.size && view.base < memory.base + memory.size,
          ),
        ).toBe(false);
      }
    }
  });

  it("can be looked up under its own name, and has at most one system bootloader", () => {
    for (const { part, devices: own } of parts) {
      expect(findDevices(part).candidates, part).toEqual(own);
      const lines = systemBootloaderRows().filter((row) => row.parts.some((pattern) => pattern.test(part)));
      expect(lines.length, part).toBeLessThanOrEqual(1);
    }
  });

  it("asks no less of the vector table in documents than the core needs", () => {
    for (const core of devices.flatMap((device) => device.cores)) {
      expect(core.hasVtor).toBe(core.id !== "cm0");
      if (core.vectorAlignment !== null) {
        expect(core.documentedVectorAlignment).toBeGreaterThanOrEqual(core.vectorAlignment);
        expect(core.vectorAlignment).toBeGreaterThanOrEqual(4 * core.vectors);
      }
    }
  });

  it("names its variant where there is a choice, and only there", () => {
    for (const { devices: candidates } of parts) {
      expect(candidates.every((device) => (device.variant === null) === (candidates.length === 1))).toBe(true);
      expect(new Set(candidates.map((device) => device.variant)).size).toBe(candidates.length);
    }
  });
});

describe("chip lines", () => {
  it("has one row for each line, flash size and suffix", () => {
    for (const [line, entries] of chipLines()) {
      const keys = entries.map((entry) => `${entry.row.size}${entry.suffix}`);
      expect(new Set(keys).size, line).toBe(keys.length);
    }
  });

  it("has no line that another starts with", () => {
    const lines = [...chipLines().keys()];
    expect(lines.filter((line) => lines.some((other) => other !== line && other.startsWith(line)))).toEqual([]);
  });
});
