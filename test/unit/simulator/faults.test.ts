import { describe, expect, it } from "vitest";
import { addressCommand, dfuRequest as request, dfuSeCommand } from "../../../src/core/dfu/requests";
import { dfuState as state, dfuStatus as status } from "../../../src/core/dfu/status";
import type { FaultKind } from "../../../src/simulator/faults";
import { Wire } from "./wire";

const page = 0x0800_4000;
const old = new Uint8Array(64).fill(0x5a);
const blank = new Uint8Array(64).fill(0xff);
const eraseCommand = addressCommand(dfuSeCommand.erase, page);

/** An F407 that is about to get a transfer with this fault, `ahead` transfers from now. */
async function faulty(kind: FaultKind, ahead = 0) {
  const wire = await Wire.idle("STM32F407VG");
  wire.board.restore([{ address: page, data: old }]);
  wire.board.injectFault({ kind, at: wire.board.transfers + ahead });
  return wire;
}

describe("a fault at one transfer", () => {
  it("stall: refused, and dfuERROR", async () => {
    const wire = await faulty("stall");
    await expect(wire.out(request.download, 0, eraseCommand)).rejects.toMatchObject({ failure: "stall" });
    expect((await wire.status()).state).toBe(state.error);
  });

  it("timeout: not done; answer-lost: done", async () => {
    const lost = await faulty("timeout");
    const time = await lost.time(() => expect(lost.out(request.abort)).rejects.toMatchObject({ failure: "timeout" }));
    expect(time).toBeGreaterThan(59_000);
    const unheard = await faulty("answer-lost");
    await expect(unheard.out(request.download, 0, eraseCommand)).rejects.toMatchObject({ failure: "timeout" });
    expect((await unheard.status()).state).toBe(state.downloadBusy);
  });

  it("disconnect: gone until it is plugged in again", async () => {
    const wire = await faulty("disconnect");
    await expect(wire.status()).rejects.toMatchObject({ failure: "disconnected" });
    await expect(wire.status()).rejects.toMatchObject({ failure: "disconnected" });
    wire.board.replug();
    expect((await wire.status()).state).toBe(state.error);
  });

  it("error-status: it worked all the same", async () => {
    const wire = await faulty("error-status", 2);
    expect((await wire.erase(page)).status).toBe(status.errVendor);
    expect(wire.board.held(page, 64)).toEqual(blank);
  });

  it.each([1, 2])("ok-status at GETSTATUS %i: it did not work", async (ahead) => {
    const wire = await faulty("ok-status", ahead);
    expect(await wire.erase(page)).toMatchObject({ state: state.downloadIdle, status: status.ok });
    expect(wire.board.held(page, 64)).toEqual(old);
  });

  it("wrong-state: only the answer is wrong", async () => {
    const wire = await faulty("wrong-state");
    expect((await wire.status()).state).toBe(state.downloadBusy);
    expect((await wire.status()).state).toBe(state.dfuIdle);
  });

  it("short-read: half of the bytes", async () => {
    const wire = await faulty("short-read", 4);
    expect((await wire.read(page, 64)).length).toBe(32);
  });

  it("stale-read: the bytes of the block before", async () => {
    const wire = await faulty("stale-read", 5);
    await wire.read(page, 64);
    expect(await wire.in(request.upload, 3, 64)).toEqual(old);
    expect(await wire.in(request.upload, 3, 64)).toEqual(blank);
  });

  it("early-return: it goes on, and what comes meanwhile is lost", async () => {
    const wire = await faulty("early-return", 1);
    expect((await wire.erase(page)).state).toBe(state.downloadIdle);
    expect((await wire.write(page + 64, Uint8Array.of(1))).state).toBe(state.downloadIdle);
    await wire.out(request.abort);
    expect((await wire.read(page, 64)).slice(0, 4)).toEqual(old.slice(0, 4));
    await wire.out(request.abort);
    await wire.clock.sleep(400);
    expect(await wire.read(page, 128)).toEqual(new Uint8Array(128).fill(0xff));
  });

  it("write-protect: from then on nothing is erased", async () => {
    const wire = await faulty("write-protect");
    expect((await wire.erase(page)).status).toBe(status.ok);
    expect(wire.board.held(page, 64)).toEqual(old);
  });
});
