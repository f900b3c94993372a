import { describe, expect, it } from "vitest";
import { dfuRequest as request } from "../../../src/core/dfu/requests";
import { dfuState as state, dfuStatus as status } from "../../../src/core/dfu/status";
import { findDevices } from "../../../src/core/mcu/find-device";
import { simulatedBoardModels } from "../../../src/simulator/board-model";
import { Wire } from "./wire";

const bytes = (length: number, value = 0x5a) => new Uint8Array(length).fill(value);

describe("the table of simulated boards", () => {
  it.each(simulatedBoardModels.map((model) => [model.part, model] as const))(
    "%s has the flash of its chip",
    (_, { chip, erased, programUnit, rewrite }) => {
      const { candidates } = findDevices(chip);
      expect(candidates.length).toBeGreaterThan(0);
      for (const device of candidates) {
        expect(device).toMatchObject({ erased, programUnit });
        // Not known of F7: the model takes the strictest.
        expect(device.rewrite ?? "once").toBe(rewrite);
      }
    },
  );

  it("only what a bootloader has is in its list of commands", async () => {
    const commands = async (part: string) => [...(await (await Wire.idle(part)).in(request.upload, 0, 16))];
    expect(await commands("STM32F407VG")).toEqual([0x00, 0x21, 0x41, 0x92]);
    expect(await commands("STM32H563ZI")).toEqual([0x00, 0x21, 0x41]);
  });

  it("a chip that tells its id does so in string 0x14, others stall it", async () => {
    const chipId = async (part: string) => {
      const setup = { requestType: "standard", recipient: "device", request: 6, value: 0x0314, index: 0x409 } as const;
      return String.fromCharCode(
        ...(await (await Wire.idle(part)).board.controlIn(setup, 255, 100)).slice(2),
      ).replaceAll("\0", "");
    };
    expect(await chipId("STM32H563ZI")).toBe("@Device ID/0x484,@Revision ID/0x0001");
    await expect(chipId("STM32F407VG")).rejects.toMatchObject({ failure: "stall" });
  });
});

describe("faults of known bootloaders", () => {
  it("H743: the first sector of bank 2 stays busy until two CLRSTATUS, and is blank then", async () => {
    const wire = await Wire.idle("STM32H743ZI");
    wire.board.restore([{ address: 0x0810_0000, data: bytes(64) }]);
    await wire.out(request.download, 0, Uint8Array.of(0x41, 0, 0, 0x10, 0x08));
    for (let times = 0; times < 20; times++) {
      expect(await wire.status()).toMatchObject({ state: state.downloadBusy, pollTimeout: 1000 });
      await wire.clock.sleep(1000);
    }
    await wire.out(request.clearStatus);
    expect(await wire.status()).toMatchObject({ state: state.error, status: status.errUnknown });
    await wire.out(request.clearStatus);
    expect((await wire.status()).state).toBe(state.dfuIdle);
    expect(wire.board.held(0x0810_0000, 64)).toEqual(bytes(64, 0xff));
    expect((await wire.erase(0x0812_0000)).state).toBe(state.downloadIdle);
  });

  it("H563: it leaves the bus when it is told to start, and never runs", async () => {
    const wire = await Wire.idle("STM32H563ZI");
    await wire.setAddress(0x0800_0000);
    await wire.out(request.download);
    expect((await wire.status()).state).toBe(state.manifest);
    expect(wire.board).toMatchObject({ connected: false, startedAt: 0x0800_0000, lockedUp: true });
    await wire.clock.sleep(60_000);
    expect(wire.board.connected).toBe(false);
  });

  it("L43x: GETSTATUS is stalled while it works, and nothing else changes by that", async () => {
    const wire = await Wire.idle("STM32L475VG", { earlyStatus: "stalls" });
    await wire.out(request.download, 0, Uint8Array.of(0x41, 0, 8, 0, 8));
    await wire.status();
    await expect(wire.status()).rejects.toMatchObject({ failure: "stall" });
    await wire.clock.sleep(25);
    expect(await wire.status()).toMatchObject({ state: state.downloadIdle, status: status.ok });
  });

  it("ST's Cube class: an erase moves the pointer", async () => {
    const at = async (eraseMovesPointer: boolean) => {
      const wire = await Wire.idle("STM32F407VG", { eraseMovesPointer });
      await wire.setAddress(0x0800_0000);
      await wire.erase(0x0800_4000);
      await wire.download(2, bytes(4));
      return wire.board.contents()[0]?.address;
    };
    expect([await at(false), await at(true)]).toEqual([0x0800_0000, 0x0800_4000]);
  });

  it("block numbers are multiplied with the transfer size, or with the length of the request", async () => {
    const at = async (blockAddress: "transfer-size" | "request-length") => {
      const wire = await Wire.idle("STM32F407VG", { blockAddress });
      await wire.setAddress(0x0800_0000);
      await wire.download(3, bytes(64));
      return wire.board.contents()[0]?.address;
    };
    expect([await at("transfer-size"), await at("request-length")]).toEqual([0x0800_0800, 0x0800_0040]);
  });
});

