import { describe, expect, it } from "vitest";
import { analyse, analysisSteps } from "../../../src/core/analysis";
import { defaultSettings } from "../../../src/core/project/discovery";
import { finish, inSlices, type Pace, type Steps } from "../../../src/core/steps";
import { checkFiles, root } from "../../support/memory-tree";
import { sampleFiles, workspaceNames } from "../../support/sample-workspaces";

/** A clock that every look moves on by a millisecond; `rests` counts the turns others had. */
function slowClock(): Pace & { rests: number } {
  let now = 0;
  return {
    rests: 0,
    now: () => now++,
    rest() {
      this.rests++;
      return Promise.resolve();
    },
  };
}

function* counting(steps: number, done: () => void = () => undefined): Steps<number> {
  for (let step = 0; step < steps; step++) {
    done();
    yield;
  }
  return steps;
}

describe("steps", () => {
  it("run to their result in one go", () => {
    expect(finish(counting(100))).toBe(100);
  });

  it("rest after every slice, and come to the same result", async () => {
    const pace = slowClock();
    await expect(inSlices(counting(100), pace)).resolves.toBe(100);
    expect(pace.rests).toBeGreaterThan(5);
  });

  it("do not rest where the first slice is long enough", async () => {
    const pace = slowClock();
    await inSlices(counting(2), pace);
    expect(pace.rests).toBe(0);
  });

  it("stop at the end of the slice in which they are cancelled", async () => {
    const signal = { aborted: false };
    let made = 0;
    const work = counting(1000, () => {
      if (++made === 3) signal.aborted = true;
    });
    await expect(inSlices(work, slowClock(), signal)).rejects.toMatchObject({ kind: "cancelled" });
    expect(made).toBeLessThan(20);
  });

  it("hand on what a step throws", async () => {
    const failing = counting(10, () => {
      throw new Error("broken");
    });
    await expect(inSlices(failing, slowClock())).rejects.toThrow("broken");
  });
});

describe("the analysis in steps", () => {
  it.each(workspaceNames())("finds in %s what it finds in one go, and may rest at every file", async (workspace) => {
    const { snapshot, findings, layouts } = await checkFiles(sampleFiles(workspace));
    const settings = { [root]: defaultSettings };
    const steps = analysisSteps(snapshot, settings);
    let rests = 0;
    for (;;) {
      const step = steps.next();
      if (step.done === true) {
        expect(step.value).toEqual({ done: true, value: { findings, layouts } });
        break;
      }
      rests++;
      // Another analysis in between, as of another window, changes nothing.
      if (rests % 7 === 0) analyse(snapshot, settings);
    }
    expect(rests).toBeGreaterThan(layouts.flatMap(({ images }) => images).length + layouts.length);
  });
});
