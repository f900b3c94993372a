import { describe, expect, it } from "vitest";
import { expand, systemBootloaderOf, systemBootloaderRows } from "../../../../src/core/mcu/system-bootloader";
import { referenceGeometry, referenceRows } from "./reference-rows";

interface ReferenceLine {
  readonly line: string;
  readonly facts: Readonly<Record<string, string>>;
  readonly parts: readonly string[];
}

const FIELDS = [
  "pid",
  "jump",
  "first",
  "last",
  "idAddress",
  "dfu",
  "emptyCheck",
  "dualBankBoot",
  "remap",
  "clock",
  "core",
  "vtor",
  "nvicWords",
  "icerWords",
  "status",
  "confidence",
  "interfaces",
] as const;

function referenceLines(): ReferenceLine[] {
  return referenceRows("system-bootloaders.txt").map((fields) => ({
    line: fields[0] ?? "",
    facts: Object.fromEntries(FIELDS.map((name, i) => [name, fields[i + 1] ?? ""])),
    parts: (fields.at(-1) ?? "").split(" "),
  }));
}

const REFERENCE = referenceLines();

/** The table's line in the words of the reference file. */
function factsOf(part: string): Record<string, string> {
  const rom = systemBootloaderOf(part)!;
  const { systemMemory: memory, interfaces, remap } = rom;
  const hex = (value: number | null | undefined): string => (value == null ? "-" : `0x${value.toString(16)}`);
  const yes = (value: boolean | null): string => (value === null ? "-" : value ? "yes" : "no");
  const count =
    interfaces === null
      ? "-"
      : Object.values(interfaces).reduce<number>((sum, names) => sum + (Array.isArray(names) ? names.length : 0), 0);
  return {
    pid: hex(rom.pid),
    jump: hex(rom.jumpAddress),
    first: hex(memory?.base),
    last: hex(memory === null ? null : memory.base + memory.size - 1),
    idAddress: hex(rom.idAddress),
    dfu: interfaces === null ? "-" : yes(interfaces.usbDfu),
    emptyCheck: yes(rom.emptyCheck),
    dualBankBoot: yes(rom.dualBankBoot),
    remap: remap === null ? "-" : remap.available ? remap.register : "none",
    clock: remap?.available === true ? (remap.clockEnable ?? "-") : "-",
    core: rom.core ?? "-",
    vtor: yes(rom.vtor),
    nvicWords: String(rom.nvicWords ?? "-"),
    icerWords: String(rom.icerWords ?? "-"),
    status: rom.jumpStatus,
    confidence: rom.confidence ?? "-",
    interfaces: String(count),
  };
}

function normalised(facts: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => {
      if (name === "clock") {
        return [name, value.replace("SYSCFGCOMPEN/SYSCFGEN", "SYSCFGCOMPEN")];
      }
      return [name, value.startsWith("0x") ? `0x${Number(value).toString(16)}` : value];
    }),
  );
}

