import { describe, expect, it } from "vitest";
import { planFlash } from "../../../src/core/dfu/plan/plan-flash";
import { BootsmithError, explain } from "../../../src/core/errors";
import { boardModel } from "../../../src/simulator/board-model";
import { SimulatedBoard } from "../../../src/simulator/simulated-board";
import { VirtualClock } from "../../../src/simulator/virtual-clock";
import { createBoardService } from "../../../src/transport/create-board-service";
import { openingFault } from "../../../src/transport/usb-open";
import { failureOf, type WebUsbDevice } from "../../../src/transport/web-usb-device";
import { firmware, held } from "../simulator/board-rig";
import { fakeUsbDevice } from "./fake-usb";

function simulated(part = "STM32F407VG"): SimulatedBoard {
  return new SimulatedBoard(boardModel(part), new VirtualClock());
}

function serviceWith(devices: readonly WebUsbDevice[], log: string[] = []) {
  const loadUsb = () => Promise.resolve({ getDevices: () => Promise.resolve(devices) });
  return createBoardService({ usb: true, simulate: [], log: (line) => log.push(line), loadUsb });
}

async function kindOf(action: Promise<unknown>): Promise<string> {
  return action.then(
    () => "success",
    (error: unknown) => (error instanceof BootsmithError ? error.kind : String(error)),
  );
}

const image = firmware(0x0800_0000, 0x4100, 5);

describe("a board on USB", () => {
  it("is described from its raw descriptors and closed again", async () => {
    const fake = fakeUsbDevice(simulated());
    const [info] = await serviceWith([fake.device]).list();
    expect(info).toMatchObject({
      id: "usb:3-1.4",
      name: "STM32 BOOTLOADER",
      simulated: false,
      mode: "dfu",
      serial: "STM32FxSTM32",
      path: "3-1.4",
      part: null,
      transferSize: 2048,
      canUpload: true,
    });
    expect(info?.alternates.map(({ number, name }) => [number, name])[1]).toEqual([
      1,
      "@Option Bytes  /0x1FFFC000/01*016 e",
    ]);
    expect(fake.calls.slice(0, 1)).toEqual(["open"]);
    expect(fake.calls.at(-1)).toBe("close");
  });

  it("is flashed, verified, left and closed; a board that is gone cannot be closed, which is no fault", async () => {
    const board = simulated();
    const fake = fakeUsbDevice(board);
    const service = serviceWith([fake.device]);
    const [info] = await service.list();
    if (info === undefined) throw new Error("no board");
    const plan = planFlash(image, info, { strategy: "full", verify: true, leave: true });
    expect(await service.flash(info.id, plan)).toMatchObject({ left: true, verifiedBytes: 0x4100 });
    expect(held(board, 0x0800_0000, 0x4100)).toEqual(image.segments[0]?.data);
    expect(fake.calls.slice(-4)).toEqual(["open", "claim 0", "release 0", "close"]);
    // A ROM holds GETSTATUS back for seconds; the package's own 1000 ms would cut it off.
    expect(Math.max(...fake.timeouts)).toBeGreaterThan(4000);
  });

  it("is asked once, and again only when it was plugged in anew", async () => {
    const fake = fakeUsbDevice(simulated());
    const devices = [fake.device];
    const service = serviceWith(devices);
    await service.list();
    await service.list();
    expect(fake.calls.filter((call) => call === "open")).toHaveLength(1);
    devices[0] = { ...fake.device, address: 8 };
    await service.list();
    expect(fake.calls.filter((call) => call === "open")).toHaveLength(2);
  });

  it("is given back after each operation: the binding keeps an interface claimed through close()", async () => {
    const fake = fakeUsbDevice(simulated());
    const service = serviceWith([fake.device]);
    const [info] = await service.list();
    for (let times = 0; times < 3; times++) {
      expect(await service.read(info?.id ?? "", 0, { base: 0x0800_0000, size: 4 })).toHaveLength(4);
    }
  });

  it("is not asked while it is being flashed", async () => {
    const fake = fakeUsbDevice(simulated());
    const service = serviceWith([fake.device]);
    const [info] = await service.list();
    if (info === undefined) throw new Error("no board");
    const before = fake.calls.length;
    const seen: string[] = [];
    const reading = service.read(
      info.id,
      0,
      { base: 0x0800_0000, size: 8192 },
      () => void service.list().then(([one]) => seen.push(one?.id ?? "none")),
    );
    await reading;
    expect(seen).toContain(info.id);
    expect(fake.calls.slice(before)).toEqual(["open", "claim 0", "release 0", "close"]);
  });

  it.each([
    ["audio and Bluetooth classes", { deviceClass: 0xe0 }],
    ["hubs", { deviceClass: 9 }],
  ])("%s are not even opened", async (_, more) => {
    const fake = fakeUsbDevice(simulated(), more);
    expect(await serviceWith([fake.device]).list()).toEqual([]);
    expect(fake.calls).toEqual([]);
  });

  it("one that may not be opened is listed without memory, and says why when it is used", async () => {
    const log: string[] = [];
    const fake = fakeUsbDevice(simulated());
    fake.faults.open = "open error: failed to open device (Permission denied (errno 13))";
    const service = serviceWith([fake.device], log);
    const [info] = await service.list();
    expect(info).toMatchObject({ id: "usb:3-1.4", alternates: [], canDownload: false });
    expect(info?.closed).toMatchObject({ kind: "permission" });
    expect(info?.closed?.nextStep).not.toBeNull();
    expect(log.join()).toContain("0483:df11");
    expect(await kindOf(service.read("usb:3-1.4", 0, { base: 0x0800_0000, size: 4 }))).toBe("permission");
    delete fake.faults.open;
    expect((await serviceWith([fake.device]).list())[0]?.closed).toBeUndefined();
    fake.faults.staysClosed = true;
    expect(await kindOf(service.read("usb:3-1.4", 0, { base: 0x0800_0000, size: 4 }))).toBe("permission");
  });

  it("an unknown device that may not be opened is not a board", async () => {
    const fake = fakeUsbDevice(simulated(), { vendorId: 0x1234 });
    fake.faults.open = "open error: failed to open device (Permission denied (errno 13))";
    expect(await serviceWith([fake.device]).list()).toEqual([]);
  });

  it("one that another program holds is busy", async () => {
    const fake = fakeUsbDevice(simulated());
    const service = serviceWith([fake.device]);
    await service.list();
    fake.faults.claim = "claimInterface error: interface is busy (errno 16)";
    expect(await kindOf(service.read("usb:3-1.4", 0, { base: 0x0800_0000, size: 4 }))).toBe("board-busy");
    expect(fake.calls.at(-1)).toBe("close");
  });

  it("one that vanishes in the middle is lost", async () => {
    const board = simulated();
    const fake = fakeUsbDevice(board);
    const service = serviceWith([fake.device]);
    await service.list();
    const pull = () => board.unplug();
    expect(await kindOf(service.read("usb:3-1.4", 0, { base: 0x0800_0000, size: 8192 }, pull))).toBe("board-lost");
  });

  it.each([
    ["001", "1-1.4"],
    ["010", "10-1.4"],
    ["0", "0-1.4"],
    ["0A", "0A-1.4"],
  ])("on bus %s it has the path %s: what dfu-util and the kernel call it", async (bus, path) => {
    const fake = fakeUsbDevice(simulated(), { bus });
    expect((await serviceWith([fake.device]).list())[0]).toMatchObject({ id: `usb:${path}`, path });
  });

  it("strings that the binding cannot give are read from the device itself", async () => {
    const fake = fakeUsbDevice(simulated(), { productName: null });
    Object.defineProperty(fake.device, "serialNumber", {
      get: () => {
        throw new Error("invalid UTF-16");
      },
    });
    expect((await serviceWith([fake.device]).list())[0]).toMatchObject({
      name: "STM32 BOOTLOADER",
      serial: "SIMULATED407",
    });
  });
});

