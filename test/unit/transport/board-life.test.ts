import { afterEach, describe, expect, it, vi } from "vitest";
import type { BoardInfo } from "../../../src/core/dfu/board-service";
import { BootsmithError, explain } from "../../../src/core/errors";
import { createBoardService } from "../../../src/transport/create-board-service";
import { findAgain } from "../../../src/transport/find-again";
import type { UsbModule } from "../../../src/transport/usb-backend";
import type { WebUsbDevice } from "../../../src/transport/web-usb-device";
import { boardModel } from "../../../src/simulator/board-model";
import { SimulatedBoard } from "../../../src/simulator/simulated-board";
import { VirtualClock } from "../../../src/simulator/virtual-clock";
import { planFlash } from "../../../src/core/dfu/plan/plan-flash";
import { boardWith } from "../../support/boards";
import { firmware } from "../simulator/board-rig";
import { fakeUsbDevice } from "./fake-usb";

afterEach(() => {
  vi.useRealTimers();
});

function serviceOn(usb: UsbModule, simulate: readonly string[] = []) {
  return createBoardService({ usb: true, simulate, log: () => undefined, loadUsb: () => Promise.resolve(usb) });
}

const simulated = () => new SimulatedBoard(boardModel("STM32F407VG"), new VirtualClock());
const image = firmware(0x0800_0000, 0x4100, 5);
const full = { strategy: "full", verify: true, leave: false } as const;

describe("a flash that ends half way", () => {
  it("marks the board until a flash writes all that it covers", async () => {
    const service = createBoardService({ usb: false, simulate: ["STM32F407VG"], log: () => undefined });
    const one = async () => (await service.list())[0] ?? boardWith([]);
    const plan = planFlash(image, await one(), full);
    const signal = { aborted: false };
    const stop = () => {
      signal.aborted = true;
    };
    await expect(service.flash(plan.board, plan, stop, signal)).rejects.toMatchObject({ kind: "cancelled" });
    expect((await one()).interrupted).toBe(true);
    const part = { ...plan, units: plan.units.map((unit) => ({ ...unit, action: "skip" as const })), blocks: [] };
    await service.flash(plan.board, { ...part, verify: [] });
    expect((await one()).interrupted).toBe(true);
    await service.flash(plan.board, plan);
    expect((await one()).interrupted).toBe(false);
  });

  it("so does a read that breaks off, but not one that was cancelled or asked wrongly", async () => {
    const board = simulated();
    const service = serviceOn({ getDevices: () => Promise.resolve([fakeUsbDevice(board).device]) });
    const [info] = await service.list();
    const id = info?.id ?? "";
    const marked = async () => (await service.list())[0]?.interrupted;
    await expect(service.read(id, 0, { base: 0, size: 4 })).rejects.toMatchObject({ kind: "bad-usage" });
    const range = { base: 0x0800_0000, size: 8192 };
    await expect(service.read(id, 0, range, undefined, { aborted: true })).rejects.toMatchObject({ kind: "cancelled" });
    expect(await marked()).toBe(false);
    await expect(
      service.read(id, 0, range, () => {
        board.unplug();
      }),
    ).rejects.toMatchObject({ kind: "board-lost" });
    expect(await marked()).toBe(true);
  });
});

describe("two boards", () => {
  it("are worked on at the same time, and two looks are one", async () => {
    const boards = [simulated(), simulated()];
    const fakes = boards.map((board, index) => fakeUsbDevice(board, { ports: [index + 1], address: index + 7 }));
    const service = serviceOn({ getDevices: () => Promise.resolve(fakes.map(({ device }) => device)) });
    await Promise.all([service.list(), service.list()]);
    expect(fakes.map(({ calls }) => calls.filter((call) => call === "open").length)).toEqual([1, 1]);
    const order: number[] = [];
    const range = { base: 0x0800_0000, size: 0x8000 };
    await Promise.all(["usb:3-1", "usb:3-2"].map((id, index) => service.read(id, 0, range, () => order.push(index))));
    expect(order.slice(0, 8).sort()).toEqual([0, 0, 0, 0, 1, 1, 1, 1]);
  });
});

