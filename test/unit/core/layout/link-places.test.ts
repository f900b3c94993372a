import { describe, expect, it } from "vitest";
import { placeMessages } from "../../../../src/core/layout/link-places";
import { LinkLog } from "../../../../src/core/linker/link-log";
import { SnapshotReader } from "../../../../src/core/project/snapshot";
import { Locator } from "../../../../src/core/report/located";
import { checkFiles, pathOf, root, type Files } from "../../../support/memory-tree";

const script = (origin: string, more = ""): string => `MEMORY
{
  FLASH (rx) : ORIGIN = ${origin}, LENGTH = 64K
  RAM (rwx) : ORIGIN = 0x20000000, LENGTH = 64K
}
SECTIONS
{
  .text : { KEEP(*(.isr_vector)) *(.text*) } >FLASH
  .data : { *(.data*) } >RAM AT>FLASH
}
${more}`;

const two: Files = {
  "boot/boot.ld": script("0x08000000", 'ASSERT(SIZEOF(.text) < 1K, "boot: too large")\n'),
  "boot/Makefile": "CFLAGS = -DSTM32F407xx\n",
  "app/app.ld": script("0x08020000"),
  "app/Makefile": "CFLAGS = -DSTM32F407xx\n",
  "app/build/firmware.hex": ":00000001FF\n",
};

/** `file:line` of each message of a build that ran in `folder`. */
async function places(output: string, folder = "", files: Files = two): Promise<string[]> {
  const { layouts, snapshot } = await checkFiles(files);
  const log = new LinkLog();
  log.write(output);
  const cwd = folder === "" ? root : `${root}/${folder}`;
  const locator = new Locator(snapshot);
  return placeMessages(log.end(), layouts, new SnapshotReader(snapshot), cwd).map(
    ({ range }) => `${pathOf(range.uri)}:${locator.locate(range).start.line + 1}`,
  );
}

describe("where the linker's messages belong", () => {
  it.each([
    ["a line of a script", "ld:boot/boot.ld:3: syntax error", "", ["boot/boot.ld:3"]],
    ["from the folder of the build", "ld:boot.ld:3: syntax error", "boot", ["boot/boot.ld:3"]],
    ["from a build folder", "ld:../boot.ld:3: syntax error", "boot/build", ["boot/boot.ld:3"]],
    ["an absolute path", "ld:/ws/app/app.ld:8: syntax error", "", ["app/app.ld:8"]],
    ["the only script of that name", "ld:app.ld:8: syntax error", "", ["app/app.ld:8"]],
    ["a line behind the end", "ld:app.ld:800: unexpected end", "app", ["app/app.ld:11"]],
    ["a script that is not here", "ld:other.ld:3: syntax error", "", []],
    ["a region, by the folder", "ld: region `FLASH' overflowed by 9 bytes", "app", ["app/app.ld:3"]],
    [
      "a region, by the folder make is in",
      "make[1]: Entering directory '/ws/boot'\nld: region `RAM' overflowed by 9 bytes",
      "",
      ["boot/boot.ld:4"],
    ],
    [
      "a region, by the program's name",
      "ld: out/firmware.elf section `.text' will not fit in region `FLASH'\nld: region `FLASH' overflowed by 9 bytes",
      "",
      ["app/app.ld:3"],
    ],
    ["a region of either of two", "ld: region `FLASH' overflowed by 9 bytes", "", []],
    ["a region that nobody has", "ld: region `ROM' overflowed by 9 bytes", "app", []],
    ["a region's field", "ld: invalid origin for memory region FLASH", "app", ["app/app.ld:3"]],
    [
      "a section",
      "ld: section .data LMA [08020000,08020003] overlaps section .text LMA [08020000,08020007]",
      "app",
      ["app/app.ld:9"],
    ],
    ["the script's own words", "ld: boot: too large", "", ["boot/boot.ld:11"]],
    ["other words", "ld: cannot find -lfoo", "app", []],
  ])("%s", async (_, output, folder, expected) => {
    expect(await places(output, folder)).toEqual(expected);
  });
});
