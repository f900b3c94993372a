import { describe, expect, it } from "vitest";
import { hex } from "../../../../src/core/notation";
import { script } from "../../../support/linker-script";
import { applyEdits, checkFiles, type Files } from "../../../support/memory-tree";

const platform =
  "build.flash_offset=0\nrecipe.c.combine.pattern=gcc -Wl,--defsym=LD_FLASH_OFFSET={build.flash_offset} -Wl,--defsym=LD_MAX_SIZE={upload.maximum_size}\n";
const generic = script("0x8000000 + LD_FLASH_OFFSET", "LD_MAX_SIZE - LD_FLASH_OFFSET");

/** `start end` as the script of the only image states them, `?` where not known. */
async function extent(files: Files): Promise<string> {
  const { layouts } = await checkFiles(files);
  const claims = layouts.flatMap((layout) => layout.claims).filter((claim) => claim.statedBy === "linker-script");
  const value = (quantity: string): string => {
    const found = claims.find((claim) => claim.quantity === quantity)?.value;
    return found?.known === true ? hex(found.value) : "?";
  };
  return `${value("vectors")} ${value("end")}`;
}

describe("boards.txt", () => {
  it.each<[string, string, string]>([
    [
      "one board",
      "red.build.variant=F4\nred.build.flash_offset=0x4000\nred.upload.maximum_size=524288\n",
      "0x08004000 0x08080000",
    ],
    ["the platform's default", "red.build.variant=F4\nred.upload.maximum_size=524288\n", "0x08000000 0x08080000"],
    [
      "boards of other variants",
      "red.build.variant=F4\nred.build.flash_offset=0x4000\nred.upload.maximum_size=524288\nblue.build.variant=F1\nblue.build.flash_offset=0x2000\nblue.upload.maximum_size=65536\n",
      "0x08004000 0x08080000",
    ],
    [
      "a part that its menu chooses",
      "Gen.menu.pnum.A.build.variant=F4\nGen.menu.pnum.A.upload.maximum_size=524288\nGen.menu.pnum.B.build.variant=F1\nGen.menu.pnum.B.upload.maximum_size=65536\nGen.build.flash_offset=0x4000\n",
      "0x08004000 0x08080000",
    ],
    [
      "a menu that moves the program: nobody knows",
      "red.build.variant=F4\nred.upload.maximum_size=524288\nred.menu.upload_method.dfu.build.flash_offset=0x4000\n",
      "? ?",
    ],
    ["no board of the variant", "red.build.variant=F1\nred.build.flash_offset=0x4000\n", "? ?"],
    ["comments", "#red.build.variant=F4\n", "? ?"],
  ])("%s", async (_what, boards, expected) => {
    const files = { "boards.txt": boards, "platform.txt": platform, "variants/F4/ldscript.ld": generic };
    expect(await extent(files)).toBe(expected);
  });

  const portenta = (address: string, more = ""): Files => ({
    "boards.txt": `m7.build.variant=X\nm7.build.ldscript=linker_script.ld\nm7.menu.security.none.upload.address=${address}\nm7.menu.security.sien.upload.address=0xA0000000\n${more}`,
    "variants/X/linker_script.ld": script("0x08040000", "768K"),
  });

  it("says where the upload goes", async () => {
    expect((await checkFiles(portenta("0x08040000"))).lines).toEqual([]);
    const wrong = portenta("0x08020000");
    const { findings, lines } = await checkFiles(wrong);
    expect(lines).toEqual(["boards.txt:3 flash-address-mismatch"]);
    expect(applyEdits(wrong, findings[0]?.fixes[0]?.edits ?? [])).toEqual(portenta("0x08040000"));
  });

  it("says nothing where a menu chooses the place", async () => {
    expect((await checkFiles(portenta("0x08020000", "m7.menu.split.a.upload.address=0x08100000\n"))).lines).toEqual([]);
  });
});
