import { describe, expect, it } from "vitest";
import { parseBuildTask } from "../../../src/build/task-definition";
import { english } from "../../../src/core/text";

describe("the definition of a build task", () => {
  it.each([
    [{ command: "make -j4" }, { command: "make -j4", args: null, cwd: null, env: {} }],
    [
      { command: "make", args: ["-j4"], cwd: "app", env: { A: "1" } },
      { command: "make", args: ["-j4"], cwd: "app", env: { A: "1" } },
    ],
  ])("%o", (definition, expected) => {
    expect(parseBuildTask({ type: "bootsmith-build", ...definition })).toEqual(expected);
  });

  it.each([
    [{}, "command"],
    [{ command: " " }, "command"],
    [{ command: 5 }, "command"],
    [{ command: "make", args: "-j4" }, "args"],
    [{ command: "make", args: [1] }, "args"],
    [{ command: "make", cwd: "" }, "cwd"],
    [{ command: "make", env: ["A"] }, "env"],
    [{ command: "make", env: { A: 1 } }, "env"],
    ["make", "command"],
    [null, "command"],
  ])("%o is refused with the property that is wrong", (definition, property) => {
    const parsed = parseBuildTask(definition);
    expect("problem" in parsed ? english(parsed.problem) : "").toBe(`The task’s “${property}” is not valid.`);
  });
});