/** A composite device that runs: DETACH or the reset behind it turns it into another device. */
function runningBoard(attributes: number, becomes: () => void) {
  const calls: string[] = [];
  const blob = [9, 2, 36, 0, 2, 1, 0, 0x80, 50, 9, 4, 0, 0, 0, 2, 0, 0, 0, 9, 4, 1, 0, 0, 0xfe, 1, 1, 0];
  const bytes = Uint8Array.from([...blob, 9, 0x21, attributes, 0xe8, 3, 0, 4, 0x10, 1]);
  const device: WebUsbDevice = {
    ...fakeUsbDevice(simulated(), { vendorId: 0x2341, productId: 0x025b, deviceClass: 0xef }).device,
    ...{ opened: true, serialNumber: "003D", productName: "Portenta H7", ports: [4] },
    open: () => Promise.resolve(),
    close: () => Promise.resolve(),
    claimInterface: () => Promise.resolve(),
    controlTransferIn: (setup, length) =>
      setup.value === 0x200
        ? Promise.resolve({ status: "ok", data: new DataView(bytes.slice(0, length).buffer) })
        : Promise.reject(new Error("endpoint stalled")),
    controlTransferOut: (setup) => {
      calls.push(`detach ${setup.value} ${setup.index}`);
      if ((attributes & 8) !== 0) becomes();
      return Promise.resolve({ status: "ok", bytesWritten: 0 });
    },
    reset: () => {
      calls.push("reset");
      becomes();
      return Promise.resolve();
    },
  };
  return { device, calls };
}

describe("detach", () => {
  const dfu = () => fakeUsbDevice(simulated(), { ports: [4], address: 9 }).device;

  it.each([
    ["by itself", 0x0b, ["detach 1000 1"]],
    ["after a port reset", 0x03, ["detach 1000 1", "reset"]],
  ])("a board that goes %s is found again in DFU mode", async (_, attributes, calls) => {
    const devices: WebUsbDevice[] = [];
    const running = runningBoard(attributes, () => {
      devices.length = 0;
      setTimeout(() => devices.push(dfu()), 60);
    });
    devices.push(running.device);
    const service = serviceOn({ getDevices: () => Promise.resolve([...devices]) });
    const [info] = await service.list();
    expect(info).toMatchObject({ mode: "runtime", canDownload: false, name: "Portenta H7" });
    expect(await service.detach("usb:3-4")).toMatchObject({ id: "usb:3-4", mode: "dfu", productId: 0xdf11 });
    expect(running.calls).toEqual(calls);
  });

  it("one that does not come back is lost, with what to do; one in DFU mode is left alone", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "performance"] });
    const devices: WebUsbDevice[] = [];
    devices.push(runningBoard(0x0b, () => (devices.length = 0)).device);
    const service = serviceOn({ getDevices: () => Promise.resolve([...devices]) });
    const detached = service.detach("usb:3-4").catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(21_000);
    const error = await detached;
    expect(error).toBeInstanceOf(BootsmithError);
    expect(explain(error)).toMatch(/not back on the bus after 20 s.*WinUSB/);
    const ready = dfu();
    devices.push(ready);
    expect((await service.detach("usb:3-4")).mode).toBe("dfu");
  });
});

