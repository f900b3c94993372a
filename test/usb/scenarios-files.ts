import { hex } from "../../src/core/notation";
import type { ImageSegment } from "../../src/core/image/firmware-image";
import { writeDfuSe } from "../../src/core/image/dfuse";
import { boardModel } from "../../src/simulator/board-model";
import { firmware } from "../unit/simulator/board-rig";
import { endedWith, said, same, sameBytes } from "./expect";
import { flashBase, plugged, type Scenario } from "./scenario";

const stRom = { vendorId: 0x0483, productId: 0xdf11, device: 0x2200 };

/** A gap of a sector between the two, so that addresses out of the file are needed. */
function twoElements(seed: number): readonly ImageSegment[] {
  return [0, 0x8000].flatMap((offset) => firmware(flashBase + offset, 0x1400 + offset / 16, seed + offset).segments);
}

const dfuSeFile: Scenario = {
  name: "one DfuSe file: the board holds the same after dfu-util -D and after bootsmith flash",
  async run(rig) {
    const segments = twoElements(20);
    const bytes = writeDfuSe([{ alternate: 0, name: "Internal Flash", segments }], stRom);
    const file = await rig.guest.put("two.dfu", bytes);
    const theirs = await plugged(rig);
    endedWith(0, await rig.dfuUtil("-a 0", "-D", file));
    const verify = await rig.bootsmith("verify", file);
    endedWith(0, verify);
    said(/holds the image/, verify);
    await theirs.unplug();
    const ours = await plugged(rig, "STM32F407VG", "TWO");
    endedWith(0, await rig.bootsmith("flash", file, "--no-leave"));
    for (const cable of [theirs, ours]) {
      segments.forEach(({ address, data }) => sameBytes(hex(address), cable.held(address, data.length), data));
      same("bytes between", cable.held(flashBase + 0x4000, 16), new Uint8Array(16).fill(0xff));
    }
  },
};

const maple: Scenario = {
  name: "plain DFU (Maple): both write the stream to its place, and read what the other wrote",
  async run(rig) {
    const { streams = [] } = boardModel("MAPLE_MINI");
    const base = streams[2] ?? 0;
    const cable = await plugged(rig, "MAPLE_MINI", "MAPLE");
    for (const [program, seed] of [
      ["bootsmith", 21],
      ["dfu-util", 22],
    ] as const) {
      const bytes = firmware(base, 3 * 1024 + 100, seed).segments[0]?.data ?? new Uint8Array();
      const file = await rig.guest.put(`${program}.bin`, bytes);
      if (program === "bootsmith") endedWith(0, await rig.bootsmith("flash", file, "--alt 2"));
      // It ends with 74: the reset that it sends last takes the board off the bus.
      else said(/Done!/, await rig.dfuUtil("-a 2", "-D", file));
      await cable.waitUntilGone();
      sameBytes(program, cable.held(base, bytes.length), bytes);
      await cable.plug();
      if (program === "dfu-util") {
        endedWith(0, await rig.bootsmith("verify", file, "--alt 2"));
      } else {
        endedWith(0, await rig.dfuUtil("-a 2", "-U", "maple.bin"));
        sameBytes("dfu-util -U", (await rig.fetch("/tmp/maple.bin")).subarray(0, bytes.length), bytes);
      }
    }
  },
};

/** Images of other kinds than a raw binary for a board with addresses. */
export const fileScenarios: readonly Scenario[] = [dfuSeFile, maple];
