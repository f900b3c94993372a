import { describe, expect, it } from "vitest";
import type { BoardInfo } from "../../../../../src/core/dfu/board-service";
import type { SurveyRange } from "../../../../../src/core/dfu/plan/flash-plan";
import { planWarnings } from "../../../../../src/core/dfu/plan/describe-plan";
import { prepareFlash, type PrepareOptions } from "../../../../../src/core/dfu/plan/prepare-flash";
import { BootsmithError, type ErrorKind } from "../../../../../src/core/errors";
import { english, text } from "../../../../../src/core/text";
import { boardWith } from "../../../../support/boards";
import { firmware } from "../../../simulator/board-rig";

const base = 0x0800_0000;
const board = boardWith(["@Internal Flash   /0x08000000/256*8Kg"], { part: "STM32H563ZI", transferSize: 1024 });
const app = firmware(base, 0x4000, 1);
const changed: PrepareOptions = { strategy: "changed", verify: true, leave: false };
const failing = (kind: ErrorKind) => ({
  survey: () => Promise.reject(new BootsmithError(kind, text("Reading failed."))),
});
const holding = (bytes: Uint8Array) => ({
  survey: (_id: string, _alternate: number, ranges: readonly SurveyRange[]) =>
    Promise.resolve(
      ranges.map(({ base: address, size }) => ({ address, data: bytes.slice(address - base, address - base + size) })),
    ),
});

describe("prepareFlash", () => {
  it("reads what the plan needs", async () => {
    const plan = await prepareFlash(holding(app.segments[0]?.data ?? new Uint8Array()), board, app, changed);
    expect(plan.units.every(({ action }) => action === "skip")).toBe(true);
    expect(plan.verify).toEqual([]);
  });

  it("goes on unread where reading is refused, and says so", async () => {
    const plan = await prepareFlash(failing("board-refused"), board, app, changed);
    expect(plan.units.map(({ action, reason }) => [action, reason])).toEqual([
      ["erase-and-program", "unread"],
      ["erase-and-program", "unread"],
    ]);
    expect(planWarnings(board, plan, changed).map(english).join()).toContain("could not be read");
  });

  it("goes on with the board as it comes back", async () => {
    const back: BoardInfo = { ...board, id: "again", interrupted: true };
    const awaitBoard = () => Promise.resolve(back);
    const plan = await prepareFlash(failing("board-lost"), board, app, { ...changed, awaitBoard });
    expect(plan.board).toBe("again");
    expect(plan.units[0]?.reason).toBe("unread");
  });

  it.each<[string, ErrorKind, PrepareOptions["awaitBoard"]]>([
    ["it is lost and nobody waits", "board-lost", undefined],
    ["it does not come back", "board-lost", () => Promise.resolve(null)],
    ["it was cancelled", "cancelled", () => Promise.resolve(board)],
    ["somebody else has it", "board-busy", () => Promise.resolve(board)],
  ])("fails where %s", async (_, kind, awaitBoard) => {
    const options = awaitBoard === undefined ? changed : { ...changed, awaitBoard };
    await expect(prepareFlash(failing(kind), board, app, options)).rejects.toMatchObject({ kind });
  });

  it("does not erase what it could not read of others", async () => {
    const inside = firmware(base + 0x1000, 0x100, 1);
    await expect(prepareFlash(failing("board-refused"), board, inside, changed)).rejects.toMatchObject({
      kind: "plan-refused",
    });
  });
});
