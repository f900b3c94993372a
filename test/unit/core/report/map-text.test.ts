import { describe, expect, it } from "vitest";
import { mapJson, mapText } from "../../../../src/core/report/map-text";
import { memoryMapScene } from "../../../../src/core/scene/memory-map";
import { chips, layout, samples, uri } from "../scene/layout-builder";

const F = 0x08000000;

describe("the map in a terminal", () => {
  it("shows the highest address on top, with sizes and erase units", () => {
    const lines = mapText(memoryMapScene(samples.l475)).split("\n");
    expect(lines.slice(0, 10)).toEqual([
      "stm32-boot-app",
      "STM32L475VGTx",
      "",
      "Flash  0x08000000 – 0x08100000 · 1 MiB",
      "  0x08100000┌──────────────────────────────────────────────┐",
      "            │ Application                          894 KiB │ 191 × 2 KiB, 256 × 2 KiB",
      "  0x08020800├──────────────────────────────────────────────┤",
      "            │ Header                                 2 KiB │ page 64 · 2 KiB",
      "  0x08020000├──────────────────────────────────────────────┤",
      "            │ Bootloader                           128 KiB │ 64 × 2 KiB",
    ]);
  });

  it("marks overlaps and contradictions, and explains the marks", () => {
    const words = mapText(memoryMapScene(samples.l475broken));
    expect(words).toContain("Application ! ?");
    expect(words).toContain("  0x08010000┊? VECT_TAB_OFFSET");
    expect(words).toContain("! Overlap: 0x08020400 – 0x08028000, 31 KiB.");
    expect(words).toContain("Marks: ! overlaps");
    expect(mapText(memoryMapScene(samples.l475))).not.toContain("Marks:");
  });

  it("keeps its frame whatever the names are, and sends no control characters", () => {
    const name = `${"very long ".repeat(20)}\u001b]0;title\u0007`;
    const words = mapText(memoryMapScene(layout(chips.l475, { id: "application", name, vectors: F, end: F + 0x8000 })));
    expect(words).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/);
    const boxes = words.split("\n").filter((line) => line.startsWith("            │"));
    expect(new Set(boxes.map((line) => line.lastIndexOf("│")))).toEqual(new Set([59]));
  });

  it("lists notes", () => {
    expect(mapText(memoryMapScene(samples.portenta))).toContain("! Where Application ends is unknown: MBED_APP_SIZE");
  });
});

describe("the map as data", () => {
  it("has numbers and places, and no geometry", () => {
    const json = mapJson(memoryMapScene(samples.l475));
    expect(json.columns[0]).toMatchObject({
      title: "Flash",
      base: F,
      end: F + 0x100000,
      memories: [
        { name: "Bank 1", base: F, size: 0x80000 },
        { name: "Bank 2", base: F + 0x80000, size: 0x80000 },
      ],
      eraseUnits: [
        { base: F, size: 2048, count: 64, first: 0 },
        { base: F + 0x20000, size: 2048, count: 1, first: 64 },
        { base: F + 0x20800, size: 2048, count: 191, first: 65 },
        { base: F + 0x80000, size: 2048, count: 256, first: 0 },
      ],
    });
    expect(json.columns[0]?.items[1]).toMatchObject({
      ...{ kind: "header", role: "application", base: F + 0x20000, end: F + 0x20800, size: 2048 },
      source: { uri: uri("application.ld") },
    });
    expect(JSON.stringify(json)).not.toMatch(/"(top|height|track)"/);
  });

  it("names contradictions with their place", () => {
    const [flash] = mapJson(memoryMapScene(samples.l475broken)).columns;
    expect(flash?.contradictions).toMatchObject([
      { address: F + 0x10000, says: "VECT_TAB_OFFSET", source: { uri: uri("system_stm32l4xx.c") } },
      { address: F + 0x30000, says: "APPLICATION_ADDRESS", source: { uri: uri("boot.c") } },
    ]);
  });
});
