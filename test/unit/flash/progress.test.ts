import { describe, expect, it } from "vitest";
import type { BoardProgress, FlashPhase } from "../../../src/core/dfu/board-service";
import { english } from "../../../src/core/text";
import { kib, ProgressMeter, quarterFilter } from "../../../src/flash/progress";

const at = (phase: FlashPhase, done: number, total: number): BoardProgress => ({ phase, done, total, address: 0 });

describe("ProgressMeter", () => {
  it("counts all expected phases and never falls", () => {
    const meter = new ProgressMeter({ erase: 4000, write: 4000, verify: 4000 }, () => 0);
    const percents = [
      at("erase", 0, 4000),
      at("erase", 4000, 4000),
      at("write", 2000, 4000),
      at("write", 4000, 4000),
      at("verify", 0, 4000),
      at("verify", 4000, 4000),
      at("leave", 0, 0),
    ].map((event) => Math.round(meter.add(event).percent));
    expect(percents).toEqual([0, 38, 63, 88, 88, 100, 100]);
  });

  it("does not fall when an unexpected phase appears", () => {
    const meter = new ProgressMeter({ write: 100 }, () => 0);
    expect(meter.add(at("write", 100, 100)).percent).toBe(100);
    expect(meter.add(at("verify", 0, 100)).percent).toBe(100);
  });

  it("gives bytes and rate of the phase", () => {
    let now = 0;
    const meter = new ProgressMeter({ write: 64 * 1024 }, () => now);
    expect(english(meter.add(at("write", 2048, 64 * 1024)).sentence)).toBe("Writing: 2 KiB of 64 KiB");
    now = 1000;
    expect(english(meter.add(at("write", 32 * 1024, 64 * 1024)).sentence)).toBe("Writing: 32 KiB of 64 KiB, 32 KiB/s");
    expect(english(meter.add(at("leave", 0, 0)).sentence)).toBe("Leaving DFU mode");
  });
});

describe("the time left", () => {
  it("is told from what is done of the whole, once a second has passed", () => {
    let now = 0;
    const meter = new ProgressMeter({ write: 1000, verify: 0 }, () => now);
    const left = (done: number) => {
      const { left: sentence } = meter.add(at("write", done, 1000));
      return sentence === null ? null : english(sentence);
    };
    expect(left(100)).toBeNull();
    now = 5000;
    expect(left(250)).toBe("about 15 s left");
    now = 60_000;
    expect(left(250)).toBe("about 3 min left");
    expect(left(1000)).toBeNull();
  });
});

describe("kib", () => {
  it.each([
    [0, "0 KiB"],
    [512, "0.5 KiB"],
    [2048, "2 KiB"],
    [100_000, "98 KiB"],
  ])("%d", (bytes, expected) => {
    expect(kib(bytes)).toBe(expected);
  });
});

describe("quarterFilter", () => {
  it("lets five lines of a phase through, whatever the number of events", () => {
    const worth = quarterFilter();
    const shown: number[] = [];
    for (let done = 0; done <= 1000; done++) {
      if (worth(at("write", done, 1000))) shown.push(done);
    }
    expect(shown).toEqual([0, 250, 500, 750, 1000]);
    expect(worth(at("verify", 1, 1000))).toBe(true);
  });
});
