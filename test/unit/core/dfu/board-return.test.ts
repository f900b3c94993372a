import { describe, expect, it } from "vitest";
import { boardAgain } from "../../../../src/core/dfu/board-return";
import type { BoardInfo } from "../../../../src/core/dfu/board-service";
import { VirtualClock } from "../../../../src/simulator/virtual-clock";
import { boardWith } from "../../../support/boards";

const gone = boardWith([], { id: "usb:1-2", path: "1-2", serial: "A" });

/** What is on the bus at each look, the last for ever. */
function bus(...looks: readonly (readonly BoardInfo[])[]) {
  let look = 0;
  return { list: () => Promise.resolve(looks[Math.min(look++, looks.length - 1)] ?? []) };
}

describe("boardAgain", () => {
  it.each<[string, BoardInfo, boolean]>([
    ["the same id", boardWith([], { id: "usb:1-2" }), true],
    ["the same plug", boardWith([], { id: "usb:1/7", path: "1-2" }), true],
    ["the same serial number where no plug is known", boardWith([], { id: "x", path: null, serial: "A" }), true],
    ["another plug", boardWith([], { id: "usb:1-3", path: "1-3", serial: "A" }), false],
    ["another kind of board", boardWith([], { id: "x", path: "1-2", productId: 1 }), false],
    ["its application", boardWith([], { id: "usb:1-2", mode: "runtime" }), false],
  ])("%s", async (_, seen, back) => {
    const found = await boardAgain(bus([], [], [seen]), gone, new VirtualClock());
    expect(found).toBe(back ? seen : null);
  });

  it("does not take another board for it because all of the kind have one serial number", async () => {
    const serial = "FFFFFFFEFFFF";
    const other = boardWith([], { id: "x", path: null, serial });
    expect(await boardAgain(bus([other]), { ...gone, path: null, serial }, new VirtualClock())).toBeNull();
  });

  it("gives up after five seconds, and at once when it is cancelled", async () => {
    const clock = new VirtualClock();
    expect(await boardAgain(bus([]), gone, clock)).toBeNull();
    expect(clock.now()).toBeGreaterThanOrEqual(5000);
    expect(clock.now()).toBeLessThan(5100);
    await expect(boardAgain(bus([]), gone, clock, { aborted: true })).rejects.toMatchObject({ kind: "cancelled" });
  });
});
