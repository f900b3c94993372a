import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Activity } from "../../../src/flash/activity";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function watched() {
  const activity = new Activity();
  const told: (number | undefined)[] = [];
  activity.onDidChange(() => told.push(activity.get("board")?.percent));
  const progress = (percent: number) => activity.set("board", { what: "Flashing", now: null, percent });
  return { activity, told, progress };
}

it("tells at once that an operation begins and ends", () => {
  const { activity, told, progress } = watched();
  progress(0);
  activity.end("board");
  expect(told).toEqual([0, undefined]);
  vi.runAllTimers();
  expect(told).toHaveLength(2);
});

it("leaves listeners that wait for 200 ms of quiet the time they need, however often blocks are written", () => {
  const { activity, told, progress } = watched();
  progress(0);
  for (let block = 1; block <= 100; block++) {
    vi.advanceTimersByTime(15);
    progress(block);
  }
  expect(told).toEqual([0, 34, 68]);
  activity.end("board");
  vi.runAllTimers();
  expect(told.at(-1)).toBeUndefined();
  expect(told).toHaveLength(4);
});
