import { describe, expect, it } from "vitest";
import { flashCommands } from "../../../../src/core/sources/flash-commands";

/** `tool file address`, and the address as it stands in the text. */
function found(text: string, lines = true): string[] {
  return flashCommands(text, 0, text.length, { lines }).map(({ tool, file, address }) => {
    expect(text.slice(address.start, address.end)).toBe(address.text);
    return `${tool} ${file.text} ${address.text}`;
  });
}

describe("flashCommands", () => {
  it.each<[string, string[]]>([
    ["dfu-util -a 0 -s 0x08008000:leave -D build/app.bin", ["dfu-util build/app.bin 0x08008000"]],
    ["dfu-util -d 0483:df11 -D app.bin --dfuse-address=0x8008000", ["dfu-util app.bin 0x8008000"]],
    ["dfu-util -a0 -s0x08008000:leave -D app.bin", ["dfu-util app.bin 0x08008000"]],
    ["st-flash --reset write app.bin 0x8008000", ["st-flash app.bin 0x8008000"]],
    ["st-flash write build/app.bin 0x08000000 && echo done", ["st-flash build/app.bin 0x08000000"]],
    ["st-flash read dump.bin 0x08000000 0x1000", []],
    ["st-flash --format ihex write app.hex", []],
    ["STM32_Programmer_CLI -c port=SWD -w app.bin 0x08008000 -v -rst", ["STM32CubeProgrammer app.bin 0x08008000"]],
    [
      "STM32_Programmer_CLI.exe -c port=SWD -w boot.bin 0x08000000 -w app.bin 0x08008000",
      ["STM32CubeProgrammer boot.bin 0x08000000", "STM32CubeProgrammer app.bin 0x08008000"],
    ],
    ["ST-LINK_CLI.exe -P app.bin 0x08008000 -Rst", ["STM32CubeProgrammer app.bin 0x08008000"]],
    ["STM32_Programmer_CLI -w app.elf", []],
    ['openocd -f x.cfg -c "program build/app.bin verify reset exit 0x08008000"', ["OpenOCD build/app.bin 0x08008000"]],
    ["openocd -f x.cfg -c 'program app.elf verify reset exit'", []],
    ['openocd -c "init; flash write_image erase app.bin 0x08008000 bin; exit"', ["OpenOCD app.bin 0x08008000"]],
    ["monitor flash write_image erase unlock app.bin 0x08008000", ["OpenOCD app.bin 0x08008000"]],
    ["pyocd flash -t stm32f407vg --base-address 0x08008000 app.bin", ["pyOCD app.bin 0x08008000"]],
    ["pyocd load -a 0x8008000 app.bin", ["pyOCD app.bin 0x8008000"]],
    ["pyocd flash app.hex", []],
    ["probe-rs download --binary-format bin --base-address 0x08008000 app.bin", ["probe-rs app.bin 0x08008000"]],
    ["stm32flash -b 115200 -w app.bin -v -S 0x08008000 /dev/ttyUSB0", ["stm32flash app.bin 0x08008000"]],
    ["loadbin build/app.bin, 0x08008000", ["J-Link build/app.bin 0x08008000"]],
    ["loadbin build/app.bin,0x08008000", ["J-Link build/app.bin 0x08008000"]],
    ['echo "loadbin app.bin, 0x08008000" | JLinkExe', ["J-Link app.bin 0x08008000"]],
    ['@echo "now st-flash write app.bin 0x08008000"', []],
    ["restore app.bin binary 0x08008000", ["GDB app.bin 0x08008000"]],
    ["st-flash write $(BUILD)/$(TARGET).bin $(ADDRESS)", ["st-flash $(BUILD)/$(TARGET).bin $(ADDRESS)"]],
    ["st-flash write \\\n  app.bin \\\n  0x08008000", ["st-flash app.bin 0x08008000"]],
    ["# st-flash write app.bin 0x08008000", []],
    ["st-flash write app.bin\n0x08008000", []],
    ["C:\\tools\\st-flash.exe write build\\app.bin 0x08008000", ["st-flash build/app.bin 0x08008000"]],
    ["st-flash write app.bin 0x0800800000", []],
    ["cp program.bin 0x08000000", []],
  ])("%s", (text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  it("reads on over lines where the file's language does", () => {
    expect(found("COMMAND st-flash write app.bin\n  0x08008000", false)).toEqual(["st-flash app.bin 0x08008000"]);
  });

  it("reads the inside of JSON strings as they stand", () => {
    const text = '"openocd -c \\"program build\\\\app.bin verify exit 0x08008000\\""';
    const inside = flashCommands(text, 1, text.length - 1, { lines: false });
    expect(inside.map(({ file, address }) => [file.text, address.text])).toEqual([["build/app.bin", "0x08008000"]]);
  });

  it("ends in time on junk", () => {
    const junk = '"'.repeat(50_000) + "program ".repeat(20_000);
    const start = performance.now();
    found(junk);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