describe("the system bootloader table", () => {
  it("has the 105 lines", () => {
    expect(REFERENCE).toHaveLength(105);
    expect(systemBootloaderRows()).toHaveLength(105);
    expect(new Set(systemBootloaderRows().map((row) => row.line)).size).toBe(105);
  });

  it.each(REFERENCE)("$line", ({ line, facts, parts }) => {
    const expected = normalised(facts);
    for (const part of parts) {
      expect(factsOf(part), `${line}: ${part}`).toEqual(expected);
    }
  });

  it.each(referenceRows("system-bootloader-facts.txt").map(([part = "", ...facts]) => [part, facts] as const))(
    "%s: boot pattern, bootloader IDs, cores, conditions and what the field says",
    (part, facts) => {
      const rom = systemBootloaderOf(part)!;
      const yes = (value: unknown): string => (value === null || value === undefined ? "no" : "yes");
      const ids = rom.versions?.map(({ id }) => (id === null ? "-" : id)) ?? [];
      const expected = facts.map((fact, i) => (i === 1 ? fact.split(" ").filter((id) => id !== "none") : fact));
      expect([
        String(rom.activationPattern ?? "-"),
        ids.map((id) => (id === "-" ? id : `0x${id.toString(16)}`)),
        String(rom.reports.length),
        String(rom.limitations.length),
        yes(rom.dualCore),
        yes(rom.systemMemory?.second),
        yes(rom.condition),
        yes(rom.ramUsed),
        yes(rom.hostRam),
      ]).toEqual(
        expected.map((fact) =>
          Array.isArray(fact) ? fact.map((id) => id.toLowerCase().replace(/^0x0+/, "0x")) : fact,
        ),
      );
    },
  );

  it("has exactly one line for every part, whatever its case", () => {
    const parts = [...referenceGeometry().flatMap((row) => row.parts), ...REFERENCE.flatMap((line) => line.parts)];
    for (const part of parts) {
      const fitting = (name: string): string[] =>
        systemBootloaderRows()
          .filter((row) => row.parts.some((pattern) => pattern.test(name)))
          .map((row) => row.line);
      expect(fitting(part), part).toHaveLength(1);
      expect(fitting(part.toLowerCase())).toEqual(fitting(part));
      expect(fitting(/^STM32\w{6}$/.test(part) ? `${part}T6` : part)).toEqual(fitting(part));
    }
  });

  it.each(["ATmega328P", "STM32", "STM32F999", "RP2040", ""])("has no line for %j", (part) => {
    expect(systemBootloaderOf(part)).toBeUndefined();
  });

  it("starts inside system memory, and has its ID there", () => {
    for (const rom of systemBootloaderRows().map(expand)) {
      const memory = rom.systemMemory;
      if (rom.jumpAddress === null || memory === null) {
        expect(rom.jumpAddress, rom.line).toBe(memory?.base ?? null);
        continue;
      }
      const areas = memory.second === null ? [memory] : [memory, memory.second];
      const inside = (address: number): boolean =>
        areas.some((area) => area.base <= address && address < area.base + area.size);
      expect(inside(rom.jumpAddress), rom.line).toBe(true);
      expect(rom.idAddress === null || inside(rom.idAddress), rom.line).toBe(true);
    }
  });

  it("states the condition of every jump that has one, and why the others are ruled out", () => {
    for (const rom of systemBootloaderRows().map(expand)) {
      if (rom.jumpStatus !== "ok" && rom.jumpStatus !== "unknown") {
        expect(rom.condition, rom.line).not.toBeNull();
      }
      expect(rom.jumpStatus === "ok" && rom.condition !== null, rom.line).toBe(false);
    }
  });

  it("knows what misleads people", () => {
    expect(systemBootloaderOf("STM32H743ZI")?.jumpAddress).toBe(0x1ff09800);
    expect(systemBootloaderOf("STM32H7A3ZI")?.jumpAddress).toBe(0x1ff0a000);
    expect(systemBootloaderOf("STM32H563ZI")?.jumpAddress).toBe(0x0bf97000);
    expect(systemBootloaderOf("STM32F070C6")?.jumpAddress).toBe(0x1fffc400);
    expect(systemBootloaderOf("STM32F070CB")?.jumpAddress).toBe(0x1fffc800);
    expect(systemBootloaderOf("STM32F030R8")?.remap).toMatchObject({
      available: true,
      clockEnable: "RCC_APB2ENR SYSCFGCOMPEN",
    });
    expect(systemBootloaderOf("STM32F103C8")?.remap).toEqual({ available: false });
    expect(systemBootloaderOf("STM32F407VG")).toMatchObject({
      ramUsed: [{ base: 0x20000000, size: 12 * 1024 }],
      interfaces: { usbDfu: true, usart: ["USART1", "USART3"], can: ["CAN2"] },
    });
  });
});
