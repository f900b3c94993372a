import { describe, expect, it } from "vitest";
import { TransferError, type ControlSetup } from "../../../src/core/dfu/device";
import { addressCommand, dfuRequest as request, dfuSeCommand, dfuSetup } from "../../../src/core/dfu/requests";
import { dfuState as state, dfuStatus as status, parseStatus, stateName } from "../../../src/core/dfu/status";
import { BootsmithError } from "../../../src/core/errors";
import { boardModel, simulatedBoardModels } from "../../../src/simulator/board-model";
import type { SimulatedBoard } from "../../../src/simulator/simulated-board";
import { held, rig } from "./board-rig";

const none: Uint8Array = new Uint8Array();
const setup = (what: number, value = 0): ControlSetup => dfuSetup(what, value, 0);
const out = (board: SimulatedBoard, what: number, value = 0, data: Uint8Array = none) =>
  board.controlOut(setup(what, value), data);

async function getStatus(board: SimulatedBoard, timeout = 60_000) {
  const report = parseStatus(await board.controlIn(setup(request.getStatus), 6, timeout));
  if (report === null) throw new Error("short status");
  return report;
}

/** DNLOAD, GETSTATUS (starts), GETSTATUS (result). */
async function command(board: SimulatedBoard, value: number, data: Uint8Array) {
  await out(board, request.download, value, data);
  const started = await getStatus(board);
  return { started, result: await getStatus(board) };
}

const at = (what: number, address: number) => addressCommand(what, address);
const setAddress = (address: number) => at(dfuSeCommand.setAddress, address);
const erase = (address: number) => at(dfuSeCommand.erase, address);

async function idle(part = "STM32F407VG") {
  const made = await rig(part);
  if ((await getStatus(made.board)).state === state.error) await out(made.board, request.clearStatus);
  return made;
}

