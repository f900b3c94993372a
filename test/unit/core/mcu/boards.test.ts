import { describe, expect, it } from "vitest";
import { allBoards, devicesOfBoard, findBoard } from "../../../../src/core/mcu/boards";

const K = 1024;

describe("findBoard", () => {
  it("tells the Portenta of Arduino from that of Mbed OS and mbed-ce", () => {
    expect(findBoard("portenta_h7_m7")).toMatchObject({
      target: "PORTENTA_H7_M7",
      part: "STM32H747XI",
      core: "cm7",
      rom: { base: 0x08000000, size: 2048 * K },
      bootloader: { base: 0x08000000, size: 0x40000 },
      applicationStart: 0x08040000,
    });
    expect(findBoard("PORTENTA_H7_M7 (Mbed OS)")).toMatchObject({ bootloader: null, rom: { size: 1024 * K } });
    expect(findBoard("PORTENTA_H7_M4")).toMatchObject({ core: "cm4", rom: { base: 0x08100000 } });
    expect(findBoard("ARDUINO_PORTENTA_H7_M7")).toMatchObject({ rom: { base: 0x08040000, size: 1024 * K } });
  });

  it("gives what DFU needs", () => {
    expect(findBoard("GIGA")?.dfu).toMatchObject({ usbId: "2341:0366", transferSize: 4096, interface: 0 });
    expect(findBoard("PORTENTA_H7_M7")?.dfu?.alternates[0]).toBe("@Internal Flash   /0x08000000/01*128Ka,15*128Kg");
    expect(findBoard("PORTENTA_H7_M7")?.dfu?.alternatesWithMcuboot).toHaveLength(4);
    expect(findBoard("OPTA")?.dfu?.alternates).toHaveLength(4);
    expect(findBoard("NUCLEO_F429ZI")?.dfu).toBeNull();
    expect(findBoard("PORTENTA_X8")?.dfu).toBeNull();
  });

  it.each([
    ["envie_m7", "PORTENTA_H7_M7"],
    ["nano33ble", "ARDUINO_NANO33BLE"],
    ["nicla_voice", "NICLA"],
    ["pico", "RASPBERRY_PI_PICO"],
    ["  k64f ", "K64F"],
    ["ublox_evk_odin_w2", "UBLOX_EVK_ODIN_W2"],
  ])("%s", (name, target) => {
    expect(findBoard(name)?.target).toBe(target);
  });

  it.each(["", "STM32F407VG", "PORTENTA", "Mbed OS"])("finds no board %j", (name) => {
    expect(findBoard(name)).toBeUndefined();
  });
});

describe("every board", () => {
  const boards = allBoards();

  it("is there, under its own name", () => {
    expect(boards).toHaveLength(35);
    for (const board of boards) {
      expect(findBoard(board.target)).toEqual(board);
    }
  });

  it.each(boards.map((board) => [board.target, board] as const))("%s fits its chip", (_, board) => {
    const devices = devicesOfBoard(board);
    expect(devices.length).toBeGreaterThan(0);
    for (const device of devices) {
      const flash = device.memories.filter((memory) => memory.kind === "flash");
      expect(flash.reduce((sum, memory) => sum + memory.size, 0)).toBe(board.flashSize);
      expect(device.cores.map((core) => core.id)).toContain(board.core);
      const last = flash.at(-1)!;
      expect(board.rom.base).toBeGreaterThanOrEqual(flash[0]!.base);
      expect(board.rom.base + board.rom.size).toBeLessThanOrEqual(last.base + last.size);
      if (board.bootloader !== null && board.applicationStart !== null) {
        expect(board.bootloader.base + board.bootloader.size).toBeLessThanOrEqual(board.applicationStart);
      }
    }
  });

  it("keeps the flash of the two RP2040 boards apart", () => {
    expect(devicesOfBoard(findBoard("pico")!).map((device) => device.memories[0]!.size)).toEqual([2048 * K]);
    expect(devicesOfBoard(findBoard("NANO_RP2040_CONNECT")!).map((device) => device.memories[0]!.size)).toEqual([
      16384 * K,
    ]);
  });
});
