import { describe, expect, it } from "vitest";
import { systemBootloaderOf, systemBootloaderRows, expand } from "../../../../src/core/mcu/system-bootloader";
import { bootloaderHelp, helpMarkdown, wayIn } from "../../../../src/core/report/bootloader-help";
import {
  afterwardsItems,
  interfaceItems,
  knownItems,
  resetItems,
  softwareItems,
} from "../../../../src/core/report/system-bootloader-help";
import { english } from "../../../../src/core/text";

const page = (name: string): string => helpMarkdown(bootloaderHelp(name), english);

describe("bootloaderHelp", () => {
  it("says what the tables hold of a chip", () => {
    const text = page("STM32H743ZIT6");
    expect(text).toMatch(/^# How to get STM32H743ZI into its bootloader\n\n## At reset\n/);
    for (const fact of [
      "Boot pattern 10 of AN2606",
      "USB DFU: yes.",
      "HSI48 with CRS",
      "USART1, USART2, USART3, I2C1",
      "Keep the lines of the others quiet",
      "A jump from software is documented.",
      "vector table lies at 0x1FF09800",
      "I-cache, D-cache",
      "PB15 low blocks every interface but USB.",
      "td-p/826564",
      "Remove the bridge or release the button",
      "Bootloader ID at 0x1FF1E7FE.",
      "Ready 53.975 ms after reset.",
    ])
      expect(text).toContain(fact);
  });

  it.each<[string, string[], string[]]>([
    ["STM32G031K8", ["USB DFU: no", "asks whether flash is empty", "PA3 is low"], ["Clock for DFU", "TrustZone"]],
    ["STM32F429ZI", ["With dual-bank boot switched on", "SYSCFG-\\>MEMRMP"], ["TrustZone"]],
    ["STM32H563ZI", ["With TrustZone on", "ICACHE, DCACHE1"], ["SYSCFG"]],
    ["STM32L052K8", ["rules a jump from software out"], ["writes the code", "VTOR is set"]],
    ["STM32WB05KZ", ["PA10 high during a hardware reset", "No way in by software"], ["vector table", "watchdog"]],
    ["STM32N657X0", ["BOOT0 and BOOT1", "does not have this line"], ["USB DFU", "Boot pattern", "Remove the bridge"]],
  ])("%s", (name, present, absent) => {
    for (const fact of present) expect(page(name)).toContain(fact);
    for (const fact of absent) expect(page(name)).not.toContain(fact);
  });

  it("shows what the table of boards holds of a board's own bootloader", () => {
    const text = page("PORTENTA_H7_M7");
    expect(text).toContain("Its own bootloader lies at 0x08000000, 256 KiB");
    expect(text).toContain("In DFU mode it shows on USB as 2341:035b");
    expect(text).toContain("0x1FF09800");
  });

  it("names what is spelt most like an unknown part", () => {
    expect(page("STM32F499ZZ")).toMatch(/No system bootloader is known for STM32F499ZZ\.\n- Closest: STM32F/);
    expect(page("RP2040")).toBe(
      "# How to get RP2040 into its bootloader\n\n## The system bootloader\n\n- No system bootloader is known for RP2040.\n\n",
    );
  });

  it("takes a hostile name for words", () => {
    expect(page("](command:x) <img> #_*")).not.toMatch(/(?<!\\)[<\]]/);
  });

  it("gives the way in alone, for a terminal", () => {
    expect(wayIn(bootloaderHelp("STM32WB05KZ"), english)).toEqual([
      "At reset:",
      "  Boot pattern 18 of AN2606: its table 2 says which boot pins and option bits that is on this line.",
      "  No way in by software is documented: PA10 high during a hardware reset.",
    ]);
  });
});

describe("every line", () => {
  it.each(systemBootloaderRows().map((row) => [row.line, row] as const))("%s has no hole on its page", (_line, row) => {
    const rom = expand(row);
    const items = [resetItems, interfaceItems, softwareItems, afterwardsItems, knownItems].flatMap((of) => of(rom));
    for (const sentence of items.map(english)) {
      expect(sentence).not.toMatch(/null|undefined|NaN|\{\d\}|: \.$/);
      expect(sentence.trim()).not.toBe("");
    }
    if (rom.jumpAddress === null) expect(items.map(english).join()).not.toContain("vector table lies");
  });

  it("knows nothing that is not in the row", () => {
    const bare = { ...systemBootloaderOf("STM32F407VG")!, interfaces: null, activationPattern: null, idAddress: null };
    expect([...interfaceItems(bare), ...afterwardsItems(bare)]).toEqual([]);
    expect(knownItems(bare).map(english).join()).not.toContain("Bootloader ID at");
  });
});
