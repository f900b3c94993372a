import { describe, expect, it } from "vitest";
import { BootsmithError, type ErrorKind } from "../../../src/core/errors";
import { english, text } from "../../../src/core/text";
import { Activity } from "../../../src/flash/activity";
import { matchBoards, selectorOf, usableBoards } from "../../../src/flash/board-choice";
import { confirmationWord, isConfirmed } from "../../../src/flash/confirm-words";
import { helpFor } from "../../../src/flash/failure-help";
import { FolderMemory } from "../../../src/flash/folder-memory";
import { bootloadersOf } from "../../../src/flash/known-bootloaders";
import { bootAndApplication, boardOf } from "./builders";

describe("typing which board loses everything", () => {
  it("takes the part number, or the name where none is known, and nothing else", () => {
    const known = boardOf("a", { part: "STM32F407VG" });
    const unknown = boardOf("b", { name: "STM32  BOOTLOADER" });
    expect([known, unknown].map(confirmationWord)).toEqual(["STM32F407VG", "STM32  BOOTLOADER"]);
    expect(isConfirmed(" stm32f407vg ", known)).toBe(true);
    expect(isConfirmed("stm32 bootloader", unknown)).toBe(true);
    for (const wrong of ["", " ", "yes", "STM32F407", "STM32F407VGT"])
      expect(isConfirmed(wrong, known), wrong).toBe(false);
    expect(isConfirmed("", boardOf("c", { name: "" }))).toBe(false);
  });
});

describe("which boards will do", () => {
  const ready = boardOf("a");
  const running = boardOf("r", { mode: "runtime" });

  it("are those in DFU mode, and running ones only where none is and they may be detached", () => {
    expect(usableBoards([running, ready], true)).toEqual([ready]);
    expect(usableBoards([running], true)).toEqual([running]);
    expect(usableBoards([running], false)).toEqual([]);
  });
});

describe("what a chosen board is remembered as", () => {
  it("is its serial number, unless others have the same, then its path, then its id", () => {
    const boards = [
      boardOf("usb:1-1", { serial: "STM32FxSTM32", path: "1-1" }),
      boardOf("usb:1-2", { serial: "STM32FxSTM32", path: "1-2" }),
      boardOf("usb:1-3", { serial: "2052", path: "1-3" }),
      boardOf("usb:9/4", { serial: "STM32FxSTM32" }),
    ];
    expect(boards.map((board) => selectorOf(board, boards))).toEqual(["1-1", "1-2", "2052", "usb:9/4"]);
    for (const board of boards) expect(matchBoards(boards, selectorOf(board, boards))).toEqual([board]);
  });

  it("is no serial number that would match others as a wildcard", () => {
    const boards = [boardOf("a", { serial: "*" }), boardOf("b", { serial: "1" })];
    expect(selectorOf(boards[0] ?? boardOf(""), boards)).toBe("a");
  });
});

describe("what a folder remembers", () => {
  it("is its own, and can be forgotten", async () => {
    const kept = new Map<string, unknown>();
    const memory = new FolderMemory({
      get: (key) => kept.get(key),
      update: (key, value) => Promise.resolve(void kept.set(key, value)),
    });
    await memory.set("board", "file:///a", "2052");
    await memory.set("board", null, "1-1");
    expect(memory.get("board", "file:///a")).toBe("2052");
    expect(memory.get("board", "file:///b")).toBeNull();
    expect(memory.get("image", "file:///a")).toBeNull();
    await memory.forget("file:///a");
    expect(memory.get("board", "file:///a")).toBeNull();
    expect(memory.get("board", null)).toBe("1-1");
  });
});

describe("buttons of an error", () => {
  const labels = (kind: ErrorKind, platform: string) =>
    helpFor(new BootsmithError(kind, text("x")), platform).map(({ label }) => english(label));

  it("go by what happened and where", () => {
    expect(labels("permission", "linux")).toEqual(["Add udev Rule…", "Help with USB"]);
    expect(labels("permission", "win32")).toEqual(["Help with USB"]);
    expect(labels("no-board", "linux")).toEqual(["Show Way into Bootloader", "Help with USB"]);
    expect(labels("no-usb", "linux")).toEqual(["Simulate a Board…", "Help with USB"]);
    expect(labels("plan-refused", "linux")).toEqual([]);
    expect(helpFor(new Error("x"), "linux")).toEqual([]);
  });
});

describe("bootloaders of the workspace", () => {
  it("are each there once, however many configurations say it", () => {
    expect(bootloadersOf([bootAndApplication, bootAndApplication])).toEqual([
      { base: 0x0800_0000, size: 0x2_0000, what: "bootloader", role: "bootloader" },
    ]);
  });
});

describe("what runs on boards", () => {
  it("is told after every change, and over when it ends", () => {
    const activity = new Activity();
    let told = 0;
    const listening = activity.onDidChange(() => told++);
    activity.set("a", { what: "Flashing", now: null, percent: 10 });
    activity.set("b", { what: "Reading", now: null, percent: 0 });
    expect(activity.all()).toHaveLength(2);
    expect(activity.get("a")?.percent).toBe(10);
    activity.end("a");
    activity.end("a");
    expect(activity.get("a")).toBeUndefined();
    expect(told).toBe(3);
    listening.dispose();
    activity.end("b");
    expect(told).toBe(3);
  });
});
