import { describe, expect, it } from "vitest";
import type { BoardInfo } from "../../../src/core/dfu/board-service";
import { BootsmithError, type ErrorKind } from "../../../src/core/errors";
import { english, text } from "../../../src/core/text";
import { ClosedBoards, openable } from "../../../src/flash/closed-board";
import { boardOf } from "./builders";

const closed = (id: string): BoardInfo => boardOf(id, { alternates: [] });
const open = (id: string): BoardInfo =>
  boardOf(id, { alternates: [{ number: 0, name: "Flash", layout: null }], serial: "now open" });

/** A service of boards that cannot be opened, and which of them were asked. */
function serviceOf(answer: (id: string) => ErrorKind, listed: readonly BoardInfo[] = []) {
  const asked: string[] = [];
  return {
    asked,
    read: (id: string) => {
      asked.push(id);
      return Promise.reject(new BootsmithError(answer(id), text("{0} says no.", id)));
    },
    list: () => Promise.resolve(listed),
  };
}

describe("ClosedBoards", () => {
  it("asks each closed board once, however often somebody looks", async () => {
    const service = serviceOf(() => "permission");
    const why = new ClosedBoards(service);
    for (let look = 0; look < 5; look++) await why.learn([closed("a"), open("b"), closed("c")]);
    expect(service.asked).toEqual(["a", "c"]);
    const reason = why.why("a");
    expect(reason && english(reason)).toBe("a says no.");
    expect(why.why("b")).toBeUndefined();
  });

  it("does not ask a second time while the first answer is awaited", async () => {
    const service = serviceOf(() => "board-busy");
    const why = new ClosedBoards(service);
    await Promise.all([why.learn([closed("a")]), why.learn([closed("a")])]);
    expect(service.asked).toEqual(["a"]);
  });

  it("asks anew after a board was unplugged or opened, and when told to", async () => {
    const service = serviceOf(() => "permission");
    const why = new ClosedBoards(service);
    await why.learn([closed("a")]);
    await why.learn([]);
    expect(why.why("a")).toBeUndefined();
    await why.learn([closed("a")]);
    await why.learn([open("a")]);
    await why.learn([closed("a")]);
    expect(service.asked).toEqual(["a", "a", "a"]);
    why.forget();
    await why.learn([closed("a")]);
    expect(service.asked).toHaveLength(4);
  });

  it("knows no reason for a board that could be opened by now", async () => {
    const why = new ClosedBoards(serviceOf(() => "bad-usage"));
    await why.learn([closed("a")]);
    expect(why.why("a")).toBeUndefined();
  });
});

describe("openable", () => {
  it("takes an open board as it is, unasked", async () => {
    const service = serviceOf(() => "permission");
    expect(await openable(service, open("a"))).toEqual(open("a"));
    expect(service.asked).toEqual([]);
  });

  it("says why a closed one cannot be worked with", async () => {
    await expect(
      openable(
        serviceOf(() => "permission"),
        closed("a"),
      ),
    ).rejects.toMatchObject({ kind: "permission" });
  });

  it("gives a board that can be opened by now as it is listed now", async () => {
    expect(
      await openable(
        serviceOf(() => "bad-usage", [open("a")]),
        closed("a"),
      ),
    ).toEqual(open("a"));
  });
});