describe("flash of each family", () => {
  it("L0 erases to 0x00 in pages of 128 bytes, and its EEPROM takes writes without an erase", async () => {
    const wire = await Wire.idle("STM32L072CZ");
    await wire.write(0x0800_0000, bytes(256));
    await wire.erase(0x0800_0080);
    expect(wire.board.held(0x0800_0000, 256)).toEqual(Uint8Array.from([...bytes(128), ...bytes(128, 0)]));
    expect((await wire.write(0x0808_0000, bytes(4, 1))).status).toBe(status.ok);
    expect((await wire.write(0x0808_0000, bytes(4, 2))).status).toBe(status.ok);
    expect(wire.board.held(0x0808_0000, 4)).toEqual(bytes(4, 2));
  });

  it("F0 takes a half-word that is erased, or zeros", async () => {
    const wire = await Wire.idle("STM32F072RB");
    expect((await wire.write(0x0800_0000, bytes(2, 0xf0))).status).toBe(status.ok);
    expect((await wire.write(0x0800_0000, bytes(2, 0x00))).status).toBe(status.ok);
    await wire.write(0x0800_0002, bytes(2, 0xf0));
    expect((await wire.write(0x0800_0002, bytes(2, 0x70))).status).toBe(status.errProg);
  });

  it.each(["STM32H563ZI", "STM32L072CZ", "STM32G474RE", "STM32U575ZI", "STM32L476RG"])(
    "%s: a granule takes one write between two erases",
    async (part) => {
      const wire = await Wire.idle(part);
      const { programUnit, erased } = wire.board.model;
      await wire.write(0x0800_0000, bytes(programUnit, erased));
      expect((await wire.write(0x0800_0000, bytes(programUnit))).status).toBe(status.errProg);
      await wire.clear();
      expect((await wire.write(0x0800_0000 + programUnit, bytes(programUnit))).status).toBe(status.ok);
      await wire.erase(0x0800_0000);
      expect((await wire.write(0x0800_0000, bytes(programUnit))).status).toBe(status.ok);
    },
  );

  it.each([
    ["STM32G474RE", "stall", true],
    ["STM32L476RG", "disconnected", false],
  ])("%s: reading a torn granule ends in %s, until its page is erased", async (part, failure, connected) => {
    const wire = await Wire.idle(part);
    await wire.setAddress(0x0800_0000);
    await wire.out(request.download, 2, bytes(512));
    await wire.status();
    await wire.clock.sleep(1);
    wire.board.unplug();
    wire.board.replug();
    await wire.clear();
    await expect(wire.read(0x0800_0000, 512)).rejects.toMatchObject({ failure });
    expect(wire.board.connected).toBe(connected);
    wire.board.replug();
    await wire.clear();
    await wire.erase(0x0800_0000);
    expect(await wire.read(0x0800_0000, 512)).toEqual(bytes(512, 0xff));
  });

  it("a voltage range makes an F4 faster, until its next reset", async () => {
    const wire = await Wire.idle("STM32F407VG");
    const sector = () => wire.time(() => wire.erase(0x0802_0000));
    const slow = await sector();
    await wire.write(0xffff_0000, Uint8Array.of(0x03, 0xff, 0xff, 0xff));
    expect(wire.board.parallelism).toBe(4);
    expect((await sector()) / slow).toBeCloseTo(0.5, 1);
    wire.board.unplug();
    wire.board.replug();
    await wire.clear();
    expect(wire.board.parallelism).toBe(1);
    expect(wire.board).toMatchObject({ settingsWrites: 0 });
    expect(wire.board.contents()).toEqual([]);
  });
});

describe("protection", () => {
  it("RDP: erase, write and read end in errVENDOR, a pointer does not", async () => {
    const wire = await Wire.idle("STM32F407VG");
    wire.board.restore([{ address: 0x0800_0000, data: bytes(64) }]);
    wire.board.readProtected = true;
    expect((await wire.setAddress(0x0800_0000)).status).toBe(status.ok);
    expect((await wire.erase(0x0800_0000)).status).toBe(status.errVendor);
    await wire.clear();
    expect((await wire.write(0x0800_4000, bytes(4))).status).toBe(status.errVendor);
    await wire.clear();
    await expect(wire.read(0x0800_0000, 64)).rejects.toMatchObject({ failure: "stall" });
    expect((await wire.status()).status).toBe(status.errVendor);
    expect(wire.board.held(0x0800_0000, 64)).toEqual(bytes(64));
  });

  it("read unprotect erases all flash and resets; it is back by itself", async () => {
    const wire = await Wire.idle("STM32L475VG");
    wire.board.restore([{ address: 0x0800_0000, data: bytes(64) }]);
    wire.board.readProtected = true;
    await wire.out(request.download, 0, Uint8Array.of(0x92));
    expect((await wire.status()).state).toBe(state.downloadBusy);
    await wire.clock.sleep(100);
    await expect(wire.status()).rejects.toMatchObject({ failure: "disconnected" });
    await wire.clock.sleep(300);
    await wire.clear();
    expect(wire.board.readProtected).toBe(false);
    expect(await wire.read(0x0800_0000, 64)).toEqual(bytes(64, 0xff));
  });

  it("write protection is not reported", async () => {
    const wire = await Wire.idle("STM32F407VG");
    wire.board.restore([{ address: 0x0800_0000, data: bytes(64) }]);
    wire.board.writeProtected = true;
    expect((await wire.erase(0x0800_0000)).status).toBe(status.ok);
    expect((await wire.write(0x0800_0040, bytes(4))).status).toBe(status.ok);
    expect(wire.board.held(0x0800_0000, 128)).toEqual(Uint8Array.from([...bytes(64), ...bytes(64, 0xff)]));
  });

  it("writes to option bytes are counted, and so is everything else by address", async () => {
    const wire = await Wire.idle("STM32F407VG");
    await wire.write(0x1fff_c000, bytes(16));
    await wire.erase(0x0800_4100);
    expect(wire.board.settingsWrites).toBe(1);
    expect(wire.board.writes).toEqual([
      { kind: "program", address: 0x1fff_c000, length: 16 },
      { kind: "erase", address: 0x0800_4000, length: 0x4000 },
    ]);
  });
});
