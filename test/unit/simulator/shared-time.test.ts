import { describe, expect, it } from "vitest";
import { boardModel } from "../../../src/simulator/board-model";
import { SimulatedBoard } from "../../../src/simulator/simulated-board";
import { SimulatedBus, transferTime } from "../../../src/simulator/simulated-bus";
import { SharedVirtualClock } from "../../../src/simulator/virtual-clock";

describe("a virtual time that many share", () => {
  it("moves on to whoever wakes next, ties in the order of falling asleep", async () => {
    const clock = new SharedVirtualClock(setImmediate);
    const woken: string[] = [];
    const sleeper = async (name: string, ...naps: readonly number[]) => {
      for (const nap of naps) {
        await clock.sleep(nap);
        woken.push(`${name}@${clock.now()}`);
      }
    };
    await Promise.all([sleeper("a", 10, 10), sleeper("b", 5, 5, 25), sleeper("c", 0, 12)]);
    expect(woken).toEqual(["c@0", "b@5", "a@10", "b@10", "c@12", "a@20", "b@35"]);
  });

  it("N sleepers at once take the time of the longest", async () => {
    const clock = new SharedVirtualClock(setImmediate);
    await Promise.all(Array.from({ length: 50 }, (_, index) => clock.sleep((index * 37) % 101)));
    expect(clock.now()).toBe(100);
  });
});

describe("one full-speed bus", () => {
  const block = 2048;

  it("costs a single board nothing", async () => {
    const clock = new SharedVirtualClock(setImmediate);
    await new SimulatedBus(clock).transfer(block, 0);
    expect(clock.now()).toBeCloseTo(transferTime(block, 0));
    expect(clock.now()).toBeCloseTo(2.8);
  });

  it("carries at most 832 kB/s for all together", async () => {
    const clock = new SharedVirtualClock(setImmediate);
    const bus = new SimulatedBus(clock);
    const many = 80;
    await Promise.all(Array.from({ length: many }, () => bus.transfer(block, 0)));
    const rate = (many * block) / clock.now();
    expect(rate).toBeLessThanOrEqual(832);
    expect(rate).toBeGreaterThan(750);
  });

  it("is shared by boards, each with its own count and time", async () => {
    const clock = new SharedVirtualClock(setImmediate);
    const bus = new SimulatedBus(clock);
    const boards = Array.from({ length: 4 }, () => new SimulatedBoard(boardModel("STM32F407VG"), clock, bus));
    await Promise.all(boards.map((board) => board.selectAlternate(0, 0)));
    expect(boards.map(({ transfers }) => transfers)).toEqual([1, 1, 1, 1]);
    expect(boards[0]?.busTime).toBeCloseTo(0.3);
    expect(boards[3]?.busTime).toBeCloseTo((4 * 2) / 13);
  });
});
