import { describe, expect, it } from "vitest";
import { buildCode, buildTasks, taskKey, type TaskSummary } from "../../../src/flash/build-task";

const task = (name: string, changes: Partial<TaskSummary> = {}): TaskSummary => ({
  name,
  source: "Workspace",
  folder: "file:///ws",
  isBuild: true,
  isDefault: false,
  ...changes,
});
const names = (tasks: readonly TaskSummary[], remembered: string | null = null) =>
  buildTasks(tasks, "file:///ws", remembered).map(({ name }) => name);

describe("which task builds a folder", () => {
  it("is the default one of several", () => {
    expect(names([task("a"), task("b", { isDefault: true }), task("c")])).toEqual(["b"]);
  });

  it("is the remembered one before the default", () => {
    const chosen = task("a");
    expect(names([chosen, task("b", { isDefault: true })], taskKey(chosen))).toEqual(["a"]);
    expect(names([task("b", { isDefault: true })], taskKey(chosen))).toEqual(["b"]);
  });

  it("is asked where it is not evident", () => {
    expect(names([task("a"), task("b")])).toEqual(["a", "b"]);
    expect(names([task("a"), task("b", { isDefault: true }), task("c", { isDefault: true })])).toEqual(["b", "c"]);
  });

  it("is none of another folder, and none that is no build", () => {
    expect(names([task("a", { folder: "file:///other" }), task("t", { isBuild: false })])).toEqual([]);
    expect(names([task("w", { folder: null })])).toEqual(["w"]);
  });
});

describe("what a build ended with", () => {
  it.each([
    ["its own exit code", [{ own: true, code: 3 }], false, 3],
    ["nothing yet", [], false, undefined],
    ["nothing yet, while what it depends on succeeds", [{ own: false, code: 0 }], false, undefined],
    ["the failure of what it depends on, since it never starts then", [{ own: false, code: 2 }], false, 2],
    ["success, when all it depends on did", [{ own: false, code: 0 }], true, 0],
    ["no code, when no process told one", [], true, null],
    ["no code, when it was ended by hand", [{ own: true, code: undefined }], false, null],
  ])("%s", (_, ended, over, code) => {
    expect(buildCode(ended, over)).toBe(code);
  });
});
