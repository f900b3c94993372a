import { describe, expect, it } from "vitest";
import { BootsmithError, explain } from "../../../src/core/errors";
import { text } from "../../../src/core/text";
import {
  boardTitle,
  inOrder,
  matchBoards,
  noneForAll,
  theOneBoard,
  type UsbState,
} from "../../../src/flash/board-choice";
import { boardOf } from "./builders";

const usb: UsbState = { available: true };
const left = boardOf("a", { serial: "3072365A3234", path: "1-2.1" });
const right = boardOf("b", { serial: "3591AB", path: "1-2.4" });
const simulated = boardOf("sim", { name: "STM32F407VG", serial: "SIM1", simulated: true });
const running = boardOf("c", { name: "My product", mode: "runtime" });
const all = [simulated, right, left, running];

describe("matchBoards", () => {
  it.each([
    ["3072365A3234", ["a"]],
    ["3072365a3234", ["a"]],
    ["30*", ["a"]],
    ["1-2.*", ["b", "a"]],
    ["1-2.4", ["b"]],
    ["1-2", []],
    ["stm32f407*", ["sim"]],
    ["(", []],
    ["*", ["sim", "b", "a", "c"]],
  ])("%s", (selector, expected) => {
    expect(matchBoards(all, selector).map(({ id }) => id)).toEqual(expected);
  });
});

describe("inOrder", () => {
  it("puts simulated boards last", () => {
    expect(inOrder(all).map(({ id }) => id)).toEqual(["c", "a", "b", "sim"]);
  });
});

function refusal(run: () => unknown): BootsmithError {
  try {
    run();
  } catch (error) {
    if (error instanceof BootsmithError) return error;
  }
  throw new Error("nothing was refused");
}

describe("theOneBoard", () => {
  it("takes the only board", () => {
    expect(theOneBoard([left], null, usb)).toBe(left);
    expect(theOneBoard([left, running], null, usb)).toBe(left);
    expect(theOneBoard([simulated, running], null, usb)).toBe(simulated);
  });

  it("takes the named one among several", () => {
    expect(theOneBoard(all, "3591*", usb)).toBe(right);
  });

  it("lists what there is when several fit", () => {
    const error = refusal(() => theOneBoard([left, simulated], null, usb));
    expect(error.kind).toBe("bad-usage");
    expect(error.message).toContain("STM32 BOOTLOADER [3072365A3234, 1-2.1]; STM32F407VG (simulated) [SIM1]");
    expect(refusal(() => theOneBoard(all, "1-2.*", usb)).kind).toBe("bad-usage");
  });

  it("says why there is none", () => {
    expect(explain(refusal(() => theOneBoard([], null, usb)))).toContain("BOOT0");
    expect(
      explain(refusal(() => theOneBoard([], null, { available: false, reason: text("This machine has no USB.") }))),
    ).toMatch(/^This machine has no USB\./);
    expect(refusal(() => theOneBoard([running], null, usb)).message).toContain("My product");
    expect(refusal(() => theOneBoard([left], "XYZ", usb)).message).toContain("XYZ");
  });
});

describe("noneForAll", () => {
  it("says of each board why it is left alone, and does not claim that none is in DFU mode", () => {
    const reasons = [{ reason: text("{0} is another chip than this project is for.", "Right") }];
    const error = noneForAll([right, running], reasons, usb);
    expect(explain(error)).toMatch(/^No board takes this image\. Right is another chip .*bootsmith\.device/);
  });

  it("says how to get into DFU mode where no board is in it", () => {
    expect(explain(noneForAll([running], [], usb))).toMatch(/No board is in DFU mode.*My product.*BOOT0/s);
    expect(explain(noneForAll([], [], usb))).toContain("No board in DFU mode was found.");
  });
});

describe("boardTitle", () => {
  it("always names a simulated board as such, once", () => {
    expect(boardTitle(simulated)).toBe("STM32F407VG (simulated)");
    expect(boardTitle({ ...simulated, name: "Simulated F407" })).toBe("Simulated F407");
    expect(boardTitle(left)).toBe("STM32 BOOTLOADER");
  });
});
