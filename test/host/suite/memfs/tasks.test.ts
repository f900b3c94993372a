import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { runTask, writeTasks } from "../../task-runs";

describe("flash tasks of a virtual folder", () => {
  it("read their image through VS Code", async () => {
    const board = "STM32L475VG";
    await writeTasks([
      { label: "flash the image", action: "flash", image: "application", board },
      {
        label: "verify the file",
        action: "verify",
        file: "${workspaceFolder}/application/build/application.hex",
        board,
      },
    ]);
    assert.equal(await runTask("flash the image"), 0);
    assert.equal(await runTask("verify the file"), 0);
  });
});