describe("a simulated STM32F407", () => {
  it("starts in dfuERROR / errFIRMWARE, as the ROM does, until that is cleared", async () => {
    const { board } = await rig("STM32F407VG");
    expect(await getStatus(board)).toMatchObject({ state: state.error, status: status.errFirmware });
    await out(board, request.clearStatus);
    expect(await getStatus(board)).toMatchObject({ state: state.dfuIdle, status: status.ok });
  });

  it("stores a command, starts it at the first GETSTATUS and holds the second one back", async () => {
    const { board, clock } = await idle();
    await out(board, request.download, 0, erase(0x0802_0000));
    const before = clock.now();
    expect(await getStatus(board)).toMatchObject({ state: state.downloadBusy, pollTimeout: 100 });
    expect(clock.now() - before).toBeLessThan(1);
    expect(await getStatus(board)).toMatchObject({ state: state.downloadIdle, status: status.ok });
    expect(clock.now() - before).toBeGreaterThanOrEqual(2000);
  });

  it.each([
    ["16 KiB", 0x0800_0000, 400],
    ["64 KiB", 0x0801_0000, 1200],
    ["128 KiB", 0x080e_0000, 2000],
  ])("takes the data sheet's time to erase %s", async (_, address, time) => {
    const { board, clock } = await idle();
    const before = clock.now();
    await command(board, 0, erase(address));
    expect(clock.now() - before).toBeCloseTo(time, -1);
  });

  it("writes at pointer + (block − 2) × transfer size and reads the same back", async () => {
    const { board } = await idle();
    const data = Uint8Array.from({ length: 2048 }, (_, index) => index % 256);
    await command(board, 0, setAddress(0x0800_4000));
    expect((await command(board, 3, data)).result.state).toBe(state.downloadIdle);
    expect(held(board, 0x0800_4800, 2048)).toEqual(data);
    await out(board, request.abort);
    expect(await board.controlIn(setup(request.upload, 3), 2048, 1000)).toEqual(data);
  });

  it("only clears bits when it writes, and sets them all when it erases", async () => {
    const { board } = await idle();
    await command(board, 0, setAddress(0x0800_0000));
    await command(board, 2, Uint8Array.of(0xf0, 0xff));
    await command(board, 2, Uint8Array.of(0x3c, 0x0f));
    expect(held(board, 0x0800_0000, 3)).toEqual(Uint8Array.of(0x30, 0x0f, 0xff));
    await command(board, 0, erase(0x0800_3fff));
    expect(held(board, 0x0800_0000, 2)).toEqual(Uint8Array.of(0xff, 0xff));
  });

  it("erases one unit and not its neighbours; 41 alone erases all flash but no OTP", async () => {
    const bytes = Uint8Array.of(1);
    const places = [0x0800_3fff, 0x0800_4000, 0x0800_8000, 0x080f_ffff, 0x1fff_7800];
    const { board } = await idle();
    board.restore(places.map((address) => ({ address, data: bytes })));
    await command(board, 0, erase(0x0800_5000));
    expect(places.map((address) => held(board, address, 1)[0])).toEqual([1, 255, 1, 1, 1]);
    await command(board, 0, Uint8Array.of(0x41));
    expect(places.map((address) => held(board, address, 1)[0])).toEqual([255, 255, 255, 255, 1]);
  });

  it.each([
    ["a pointer outside the map", 0, setAddress(0x0810_0000)],
    ["an erase outside the map", 0, erase(0x2000_0000)],
    ["an erase of OTP", 0, erase(0x1fff_7800)],
  ])("answers %s with dfuERROR / errTARGET, and works again after CLRSTATUS", async (_, value, data) => {
    const { board } = await idle();
    const { started, result } = await command(board, value, data);
    expect(started.state).toBe(state.downloadBusy);
    expect(result).toMatchObject({ state: state.error, status: status.errTarget });
    await out(board, request.clearStatus);
    expect((await command(board, 0, setAddress(0x0800_0000))).result.state).toBe(state.downloadIdle);
  });

  it("answers a write past the end with errTARGET and changes nothing", async () => {
    const { board } = await idle();
    await command(board, 0, setAddress(0x080f_f800));
    expect((await command(board, 3, Uint8Array.of(0, 0))).result.status).toBe(status.errTarget);
    expect(board.contents()).toEqual([]);
  });

  it("lists its commands", async () => {
    const { board } = await idle();
    expect(await board.controlIn(setup(request.upload, 0), 64, 1000)).toEqual(Uint8Array.of(0x00, 0x21, 0x41, 0x92));
  });

  type Prepare = (board: SimulatedBoard) => Promise<unknown>;
  const toDownloadIdle: Prepare = (board) => command(board, 0, setAddress(0x0800_0000));
  const toUploadIdle: Prepare = async (board) => {
    await toDownloadIdle(board);
    await out(board, request.abort);
    await board.controlIn(setup(request.upload, 2), 2048, 1000);
  };
  it.each<[string, Prepare, Prepare]>([
    ["CLRSTATUS in dfuIDLE", () => Promise.resolve(), (board) => out(board, request.clearStatus)],
    ["DETACH in dfuIDLE", () => Promise.resolve(), (board) => out(board, request.detach, 100)],
    ["UPLOAD in dfuDNLOAD-IDLE", toDownloadIdle, (board) => board.controlIn(setup(request.upload, 2), 64, 1000)],
    ["DNLOAD in dfuUPLOAD-IDLE", toUploadIdle, (board) => out(board, request.download, 2, Uint8Array.of(1, 2))],
    [
      "DNLOAD in dfuDNLOAD-SYNC",
      (board) => out(board, request.download, 2, Uint8Array.of(1, 2)),
      (board) => out(board, request.download, 2, Uint8Array.of(1, 2)),
    ],
    ["block number 1", toDownloadIdle, (board) => out(board, request.download, 1, Uint8Array.of(1, 2))],
    [
      "a block longer than a transfer",
      toDownloadIdle,
      (board) => out(board, request.download, 2, new Uint8Array(2049)),
    ],
    ["a command it has not", () => Promise.resolve(), (board) => out(board, request.download, 0, Uint8Array.of(0x93))],
  ])("stalls %s and goes to dfuERROR", async (_, prepare, act) => {
    const { board } = await idle();
    await prepare(board);
    await expect(act(board)).rejects.toMatchObject({ failure: "stall" });
    expect(await getStatus(board)).toMatchObject({ state: state.error, status: status.errStalledPacket });
  });

  it("drops off the bus when it leaves, and is back in its bootloader when it is plugged in again", async () => {
    const { board } = await idle();
    await command(board, 0, setAddress(0x0800_0000));
    await out(board, request.download, 0);
    expect(stateName((await getStatus(board)).state)).toBe("dfuMANIFEST");
    expect(board.startedAt).toBe(0x0800_0000);
    await expect(getStatus(board)).rejects.toMatchObject({ failure: "disconnected" });
    board.replug();
    expect((await getStatus(board)).state).toBe(state.error);
  });

  it("does not hold GETSTATUS back longer than the host waits", async () => {
    const { board } = await idle();
    await out(board, request.download, 0, erase(0x0802_0000));
    await getStatus(board);
    await expect(getStatus(board, 500)).rejects.toBeInstanceOf(TransferError);
    expect((await getStatus(board, 5000)).state).toBe(state.downloadIdle);
  });

  it("leaves half of what it was doing when the cable is pulled", async () => {
    const { board, clock } = await idle();
    board.restore([{ address: 0x0802_0000, data: new Uint8Array(0x2_0000) }]);
    await out(board, request.download, 0, erase(0x0802_0000));
    await getStatus(board);
    await clock.sleep(1000);
    board.unplug();
    expect([held(board, 0x0802_0000, 1)[0], held(board, 0x0803_ffff, 1)[0]]).toEqual([255, 0]);
  });
});

