import { Command } from "commander";
import { afterEach, describe, expect, it, vi } from "vitest";
import { addChipCommands } from "../../../src/cli/chip-commands";

afterEach(() => {
  process.exitCode = undefined;
});

/** Runs a command line in this process. */
async function bootsmith(...line: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const stdout = vi.spyOn(process.stdout, "write").mockImplementation((text) => out.push(String(text)) > 0);
  const stderr = vi.spyOn(process.stderr, "write").mockImplementation((text) => err.push(String(text)) > 0);
  try {
    const program = new Command("bootsmith").exitOverride();
    addChipCommands(program);
    await program.parseAsync(line, { from: "user" });
    return { code: process.exitCode, out: out.join(""), err: err.join("") };
  } finally {
    stdout.mockRestore();
    stderr.mockRestore();
  }
}

describe("bootsmith snippet", () => {
  it.each([
    ["a part", "STM32F407VGT6"],
    ["a name that one line covers", "STM32F407"],
    ["a part of AN2606 whose flash is not known here", "STM32H5E5"],
  ])("prints code for %s", async (_, part) => {
    const result = await bootsmith("snippet", "--device", part, "--for", "hal", "--entry", "direct");
    expect(result).toMatchObject({ code: 0, err: "" });
    expect(result.out).toContain("void jump_to_system_bootloader(void)");
  });

  it.each([
    ["a name that covers different ROMs", "STM32F4", /covers chips with different system bootloaders/],
    ["a chip of another maker", "nRF52840_xxAA", /no system bootloader of ST/],
    ["no chip at all", "STM32X99", /close to it|AN2606/],
  ])("refuses %s with exit code 1 and a sentence, and prints nothing", async (_, part, words) => {
    const result = await bootsmith("snippet", "--device", part, "--for", "cmsis");
    expect(result).toMatchObject({ code: 1, out: "" });
    expect(result.err).toMatch(words);
    expect(result.err.trim().split("\n")).toHaveLength(1);
  });
});

describe("bootsmith mcu", () => {
  it("is one object for one part, with its other flash layouts beside the factory one", async () => {
    const { code, out } = await bootsmith("mcu", "STM32G474RET6");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      part: "STM32G474RE",
      vectors: 118,
      alternatives: [{ part: "STM32G474RE" }],
    });
  });

  it("is a list for a name of several parts, and text when asked", async () => {
    expect((JSON.parse((await bootsmith("mcu", "STM32L475xx")).out) as unknown[]).length).toBeGreaterThan(1);
    expect((await bootsmith("mcu", "STM32F407VGT6", "--format", "text")).out).toMatch(/98 vectors/);
    expect((await bootsmith("mcu", "STM32WB05KZV6", "--format", "text")).out).toMatch(
      /\nAt reset:\n {2}Boot pattern 18 of AN2606.*\n {2}No way in by software is documented: PA10 high/,
    );
  });
});
