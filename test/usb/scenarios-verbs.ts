import { hex } from "../../src/core/notation";
import { firmware } from "../unit/simulator/board-rig";
import { endedWith, noStackTrace, said, same, sameBytes } from "./expect";
import { guestCli } from "./initramfs";
import { at, flashBase, image, plugged, type Scenario } from "./scenario";

/** Sectors 0 and 1 of F405/F407. */
const sector = 0x4000;

const erases: Scenario = {
  name: "erase takes the named sector and leaves its neighbour alone",
  async run(rig) {
    const cable = await plugged(rig);
    const old = firmware(flashBase, 2 * sector, 9).segments[0]?.data ?? new Uint8Array();
    cable.fill({ address: flashBase, data: old });
    const range = `${hex(flashBase + sector)}..${hex(flashBase + 2 * sector - 1)}`;
    endedWith(0, await rig.bootsmith("erase", "--erase-range", range));
    sameBytes("sector 0", cable.held(flashBase, sector), old.subarray(0, sector));
    sameBytes("sector 1", cable.held(flashBase + sector, sector), new Uint8Array(sector).fill(0xff));
    endedWith(0, await rig.dfuUtil("-a 0", `-s ${hex(flashBase)}:${2 * sector}`, "-U", "erased.bin"));
    const seen = await rig.fetch("/tmp/erased.bin");
    sameBytes("dfu-util -U", seen, cable.held(flashBase, 2 * sector));
  },
};

const massErases: Scenario = {
  name: "a mass erase needs a yes, and then nothing is left",
  async run(rig) {
    const cable = await plugged(rig, "STM32L475VG");
    cable.fill(...firmware(flashBase, 0x3000, 9).segments);
    const refused = await rig.bootsmith("erase", "--mass-erase");
    endedWith(2, refused);
    said(/--yes/, refused);
    same("segments on the board", cable.board.contents().length, 1);
    endedWith(0, await rig.bootsmith("erase", "--mass-erase", "--yes", "--no-verify"));
    same("segments on the board", cable.board.contents().length, 0);
  },
};

const leaves: Scenario = {
  name: "leave alone takes the board off the bus",
  async run(rig) {
    const cable = await plugged(rig);
    cable.fill(...firmware(flashBase, 0x1000, 9).segments);
    endedWith(0, await rig.bootsmith("leave", "--board", cable.path));
    await cable.waitUntilGone();
    same("start address", cable.board.startedAt, flashBase);
  },
};

const waits: Scenario = {
  name: "flash --wait takes the board that is plugged in later",
  async run(rig) {
    const { bytes, file } = await image(rig, 12);
    const cable = rig.board("STM32F407VG", "LATE");
    const flash = rig.bootsmith("flash", file, ...at, "--no-leave", "--wait 30");
    await new Promise((resolve) => setTimeout(resolve, 3000));
    await cable.plug();
    endedWith(0, await flash);
    sameBytes("the board", cable.held(flashBase, bytes.length), bytes);
  },
};

const all: Scenario = {
  name: "--all flashes every board; the one that is pulled fails alone",
  async run(rig) {
    const [one, two] = [await plugged(rig), await plugged(rig, "STM32F407VG", "TWO")];
    const { bytes, file } = await image(rig, 13);
    const both = await rig.bootsmith("flash", file, ...at, "--no-leave", "--all");
    endedWith(0, both);
    [one, two].forEach((cable) => sameBytes(cable.path, cable.held(flashBase, bytes.length), bytes));
    const next = await image(rig, 14);
    two.pullAfter(25);
    const half = await rig.bootsmith("flash", next.file, ...at, "--no-leave", "--all");
    endedWith(1, half);
    noStackTrace(half);
    sameBytes(one.path, one.held(flashBase, next.bytes.length), next.bytes);
    await two.waitUntilGone();
    await two.plug();
    endedWith(0, await rig.bootsmith("flash", next.file, ...at, "--no-leave", "--all"));
    sameBytes(two.path, two.held(flashBase, next.bytes.length), next.bytes);
  },
};

const interrupted: Scenario = {
  name: "Ctrl+C in mid-flash: a sentence, no half image that boots, and the next flash succeeds",
  async run(rig) {
    const cable = await plugged(rig);
    cable.fill(...firmware(flashBase, 0x8000, 9).segments);
    const { bytes, file } = await image(rig, 15, 0x8000);
    const command = `node ${guestCli} flash ${file} ${at.join(" ")} --no-leave`;
    const begun = cable.use().transfers;
    const flash = rig.guest.run(`cd /tmp; ${command} & echo $! >/tmp/pid; wait $!`);
    while (cable.use().transfers < begun + 45) await new Promise((resolve) => setTimeout(resolve, 10));
    await rig.guest.run("kill -INT $(cat /tmp/pid)");
    const result = await flash;
    endedWith(1, result);
    noStackTrace(result);
    said(/cancel|stopped/i, result);
    sameBytes("first words", cable.held(flashBase, 8), new Uint8Array(8).fill(0xff));
    endedWith(0, await rig.bootsmith("flash", file, ...at, "--no-leave"));
    sameBytes("the board", cable.held(flashBase, bytes.length), bytes);
  },
};

/** A Portenta: its application has a DFU interface, its bootloader another PID (dfu-peers §2.1). */
const running = { part: "PORTENTA_H7", runtime: "2341:025b", dfu: "2341:035b", application: 0x0804_0000 };

const detaches: Scenario = {
  name: "detach brings a running board into DFU mode, where both see it; dfu-util -e does the same",
  async run(rig) {
    const cable = await plugged(rig, running.part);
    said(new RegExp(`Found Runtime: \\[${running.runtime}\\]`), await rig.dfuUtil("-l"));
    const before = await rig.bootsmith("boards");
    said(new RegExp(`${running.runtime}, runtime mode`), before);
    const back = cable.comesBack();
    const detach = await rig.bootsmith("detach", "--board", cable.path, "--format", "json");
    endedWith(0, detach);
    await back;
    const { now } = JSON.parse(detach.stdout) as { now: { mode: string; path: string } };
    same("mode and path", [now.mode, now.path], ["dfu", cable.path]);
    said(new RegExp(`Found DFU: \\[${running.dfu}\\]`), await rig.dfuUtil("-l"));
    await cable.unplug();
    cable.board.replug("runtime");
    await cable.plug();
    const backAgain = cable.comesBack();
    await rig.dfuUtil("-e", "-d", running.runtime);
    await backAgain;
    said(new RegExp(`${running.dfu}, dfu mode`), await rig.bootsmith("boards"));
  },
};

const flashesRunning: Scenario = {
  name: "flash brings a running board into DFU mode first",
  async run(rig) {
    const cable = await plugged(rig, running.part);
    const bytes = firmware(running.application, 8192, 3).segments[0]?.data ?? new Uint8Array();
    const file = await rig.guest.put("portenta.bin", bytes);
    const back = cable.comesBack();
    endedWith(0, await rig.bootsmith("flash", file, "--address", hex(running.application), "--no-leave"));
    await back;
    sameBytes("the board", cable.held(running.application, bytes.length), bytes);
  },
};

/** What the command line has beside flash, verify and read. */
export const verbScenarios: readonly Scenario[] = [
  erases,
  massErases,
  leaves,
  waits,
  all,
  interrupted,
  detaches,
  flashesRunning,
];
