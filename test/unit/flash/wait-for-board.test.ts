import { describe, expect, it } from "vitest";
import type { BoardInfo } from "../../../src/core/dfu/board-service";
import { waitForBoards } from "../../../src/flash/wait-for-board";
import { boardOf } from "./builders";

/** A bus that changes at given times (ms), with or without telling. */
function bus(states: readonly (readonly [number, readonly BoardInfo[]])[], tells: boolean) {
  let now = 0;
  let looks = 0;
  let told = 0;
  const listeners = new Set<() => void>();
  const signal = { aborted: false };
  const tools = {
    now: () => now,
    sleep: (ms: number) => {
      now += ms;
      if (tells && states.some(([at]) => at > told && at <= now)) {
        told = now;
        listeners.forEach((listener) => listener());
      }
      return Promise.resolve();
    },
    signal,
    boards: {
      list: () => {
        looks++;
        return Promise.resolve(states.filter(([at]) => at <= now).at(-1)?.[1] ?? []);
      },
      onDidChange: (listener: () => void) => {
        listeners.add(listener);
        return { dispose: () => listeners.delete(listener) };
      },
    },
  };
  return { tools, signal, looks: () => looks, now: () => now, listeners };
}

const inDfu = (boards: readonly BoardInfo[]) => boards.filter(({ mode }) => mode === "dfu");

describe("waiting for a board", () => {
  it("does not wait for one that is there", async () => {
    const { tools, now } = bus([[0, [boardOf("a")]]], false);
    expect((await waitForBoards(inDfu, Infinity, tools)).map(({ id }) => id)).toEqual(["a"]);
    expect(now()).toBe(0);
  });

  it("sees one within a second where nothing tells of it, without looking all the time", async () => {
    const { tools, now, looks, listeners } = bus([[5300, [boardOf("a")]]], false);
    await waitForBoards(inDfu, Infinity, tools);
    expect(now()).toBeGreaterThanOrEqual(5300);
    expect(now()).toBeLessThanOrEqual(6300);
    expect(looks()).toBeLessThan(9);
    expect(listeners.size).toBe(0);
  });

  it("sees one at once where the bus tells", async () => {
    const { tools, now } = bus([[5300, [boardOf("a")]]], true);
    await waitForBoards(inDfu, Infinity, tools);
    expect(now()).toBeLessThanOrEqual(5400);
  });

  it("goes on waiting while only others are there", async () => {
    const running = boardOf("r", { mode: "runtime" });
    const { tools, now } = bus(
      [
        [0, [running]],
        [2000, [running, boardOf("a")]],
      ],
      true,
    );
    expect((await waitForBoards(inDfu, Infinity, tools)).map(({ id }) => id)).toEqual(["a"]);
    expect(now()).toBeGreaterThanOrEqual(2000);
  });

  it("ends with its limit, in seconds", async () => {
    const { tools, now } = bus([], false);
    await expect(waitForBoards(inDfu, 2.5, tools)).rejects.toMatchObject({ kind: "no-board" });
    expect(now()).toBeGreaterThanOrEqual(2500);
    expect(now()).toBeLessThanOrEqual(2600);
  });

  it("ends soon after it is cancelled, and listens no more", async () => {
    const { tools, signal, now, listeners } = bus([], false);
    const sleep = (ms: number) => {
      if (now() >= 1500) signal.aborted = true;
      return tools.sleep(ms);
    };
    await expect(waitForBoards(inDfu, Infinity, { ...tools, sleep })).rejects.toMatchObject({ kind: "cancelled" });
    expect(now()).toBeLessThanOrEqual(1700);
    expect(listeners.size).toBe(0);
  });
});