describe("a machine without USB", () => {
  it.each([
    [
      "no bus",
      "no USB on this machine",
      () =>
        Promise.resolve({
          getDevices: () => Promise.reject(new Error("getDevices error: /sys/bus/usb/devices/ not found (errno 2)")),
        }),
    ],
    ["no binding", "no binding for", () => Promise.reject(new Error("Cannot find native binding."))],
  ])("%s: an empty list and the reason", async (_, reason, loadUsb) => {
    const service = createBoardService({ usb: true, simulate: ["STM32F407VG"], log: () => undefined, loadUsb });
    expect((await service.list()).map(({ name }) => name)).toEqual(["Simulated STM32F407VG"]);
    expect(service.usbState().available).toBe(false);
    expect(service.usbState().reason?.template).toContain(reason);
  });

  it("package usb is not loaded before the first list", async () => {
    let loads = 0;
    const loadUsb = () => {
      loads++;
      return Promise.resolve({ getDevices: () => Promise.resolve([]) });
    };
    const service = createBoardService({ usb: true, simulate: [], log: () => undefined, loadUsb });
    expect(loads).toBe(0);
    await service.list();
    await service.list();
    expect(loads).toBe(1);
    expect(service.usbState()).toEqual({ available: true });
  });
});

describe("the binding's sentences", () => {
  it.each([
    ["controlTransferIn error: endpoint stalled", "stall"],
    ["controlTransferIn error: endpoint STALL condition", "stall"],
    ["controlTransferOut error: device disconnected", "disconnected"],
    ["open error: device not found (No such device (errno 19))", "disconnected"],
    ["open error: device not found (errno 2)", "disconnected"],
    ["selectAlternateInterface error: device disconnected (errno 19)", "disconnected"],
    ["selectAlternateInterface error: alternate setting not found (errno 22)", "other"],
    ["claimInterface error: interface not found (errno 2)", "other"],
    ["controlTransferIn error: invalid state", "other"],
    ["controlTransferIn error: transfer was cancelled", "timeout"],
    ["controlTransferIn error: hardware fault or protocol violation", "other"],
  ])("%s is %s", (message, failure) => {
    expect(failureOf(message)).toBe(failure);
  });

  it.each([
    ["linux", "open error: permission denied (errno 13)", "permission", /udev.*"0483".*"df11"/],
    ["win32", "open error: driver not supported", "permission", /WinUSB/],
    ["win32", "open error: Access is denied. (os error 5)", "permission", /WinUSB/],
    ["darwin", "claimInterface error: device in use", "board-busy", /another program/i],
    ["linux", "open error: No such device (errno 19)", "board-lost", /connect it again/i],
    ["linux", "open error: device not found (errno 2)", "board-lost", /connect it again/i],
    ["linux", "claimInterface error: interface is busy (errno 16)", "board-busy", /another program/i],
    ["linux", "claimInterface error: interface not found (errno 2)", "board-refused", /interface not found/],
    ["linux", "open error: something else", "board-refused", /something else/],
  ])("on %s, %s is %s", (platform, message, kind, words) => {
    const error = openingFault(fakeUsbDevice(simulated()).device, new Error(message), platform);
    expect(error.kind).toBe(kind);
    expect(explain(error)).toMatch(words);
  });
});
