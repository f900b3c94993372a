import { describe, expect, it, vi } from "vitest";
import { BootsmithError, explain } from "../../../src/core/errors";
import { text } from "../../../src/core/text";

describe("an error for people", () => {
  it("of another bundle, which has a copy of the class, keeps its kind and its next step", async () => {
    vi.resetModules();
    const copy = await import("../../../src/core/errors");
    const error: unknown = new copy.BootsmithError("bad-usage", text("It was wrong."), text("Make it right."));
    expect(copy.BootsmithError).not.toBe(BootsmithError);
    expect(error instanceof BootsmithError && error.kind).toBe("bad-usage");
    expect(explain(error)).toBe("It was wrong. Make it right.");
  });

  it.each([new Error("BootsmithError"), "BootsmithError", { name: "BootsmithError" }, null, undefined])(
    "is not %s",
    (value) => {
      expect(value instanceof BootsmithError).toBe(false);
    },
  );
});
