import { hex } from "../../src/core/notation";
import { firmware } from "../unit/simulator/board-rig";
import { endedWith, noStackTrace, said, same, sameBytes } from "./expect";
import { guestCli } from "./initramfs";
import { at, flashBase, image, plugged, type Scenario } from "./scenario";

/** What dfu-util writes of the boards it found. */
function dfuUtilList(output: string): string[] {
  const line = /path="(.*?)", alt=(\d+), name="(.*?)", serial="(.*?)"/g;
  return [...output.matchAll(line)].map(([, path, alt, name, serial]) => `${path} ${serial} ${alt} ${name}`).sort();
}

interface ListedBoard {
  readonly path: string;
  readonly serial: string;
  readonly alternates: readonly { readonly number: number; readonly name: string }[];
}

const list: Scenario = {
  name: "both list the same boards: path, serial number, alternate settings",
  async run(rig) {
    const cables = [await plugged(rig), await plugged(rig, "STM32L475VG", "TWO")];
    const theirs = await rig.dfuUtil("-l");
    const ours = await rig.bootsmith("boards", "--format", "json");
    [theirs, ours].forEach((result) => endedWith(0, result));
    const { boards } = JSON.parse(ours.stdout) as { boards: readonly ListedBoard[] };
    const listed = boards.flatMap(({ path, serial, alternates }) =>
      alternates.map(({ number, name }) => `${path} ${serial} ${number} ${name}`),
    );
    const wanted = cables.flatMap(({ path, serial, board }) =>
      board.model.alternates.map((name, number) => `${path} ${serial} ${number} ${name}`),
    );
    same("bootsmith", listed.sort(), wanted.sort());
    same("dfu-util", dfuUtilList(theirs.stdout), wanted);
  },
};

const nothingThere: Scenario = {
  name: "without a board both say so",
  async run(rig) {
    const boards = await rig.bootsmith("boards");
    endedWith(0, boards);
    said(/No board was found/, boards);
    const { file } = await image(rig, 1);
    const flash = await rig.bootsmith("flash", file, ...at);
    endedWith(1, flash);
    said(/No board was found/, flash);
    noStackTrace(flash);
  },
};

const oursThenTheirs: Scenario = {
  name: "what bootsmith writes, dfu-util reads",
  async run(rig) {
    const cable = await plugged(rig);
    cable.fill(...firmware(flashBase, 8192, 9).segments);
    const { bytes, file } = await image(rig, 2);
    const flash = await rig.bootsmith("flash", file, ...at, "--no-leave");
    endedWith(0, flash);
    said(new RegExp(`${bytes.length} bytes verified`), flash);
    endedWith(0, await rig.dfuUtil("-a 0", `-s ${hex(flashBase)}:${bytes.length}`, "-U", "theirs.bin"));
    sameBytes("dfu-util -U", await rig.fetch("/tmp/theirs.bin"), bytes);
    sameBytes("the board", cable.held(flashBase, bytes.length), bytes);
  },
};

const theirsThenOurs: Scenario = {
  name: "what dfu-util writes, bootsmith verifies and reads",
  async run(rig) {
    const cable = await plugged(rig, "STM32L475VG");
    const { bytes, file } = await image(rig, 3);
    endedWith(0, await rig.dfuUtil("-a 0", `-s ${hex(flashBase)}`, "-D", file));
    const verify = await rig.bootsmith("verify", file, ...at);
    endedWith(0, verify);
    said(/holds the image/, verify);
    endedWith(0, await rig.bootsmith("read", "-o", "ours.bin", ...at, "--length", String(bytes.length)));
    sameBytes("bootsmith read", await rig.fetch("/tmp/ours.bin"), bytes);
    sameBytes("the board", cable.held(flashBase, bytes.length), bytes);
  },
};

const changedByte: Scenario = {
  name: "verify finds one changed byte, and says where",
  async run(rig) {
    const cable = await plugged(rig);
    const { bytes, file } = await image(rig, 4);
    const changed = bytes.slice();
    changed[2100] = (bytes[2100] ?? 0) ^ 0x10;
    cable.fill({ address: flashBase, data: changed });
    const verify = await rig.bootsmith("verify", file, ...at);
    endedWith(1, verify);
    said(new RegExp(hex(flashBase + 2100)), verify);
    sameBytes("the board", cable.held(flashBase, bytes.length), changed);
  },
};

const oursLeaves: Scenario = {
  name: "after a flash by bootsmith the board has left the bus, and comes back unchanged",
  async run(rig) {
    const cable = await plugged(rig);
    const { bytes, file } = await image(rig, 5);
    const flash = await rig.bootsmith("flash", file, ...at);
    endedWith(0, flash);
    said(/left DFU mode/, flash);
    await cable.waitUntilGone();
    same("start address", cable.board.startedAt, flashBase);
    await cable.plug();
    const again = await rig.bootsmith("flash", file, ...at, "--no-leave");
    endedWith(0, again);
    said(/ 0 erase units erased, 0 bytes written/, again);
    sameBytes("the board", cable.held(flashBase, bytes.length), bytes);
  },
};

