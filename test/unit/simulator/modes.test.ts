import { describe, expect, it } from "vitest";
import { dfuRequest as request, dfuSetup } from "../../../src/core/dfu/requests";
import { dfuState as state } from "../../../src/core/dfu/status";
import { boardModel } from "../../../src/simulator/board-model";
import { VirtualClock } from "../../../src/simulator/virtual-clock";
import { SimulatedBackend } from "../../../src/transport/simulated-backend";
import { Wire } from "./wire";

const portenta = boardModel("PORTENTA_H7");
const runtime = portenta.runtime!;

/** To the third interface: two are the serial port. */
const detach = (wire: Wire, timeout = 500) =>
  wire.board.controlOut(dfuSetup(request.detach, timeout, 2), new Uint8Array(), 1000);

describe("a Portenta H7 that runs its application", () => {
  it("drops off the bus on DETACH and is back in DFU mode with another product id", async () => {
    const wire = new Wire("PORTENTA_H7");
    const opened = wire.board.open();
    expect(wire.board.identity).toMatchObject({ mode: "runtime", vendorId: 0x2341, productId: 0x025b });
    expect((await wire.status()).state).toBe(state.appIdle);
    await detach(wire);
    expect(wire.board.connected).toBe(false);
    await wire.clock.sleep(54);
    expect(wire.board.identity).toMatchObject({ mode: "dfu", productId: 0x035b });
    expect((await wire.status()).state).toBe(state.dfuIdle);
    // What was open before is not this device any more.
    await expect(opened.controlIn(dfuSetup(request.getState, 0, 2), 1, 100)).rejects.toMatchObject({
      failure: "disconnected",
    });
  });

  it("one that does not detach by itself needs a port reset before its timer ends", async () => {
    const changes = { runtime: { ...runtime, willDetach: false } };
    const late = new Wire("PORTENTA_H7", changes);
    await detach(late);
    expect((await late.status()).state).toBe(state.appDetach);
    await late.clock.sleep(600);
    expect((await late.status()).state).toBe(state.appIdle);
    await late.board.reset();
    expect(late.board.identity.mode).toBe("runtime");
    const timely = new Wire("PORTENTA_H7", changes);
    await detach(timely);
    await timely.board.reset();
    await timely.clock.sleep(100);
    expect(timely.board.identity.mode).toBe("dfu");
  });

  it("has no other DFU request", async () => {
    const wire = new Wire("PORTENTA_H7");
    await expect(wire.out(request.download, 0, Uint8Array.of(0x41))).rejects.toMatchObject({ failure: "stall" });
    expect(wire.board.identity.mode).toBe("runtime");
  });

  it("runs it again after it left DFU mode", async () => {
    const wire = await Wire.idle("PORTENTA_H7");
    await wire.setAddress(0x0804_0000);
    await wire.out(request.download);
    await wire.status();
    expect(wire.board.connected).toBe(false);
    await wire.clock.sleep(54);
    expect(wire.board.identity.mode).toBe("runtime");
  });

  it("is listed as what it is, under an id that stays", async () => {
    const clock = new VirtualClock();
    const backend = new SimulatedBackend(["PORTENTA_H7"], clock);
    const [before] = await backend.list();
    expect(before?.info).toMatchObject({ mode: "runtime", productId: 0x025b, part: "STM32H747XI", willDetach: true });
    const handle = await before?.open();
    expect(handle?.board.port.interfaceNumber).toBe(2);
    await handle?.board.port.device.controlOut(dfuSetup(request.detach, 500, 2), new Uint8Array(), 100);
    const [after] = await backend.list();
    expect(after?.info).toMatchObject({ id: before?.info.id, mode: "dfu", productId: 0x035b, canDownload: true });
    expect(after?.info.alternates.map(({ name }) => name)).toContain("@Arduino  boot  v.25   /0x00000000/0*4Kg");
  });
});

describe("a Maple Mini", () => {
  const image = Uint8Array.from({ length: 2500 }, (_, index) => (index * 7) % 251);

  async function streamed(alternate: number) {
    const wire = await Wire.idle("MAPLE_MINI");
    await wire.board.selectAlternate(0, alternate);
    for (let block = 0; block * 1024 < image.length; block++) {
      const report = await wire.download(block, image.subarray(block * 1024, (block + 1) * 1024));
      if (report.state !== state.downloadIdle) return { wire, report };
    }
    return { wire, report: await wire.status() };
  }

  it.each([
    [1, 0x0800_5000],
    [2, 0x0800_2000],
  ])(
    "alternate setting %i takes a stream to its address, and starts it after a manifest and a reset",
    async (alternate, at) => {
      const { wire } = await streamed(alternate);
      expect(wire.board.held(at, image.length)).toEqual(image);
      await wire.out(request.download, 3);
      expect((await wire.status()).state).toBe(state.manifest);
      await wire.clock.sleep(100);
      expect((await wire.status()).state).toBe(state.manifestWaitReset);
      await expect(wire.out(request.abort)).rejects.toMatchObject({ failure: "stall" });
    },
  );

  it("is off the bus after the reset behind a manifest", async () => {
    const { wire } = await streamed(1);
    await wire.out(request.download, 3);
    await wire.status();
    await wire.clock.sleep(100);
    await wire.status();
    await wire.board.reset();
    expect(wire.board).toMatchObject({ connected: false, startedAt: 0x0800_5000 });
  });

  it("the alternate setting for RAM takes nothing", async () => {
    expect((await streamed(0)).report.state).toBe(state.error);
  });

  it("an upload ends with a short packet at the end of flash", async () => {
    const { wire } = await streamed(1);
    await wire.out(request.abort);
    const found: number[] = [];
    for (let block = 0; ; block++) {
      const part = await wire.in(request.upload, block, 1024);
      found.push(...part);
      if (part.length < 1024) break;
    }
    expect(found.length).toBe(0x2_0000 - 0x5000);
    expect(found.slice(0, image.length)).toEqual([...image]);
  });

  it("an empty stream and a premature end are refused", async () => {
    const wire = await Wire.idle("MAPLE_MINI");
    await expect(wire.out(request.download)).rejects.toMatchObject({ failure: "stall" });
    expect((await wire.status()).state).toBe(state.error);
  });
});
