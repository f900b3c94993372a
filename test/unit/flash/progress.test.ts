import { describe, expect, it } from "vitest";
import type { BoardProgress, FlashPhase } from "../../../src/core/dfu/board-service";
import { english } from "../../../src/core/text";
import type { FirmwareImage } from "../../../src/core/image/firmware-image";
import { prepareFlash } from "../../../src/core/dfu/plan/prepare-flash";
import { workOf } from "../../../src/flash/flash-job";
import { VirtualClock } from "../../../src/simulator/virtual-clock";
import { createBoardService } from "../../../src/transport/create-board-service";
import { kib, ProgressMeter, quarterFilter } from "../../../src/flash/progress";

const at = (phase: FlashPhase, done: number, total: number): BoardProgress => ({ phase, done, total, address: 0 });

describe("ProgressMeter", () => {
  it("counts all expected phases and never falls", () => {
    const meter = new ProgressMeter({ bytes: { erase: 4000, write: 4000, verify: 4000 } }, () => 0);
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
    const meter = new ProgressMeter({ bytes: { write: 100 } }, () => 0);
    expect(meter.add(at("write", 100, 100)).percent).toBe(100);
    expect(meter.add(at("verify", 0, 100)).percent).toBe(100);
  });

  it("gives bytes and rate of the phase", () => {
    let now = 0;
    const meter = new ProgressMeter({ bytes: { write: 64 * 1024 } }, () => now);
    expect(english(meter.add(at("write", 2048, 64 * 1024)).sentence)).toBe("Writing: 2 KiB of 64 KiB");
    now = 1000;
    expect(english(meter.add(at("write", 32 * 1024, 64 * 1024)).sentence)).toBe("Writing: 32 KiB of 64 KiB, 32 KiB/s");
    expect(english(meter.add(at("leave", 0, 0)).sentence)).toBe("Leaving DFU mode");
  });
});

describe("phases that take turns", () => {
  it("have a rate of their own: the time of the other one does not count", () => {
    let now = 0;
    const meter = new ProgressMeter({ bytes: { write: 65_536, verify: 65_536 } }, () => now);
    const say = (later: number, phase: FlashPhase, done: number) => {
      now += later;
      return english(meter.add(at(phase, done, 65_536)).sentence);
    };
    expect(say(1000, "write", 32_768)).toBe("Writing: 32 KiB of 64 KiB, 32 KiB/s");
    expect(say(500, "verify", 32_768)).toBe("Verifying: 32 KiB of 64 KiB, 64 KiB/s");
    expect(say(1000, "write", 65_536)).toBe("Writing: 64 KiB of 64 KiB, 32 KiB/s");
    expect(say(500, "verify", 65_536)).toBe("Verifying: 64 KiB of 64 KiB, 64 KiB/s");
  });

  it.each(["STM32F407VG", "STM32H563ZI", "STM32L072CZ"])(
    "give a percentage that never falls and a time left that is true on a simulated %s",
    async (part) => {
      const clock = new VirtualClock();
      const boards = createBoardService({ usb: false, simulate: [part], log: () => undefined, clock });
      const [board] = await boards.list();
      if (board === undefined) throw new Error("There is no board.");
      const data = new Uint8Array(0x1_8000).map((_, index) => 1 + ((index * 7) % 251));
      const image: FirmwareImage = {
        name: "app.bin",
        format: "bin",
        entry: null,
        segments: [{ address: 0x0800_0000, data }],
      };
      const options = {
        devices: [],
        strategy: "full",
        protect: [],
        preserve: false,
        verify: true,
        leave: false,
      } as const;
      const plan = await prepareFlash(boards, board, image, options);
      const start = clock.now();
      const meter = new ProgressMeter(workOf("flash", plan), () => clock.now());
      const seen: { at: number; percent: number }[] = [];
      await boards.flash(board.id, plan, (progress) => {
        seen.push({ at: clock.now() - start, percent: meter.add(progress).percent });
      });
      const percents = seen.map(({ percent }) => percent);
      expect(percents).toEqual([...percents].sort((a, b) => a - b));
      expect(percents.at(-1)).toBe(100);
      const whole = clock.now() - start;
      for (const { at: time, percent } of seen) {
        // A board sends nothing while it erases; what is seen is at most an erase behind.
        expect(Math.abs(percent - (100 * time) / whole)).toBeLessThan(10);
      }
    },
  );
});

describe("the time left", () => {
  it("is told from what is done of the whole, once a second has passed", () => {
    let now = 0;
    const meter = new ProgressMeter({ bytes: { write: 1000, verify: 0 } }, () => now);
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