const theirsLeaves: Scenario = {
  name: "after dfu-util :leave the board has left the bus for bootsmith, too",
  async run(rig) {
    const cable = await plugged(rig);
    const { bytes, file } = await image(rig, 6);
    await rig.dfuUtil("-a 0", `-s ${hex(flashBase)}:leave`, "-D", file);
    await cable.waitUntilGone();
    same("start address", cable.board.startedAt, flashBase);
    const boards = await rig.bootsmith("boards", "--format", "json");
    same("boards", (JSON.parse(boards.stdout) as { boards: unknown[] }).boards.length, 0);
    await cable.plug();
    endedWith(0, await rig.bootsmith("verify", file, ...at));
    sameBytes("the board", cable.held(flashBase, bytes.length), bytes);
  },
};

/** Pulls the cable at a request, looks at what bootsmith says, and flashes again. */
function pulledAt(when: string, count: number): Scenario {
  return {
    name: `pulled ${when}: bootsmith says what happened, and the next flash succeeds`,
    async run(rig) {
      const cable = await plugged(rig);
      cable.fill(...firmware(flashBase, 8192, 9).segments);
      const { bytes, file } = await image(rig, 7, 0x4800);
      cable.pullAfter(count);
      const flash = await rig.bootsmith("flash", file, ...at);
      endedWith(1, flash);
      noStackTrace(flash);
      said(/vanished|gone|lost|disconnected|connect it again/i, flash);
      if (flash.elapsed > 15_000) throw new Error(`It took ${flash.elapsed} ms to notice.`);
      await cable.waitUntilGone();
      await cable.plug();
      const again = await rig.bootsmith("flash", file, ...at, "--no-leave");
      endedWith(0, again);
      sameBytes("the board", cable.held(flashBase, bytes.length), bytes);
    },
  };
}

const twoAtOnce: Scenario = {
  name: "two boards with one VID:PID are flashed at once, each chosen by its bus path",
  async run(rig) {
    const cables = [await plugged(rig), await plugged(rig, "STM32F407VG", "TWO")];
    const images = [await image(rig, 8), await image(rig, 9)];
    const unchosen = await rig.bootsmith("flash", images[0]?.file ?? "", ...at);
    endedWith(2, unchosen);
    said(/--board/, unchosen);
    const flashes = await Promise.all(
      cables.map(({ path }, index) =>
        rig.bootsmith("flash", images[index]?.file ?? "", ...at, "--board", path, "--no-leave"),
      ),
    );
    flashes.forEach((flash) => endedWith(0, flash));
    cables.forEach((cable, index) => {
      const bytes = images[index]?.bytes ?? new Uint8Array();
      sameBytes(`board ${cable.path}`, cable.held(flashBase, bytes.length), bytes);
    });
  },
};

const heldByAnother: Scenario = {
  name: "a board that dfu-util holds is busy, and free again afterwards",
  async run(rig) {
    const cable = await plugged(rig);
    const { bytes, file } = await image(rig, 10, 0x1_0000);
    const before = cable.use().transfers;
    const download = rig.dfuUtil("-a 0", `-s ${hex(flashBase)}`, "-D", file);
    while (cable.use().transfers < before + 10) await new Promise((resolve) => setTimeout(resolve, 20));
    const verify = await rig.bootsmith("verify", file, ...at);
    endedWith(1, verify);
    said(/Another program holds/, verify);
    noStackTrace(verify);
    endedWith(0, await download);
    endedWith(0, await rig.bootsmith("verify", file, ...at));
    sameBytes("the board", cable.held(flashBase, bytes.length), bytes);
  },
};

const notPermitted: Scenario = {
  name: "without permission the board is listed, and nothing is done to it",
  async run(rig) {
    const cable = await plugged(rig);
    const { file } = await image(rig, 11);
    const asNobody = (...args: readonly string[]) =>
      rig.guest.run(`cd /tmp; su nobody -s /bin/sh -c 'node ${guestCli} ${args.join(" ")}'`);
    const boards = await asNobody("boards");
    endedWith(0, boards);
    said(/0483:df11/, boards);
    said(/may not open the USB device/, boards);
    for (const verb of [
      ["flash", file, ...at],
      ["verify", file, ...at],
      ["erase", "--erase-range", "0x08004000+16K"],
    ]) {
      const refused = await asNobody(...verb);
      endedWith(1, refused);
      said(/This user may not open the USB device 0483:df11/, refused);
      said(/Add a udev rule.*idVendor}=="0483", ATTRS\{idProduct}=="df11"/, refused);
      noStackTrace(refused);
    }
    same("contents", cable.board.contents().length, 0);
  },
};

/** In the order they run: each begins with an empty bus. */
export const scenarios: readonly Scenario[] = [
  ...[list, nothingThere, oursThenTheirs, theirsThenOurs, changedByte, oursLeaves, theirsLeaves],
  pulledAt("while the old contents are read", 12),
  pulledAt("while a sector is erased", 20),
  pulledAt("in mid-write", 40),
  ...[twoAtOnce, heldByAnother, notPermitted],
];