describe("the other models", () => {
  it("a page family says that it is busy until it is done", async () => {
    const { board, clock } = await idle("STM32L475VG");
    await out(board, request.download, 0, erase(0x0800_0800));
    expect(await getStatus(board)).toMatchObject({ state: state.downloadBusy, pollTimeout: 25 });
    expect((await getStatus(board)).state).toBe(state.downloadBusy);
    await clock.sleep(25);
    expect((await getStatus(board)).state).toBe(state.downloadIdle);
  });

  it("flash with ECC takes one write per granule between erases", async () => {
    const { board, clock } = await idle("STM32L475VG");
    const write = async (data: Uint8Array) => {
      await out(board, request.download, 2, data);
      await getStatus(board);
      await clock.sleep(30);
      return getStatus(board);
    };
    await out(board, request.download, 0, setAddress(0x0800_0000));
    await getStatus(board);
    await getStatus(board);
    expect((await write(new Uint8Array(8).fill(0xff))).status).toBe(status.ok);
    expect((await write(new Uint8Array(8))).status).toBe(status.errProg);
  });

  it("the Portenta's own bootloader sector can be neither erased nor written", async () => {
    const { board, clock } = await idle("STM32H747XI");
    await out(board, request.download, 0, erase(0x0800_0000));
    await getStatus(board);
    await clock.sleep(2000);
    expect((await getStatus(board)).status).toBe(status.errTarget);
  });

  it("every model of ST's kind describes itself as a DfuSe board with program memory", async () => {
    for (const { part, chip, transferSize } of simulatedBoardModels.filter(({ streams }) => streams === undefined)) {
      const { info } = await rig(part);
      expect(info).toMatchObject({ mode: "dfu", canUpload: true, canDownload: true, transferSize, part: chip });
      expect(info.alternates[0]?.layout?.segments.some(({ writable }) => writable)).toBe(true);
    }
  });

  it("an unknown part is refused with the known ones", () => {
    expect(boardModel(" stm32f407vg ").part).toBe("STM32F407VG");
    expect(() => boardModel("STM32F030")).toThrow(BootsmithError);
    try {
      boardModel("STM32F030");
    } catch (error) {
      expect((error as BootsmithError).kind).toBe("unknown-device");
      expect((error as BootsmithError).nextStep?.args.join()).toContain("STM32F407VG");
    }
  });
});