describe("findAgain", () => {
  const board = boardWith([], { id: "usb:1-2", path: "1-2", mode: "runtime", serial: "A1", vendorId: 0x2341 });
  const at = (path: string, more: Partial<BoardInfo> = {}) => boardWith([], { id: `usb:${path}`, path, ...more });

  it.each<[string, readonly BoardInfo[], readonly BoardInfo[], string | undefined]>([
    ["the same port", [board, at("1-9")], [at("1-9"), at("1-2", { serial: "B" })], "1-2"],
    ["another port, its own serial number", [board], [at("1-9"), at("3-4", { serial: "A1" })], "3-4"],
    ["the only new one", [board, at("1-9")], [at("1-9"), at("3-4", { serial: "STM32" })], "3-4"],
    ["a stranger that came meanwhile", [board], [at("3-4", { vendorId: 0x28e9, productId: 0x0189 })], undefined],
    ["two new ones: nobody knows", [board], [at("3-4"), at("3-5")], undefined],
    ["still running", [board], [board], undefined],
    ["only what was there before", [board, at("1-9")], [at("1-9")], undefined],
    ["a simulated board is none", [board], [at("1-2", { simulated: true })], undefined],
  ])("%s", (_, before, now, path) => {
    expect(findAgain(board, before, now)?.path).toBe(path);
  });
});

describe("onDidChange", () => {
  function bus(events: boolean) {
    const devices: WebUsbDevice[] = [];
    const listeners = new Set<() => void>();
    let looks = 0;
    const usb: UsbModule = {
      getDevices: () => {
        looks++;
        return Promise.resolve([...devices]);
      },
      ...(events && {
        addEventListener: (_: string, listener: () => void) => void listeners.add(listener),
        removeEventListener: (_: string, listener: () => void) => void listeners.delete(listener),
      }),
    };
    return { usb, devices, listeners, looks: () => looks };
  }

  it("hears of hotplug events, several as one, and nobody listens afterwards", async () => {
    vi.useFakeTimers();
    const made = bus(true);
    const service = serviceOn(made.usb);
    let told = 0;
    const first = service.onDidChange(() => told++);
    await vi.advanceTimersByTimeAsync(10);
    expect(made.listeners.size).toBe(1);
    for (const listener of [...made.listeners, ...made.listeners]) listener();
    await vi.advanceTimersByTimeAsync(400);
    expect(told).toBe(1);
    first.dispose();
    expect(made.listeners.size).toBe(0);
    await vi.advanceTimersByTimeAsync(5000);
    expect([told, made.looks()]).toEqual([1, 1]);
  });

  it.each([
    ["there are no events", false],
    ["events never come, as without udev", true],
  ])("looks every second where %s", async (_, events) => {
    vi.useFakeTimers();
    const made = bus(events);
    const service = serviceOn(made.usb);
    let told = 0;
    const listening = service.onDidChange(() => told++);
    await vi.advanceTimersByTimeAsync(3000);
    expect(told).toBe(0);
    made.devices.push(fakeUsbDevice(simulated()).device);
    await vi.advanceTimersByTimeAsync(1500);
    expect(told).toBe(1);
    const before = made.looks();
    listening.dispose();
    expect(made.listeners.size).toBe(0);
    await vi.advanceTimersByTimeAsync(5000);
    expect(made.looks()).toBe(before);
  });

  it("hears of simulated boards and of boards in use", async () => {
    vi.useFakeTimers();
    const service = createBoardService({ usb: false, simulate: ["STM32F407VG"], log: () => undefined });
    let told = 0;
    service.onDidChange(() => told++);
    service.simulate(["STM32F407VG", "STM32L475VG"]);
    await vi.advanceTimersByTimeAsync(300);
    expect(told).toBe(1);
    await service.read("simulated:STM32F407VG", 0, { base: 0x0800_0000, size: 16 });
    await vi.advanceTimersByTimeAsync(300);
    expect(told).toBe(2);
    service.dispose();
    service.simulate([]);
    await vi.advanceTimersByTimeAsync(300);
    expect(told).toBe(2);
  });
});

describe("unprotect", () => {
  it("of a board without the command is refused, and nothing is erased", async () => {
    const service = createBoardService({ usb: false, simulate: ["STM32H563ZI"], log: () => undefined });
    const before = service.simulatedContents();
    await expect(service.unprotect("simulated:STM32H563ZI")).rejects.toMatchObject({ kind: "board-refused" });
    expect(service.simulatedContents()).toEqual(before);
  });
});
