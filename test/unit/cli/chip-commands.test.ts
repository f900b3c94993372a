import { Command } from "commander";
import { afterEach, describe, expect, it, vi } from "vitest";
import { addChipCommands } from "../../../src/cli/chip-commands";
import { findDevices } from "../../../src/core/mcu/find-device";

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

  it.each([
    ["reset is the default", [], ["request_system_bootloader", "enter_system_bootloader_if_requested"]],
    ["direct", ["--entry", "direct"], ["jump_to_system_bootloader"]],
    ["an application", ["--kind", "application", "--address", "0x08010000"], ["jump_to_application"]],
    [
      "a bootloader of one's own",
      ["--kind", "own-bootloader", "--address", "0x08010000"],
      ["request_own_bootloader", "own_bootloader_wanted"],
    ],
  ])("%s", async (_, args, functions) => {
    for (const flavour of ["hal", "cmsis", "mbed", "arduino", "libopencm3", "rust"]) {
      const result = await bootsmith("snippet", "--device", "STM32F407VGT6", "--for", flavour, ...args);
      expect(result, flavour).toMatchObject({ code: 0, err: "" });
      for (const name of functions) expect(result.out).toMatch(new RegExp(`(void|bool|fn) ${name}\\(`));
    }
  });

  it.each([
    ["no address", ["--kind", "application"], /address of the application is missing/],
    [
      "an address outside flash",
      ["--kind", "application", "--address", "0x20000000"],
      /not in the flash of STM32F407VG/,
    ],
    ["an unaligned address", ["--kind", "application", "--address", "0x08010100"], /multiple of 0x200/],
  ])("%s: one sentence, no code", async (_, args, words) => {
    const result = await bootsmith("snippet", "--device", "STM32F407VGT6", "--for", "cmsis", ...args);
    expect(result).toMatchObject({ code: 1, out: "" });
    expect(result.err).toMatch(words);
  });

  it.each([
    ["no number", ["--for", "hal", "--kind", "application", "--address", "here"], /It should be a number/],
    ["an unknown library", ["--for", "zephyr"], /Allowed choices are hal, cmsis/],
  ])("%s is wrong usage", async (_, args, words) => {
    await expect(bootsmith("snippet", "--device", "STM32F407VGT6", ...args)).rejects.toThrow(words);
  });

  it("gives code that AN2606 rules out only when asked for it anyway", async () => {
    const args = ["snippet", "--device", "STM32L052K8", "--for", "cmsis"];
    const refused = await bootsmith(...args);
    expect(refused).toMatchObject({ code: 1, out: "" });
    expect(refused.err).toMatch(/AN2606 section 4.1.*--anyway/);
    expect((await bootsmith(...args, "--anyway")).out).toContain("Condition: AN2606 section 4.1 rules the jump out");
  });
});

/** A part of AN2606 that no chip row covers yet. */
const romOnly =
  ["STM32H5E5ZJ", "STM32G411RB", "STM32U356RE", "STM32WL33CC"].find(
    (name) => findDevices(name).candidates.length === 0,
  ) ?? "every part of AN2606 has a row";

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

  it.each([
    ["0x413", "STM32F407xG"],
    ["@Internal Flash  /0x08000000/04*016Kg,01*064Kg,07*128Kg", "STM32F407xG"],
    ["nucleo_f429zi", "STM32F429ZI"],
    ["stm32h747i_disco/stm32h747xx/m7", "STM32H747xI"],
    ["genericSTM32F407VGT6", "STM32F407VG"],
  ])("takes %s for a chip", async (name, part) => {
    const { code, out } = await bootsmith("mcu", name);
    expect(code).toBe(0);
    const reports = [JSON.parse(out) as { part: string } | { part: string }[]].flat();
    expect(reports.map((report) => report.part)).toContain(part);
    expect((await bootsmith("mcu", name, "--format", "text")).out).toContain(part);
  });

  it.each([
    ["STM32F408VG", /STM32F408VG is no chip Bootsmith knows\. Closest: .*STM32F40.*"Add a chip"/],
    ["nucleo_f429", /Closest: .*NUCLEO_F429ZI/],
    ["0x999", /0x999 is no chip/],
    ["@Nonsense", /@Nonsense is no chip/],
    [romOnly, /Of STM32\w+ only the system bootloader is known/],
  ])("refuses %s with exit code 2 and the next step", async (name, words) => {
    const { code, out, err } = await bootsmith("mcu", name);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(words);
  });

  it("is a list for a name of several parts, and text when asked", async () => {
    expect((JSON.parse((await bootsmith("mcu", "STM32L475xx")).out) as unknown[]).length).toBeGreaterThan(1);
    expect((await bootsmith("mcu", "STM32F407VGT6", "--format", "text")).out).toMatch(/98 vectors/);
    expect((await bootsmith("mcu", "STM32WB05KZV6", "--format", "text")).out).toMatch(
      /\nAt reset:\n {2}Boot pattern 18 of AN2606.*\n {2}No way in by software is documented: PA10 high/,
    );
  });
});
