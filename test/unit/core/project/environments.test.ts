import { describe, expect, it } from "vitest";
import { hex } from "../../../../src/core/notation";
import { script } from "../../../support/linker-script";
import { applyEdits, checkFiles, type Files } from "../../../support/memory-tree";

const board = "[env]\nplatform = ststm32\nboard = genericSTM32F407VGT6\nboard_build.ldscript = app.ld\n";
const byOffset = script("0x08000000 + APP_OFFSET", "64K - APP_OFFSET");
const system = "void SystemInit(void) { SCB->VTOR = FLASH_BASE | VECT_TAB_OFFSET; }\n";

/** `configuration: start of the script, VTOR` of every layout. */
async function layouts(files: Files): Promise<string[]> {
  const { layouts: found } = await checkFiles(files);
  return found.map(({ configuration, claims }) => {
    const value = (by: string): string => {
      const claim = claims.find(({ statedBy, quantity }) => statedBy === by && quantity === "vectors");
      return claim === undefined ? "-" : claim.value.known ? hex(claim.value.value) : "?";
    };
    return `${configuration.id}: ${value("linker-script")} ${value("vector-table-offset")}`;
  });
}

describe("environments of platformio.ini", () => {
  it.each<[string, string, string[]]>([
    [
      "one gives what it gives",
      `${board}[env:a]\nbuild_flags = -D VECT_TAB_OFFSET=0x2000 -Wl,--defsym=APP_OFFSET=0x2000\n`,
      ["default: 0x08002000 0x08002000"],
    ],
    [
      "two that differ are two configurations",
      `${board}[env:a]\nbuild_flags = -DVECT_TAB_OFFSET=0x2000 -Wl,--defsym=APP_OFFSET=0x2000\n[env:b]\nbuild_flags = -DVECT_TAB_OFFSET=0x4000 -Wl,--defsym=APP_OFFSET=0x4000\n`,
      ["a: 0x08002000 0x08002000", "b: 0x08004000 0x08004000"],
    ],
    [
      "flags over several lines, and those of all environments",
      `${board}build_flags =\n  -DUSE_IT\n  -DVECT_TAB_OFFSET=0x2000\n[env:a]\nbuild_flags =\n  \${env.build_flags}\n  -Wl,--defsym=APP_OFFSET=0x2000\n`,
      ["default: 0x08002000 0x08002000"],
    ],
    [
      "flags of the same value are one configuration",
      `${board}build_flags = -DVECT_TAB_OFFSET=0x2000 -Wl,--defsym=APP_OFFSET=0x2000\n[env:a]\nbuild_flags = \${env.build_flags} -DDEBUG=1\n[env:b]\nbuild_flags = \${env.build_flags} -DNDEBUG\n`,
      ["default: 0x08002000 0x08002000"],
    ],
    [
      "one that is not built has no say",
      `[platformio]\ndefault_envs = a\n${board}[env:a]\nbuild_flags = -DVECT_TAB_OFFSET=0x2000 -Wl,--defsym=APP_OFFSET=0x2000\n[env:b]\nbuild_flags = -DVECT_TAB_OFFSET=0x4000\n`,
      ["default: 0x08002000 0x08002000"],
    ],
    [
      "one that links with another script has no say",
      `${board}[env:a]\nbuild_flags = -DVECT_TAB_OFFSET=0x2000 -Wl,--defsym=APP_OFFSET=0x2000\n[env:b]\nboard_build.ldscript = other.ld\nbuild_flags = -DVECT_TAB_OFFSET=0x4000\n`,
      ["default: 0x08002000 0x08002000"],
    ],
  ])("%s", async (_what, ini, expected) => {
    expect(await layouts({ "platformio.ini": ini, "app.ld": byOffset, "src/system_stm32f1xx.c": system })).toEqual(
      expected,
    );
  });

  const uploading = (offset: string, more = ""): Files => ({
    "platformio.ini": `${board}[env:a]\nboard_upload.offset_address = ${offset}\n${more}`,
    "app.ld": script("0x08004000", "56K"),
  });

  it("tell where they upload to, which has to be where the script puts the program", async () => {
    expect((await checkFiles(uploading("0x08004000"))).lines).toEqual([]);
    const wrong = uploading("0x08008000");
    const { findings, lines } = await checkFiles(wrong);
    expect(lines).toEqual(["platformio.ini:6 flash-address-mismatch"]);
    expect(applyEdits(wrong, findings[0]?.fixes[0]?.edits ?? [])).toEqual(uploading("0x08004000"));
  });

  it.each<[string, Files]>([
    [
      "an environment without a script",
      {
        ...uploading("0x08008000"),
        "platformio.ini": "[env:a]\nboard = genericSTM32F407VGT6\nboard_upload.offset_address = 0x08008000\n",
      },
    ],
    ["no number", uploading("${common.offset}")],
    [
      "environments that differ, each right",
      uploading("0x08004000", "[env:b]\nboard_build.ldscript = none.ld\nboard_upload.offset_address = 0x08008000\n"),
    ],
  ])("say nothing wrong: %s", async (_what, files) => {
    expect((await checkFiles(files)).lines).toEqual([]);
  });

  it("that differ are told apart in a finding", async () => {
    const files = {
      ...uploading("0x08004000", "[env:b]\nboard_upload.offset_address = 0x08008000\n"),
    };
    const { findings, lines } = await checkFiles(files);
    expect(lines).toEqual(["platformio.ini:8 flash-address-mismatch"]);
    expect(findings[0]?.condition?.args).toEqual(["b"]);
  });

  it.each(["", "[platformio]\ndefault_envs = f411\n"])(
    "give a script the chip of the one that names it: %j",
    async (top) => {
      const { layouts: found, lines } = await checkFiles({
        "platformio.ini": `${top}[env:f411]\nboard = nucleo_f411re\n[env:pill]\nboard = bluepill_f103c8\nboard_build.ldscript = ld/pill.ld\n`,
        "ld/pill.ld": script("0x08002000", "56K").replace("64K", "20K"),
      });
      expect(found.flatMap(({ device }) => device.candidates.map(({ part }) => part))).toEqual(["STM32F103C8"]);
      expect(lines).toEqual([]);
    },
  );
});
