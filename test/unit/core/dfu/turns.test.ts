import { describe, expect, it } from "vitest";
import { Turns } from "../../../../src/core/dfu/turns";

describe("Turns", () => {
  it("lets one at a time, in the order they came, also behind one that failed", async () => {
    const turns = new Turns();
    const log: string[] = [];
    const work = (name: string, fails = false) =>
      turns.take(async () => {
        log.push(`${name} begins`);
        await Promise.resolve();
        await Promise.resolve();
        log.push(`${name} ends`);
        if (fails) throw new Error(name);
      });
    const all = await Promise.allSettled([work("a"), work("b", true), work("c")]);
    expect(all.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(log).toEqual(["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"]);
    await work("d");
    expect(log.at(-1)).toBe("d ends");
  });

  it("is shared while two are at work", async () => {
    const turns = new Turns();
    const seen: boolean[] = [];
    await turns.share(async () => {
      seen.push(turns.isShared);
      await turns.share(() => Promise.resolve(seen.push(turns.isShared)));
      seen.push(turns.isShared);
    });
    await expect(turns.share(() => Promise.reject(new Error("lost")))).rejects.toThrow("lost");
    seen.push(turns.isShared);
    expect(seen).toEqual([false, true, false, false]);
  });
});
