import { describe, expect, it } from "vitest";
import { devicetreePartitions } from "../../../../src/core/sources/devicetree-partitions";
import { applyEdits, checkFiles, type Files } from "../../../support/memory-tree";

const places = { boot: "0x00000000 DT_SIZE_K(64)", slot0: "0x00020000 0x00040000", slot1: "0x00060000 0x00040000" };

/** An overlay as Zephyr applications have it. */
function overlay(changed: Partial<typeof places> = {}, flash = "&flash0"): string {
  const { boot, slot0, slot1 } = { ...places, ...changed };
  return `/* MCUboot: boot_partition: partition@0 { reg = <0x1 0x1>; } */
${flash} {
  /delete-node/ partitions;
  partitions {
    compatible = "fixed-partitions";
    #address-cells = <1>;
    #size-cells = <1>;
    boot_partition: partition@0 {
      label = "mcuboot";
      reg = <${boot}>; // the bootloader's
    };
    slot0_partition: partition@20000 { label = "image-0"; reg = <${slot0}>; };
    slot1_partition: partition@60000 { label = "image-1"; reg = <${slot1}>; };
  };
};
&usart1 { status = "okay"; };
`;
}

const zephyr = (text: string, board = "nucleo_f429zi"): Files => ({
  "app/CMakeLists.txt": "find_package(Zephyr)\nproject(app)\ntarget_sources(app PRIVATE src/main.c)\n",
  "app/prj.conf": "CONFIG_BOOTLOADER_MCUBOOT=y\n",
  "app/src/main.c": "int main(void) { return 0; }\n",
  [`app/boards/${board}.overlay`]: text,
});

async function lines(files: Files): Promise<readonly string[]> {
  return (await checkFiles(files)).findings.map(({ code, severity }) => `${severity} ${code}`);
}

describe("partitions of a devicetree overlay", () => {
  it("are the images of a set, with their places, on the board's chip", async () => {
    const { layouts } = await checkFiles(zephyr(overlay()));
    expect(layouts).toHaveLength(1);
    expect(layouts[0]?.device.candidates[0]?.part).toBe("STM32F429ZI");
    expect(layouts[0]?.images.map(({ name, role }) => `${name} ${role}`)).toEqual([
      "boot_partition bootloader",
      "slot0_partition application",
      "slot1_partition other",
    ]);
    const values = layouts[0]?.claims.map(({ image, quantity, value }) =>
      value.known ? `${image} ${quantity} ${value.value.toString(16)}` : "",
    );
    expect(values).toContain("boot_partition end 8010000");
    expect(values).toContain("slot0_partition slot 8020000");
    expect(values).toContain("slot1_partition end 80a0000");
  });

  it("say nothing where they are legal", async () => {
    expect(await lines(zephyr(overlay()))).toEqual([]);
    expect(await lines(zephyr(overlay({ slot0: "0x10000 0x10000", slot1: "0x20000 DT_SIZE_M(1)" })))).toEqual([]);
  });

  it("are found inside an erase unit, and moved to a whole one", async () => {
    const files = zephyr(overlay({ slot0: "0x00024000 0x0003c000" }));
    const { findings } = await checkFiles(files);
    expect(findings.map(({ code }) => code)).toEqual(["erase-unit-shared"]);
    const [fix] = findings[0]?.fixes ?? [];
    const mended = applyEdits(files, fix?.edits ?? []);
    expect(mended["app/boards/nucleo_f429zi.overlay"]).toContain("slot0_partition: partition@20000");
    expect((await checkFiles(mended)).findings.map(({ code }) => code)).toEqual([]);
  });

  it("are found to overlap", async () => {
    expect(await lines(zephyr(overlay({ boot: "0 DT_SIZE_K(160)" })))).toContain("warning image-overlap");
  });

  it.each([
    ["external flash", zephyr(overlay({ slot0: "0x00024000 0x1000" }, "&mx25r64"))],
    ["Zephyr's own tree", { "zephyr/samples/x/boards/nucleo_f429zi.overlay": overlay({ slot0: "0x24000 0x1000" }) }],
    ["a number that a macro makes", zephyr(overlay({ slot0: "SLOT0_OFFSET 0x1000" }))],
    ["no first slot", zephyr(overlay().replace("slot0_partition", "storage_partition"))],
    ["two nodes of one name", zephyr(overlay({ slot0: "0x24000 0x1000" }) + overlay())],
    ["a board nobody knows", zephyr(overlay({ slot0: "0x00024000 0x0003c000" }), "my_board")],
  ])("say nothing of %s", async (_, files) => {
    expect(await lines(files)).toEqual([]);
  });
});

describe("devicetreePartitions", () => {
  const read = (text: string) => devicetreePartitions({ uri: "memfs:/ws/a.overlay", text, hash: "" });

  it("gives numbers with their places", () => {
    const text = overlay();
    const [boot, slot0] = read(text);
    expect(boot).toMatchObject({
      label: "boot_partition",
      offset: { value: 0 },
      size: { value: 65536, literal: null },
    });
    expect(slot0?.offset.value).toBe(0x20000);
    expect(text.slice(slot0?.offset.range.start, slot0?.offset.range.end)).toBe("0x00020000");
  });

  it.each([
    ["open braces", "{".repeat(100_000)],
    ["closed ones", "}".repeat(100_000)],
    ["an open comment", `${overlay()}/*`.repeat(500)],
    ["a long line", `&flash0 { partitions { a: partition@0 { reg = <${"0x0 ".repeat(100_000)}>; }; }; };`],
    ["junk", "\u0000\ufffd<>;{}:@&".repeat(10_000)],
  ])("ends in time on %s", (_, text) => {
    const started = performance.now();
    read(text);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
