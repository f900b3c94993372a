import { expect, it } from "vitest";
import { findChromium } from "./browser";

it("names the set-up command where there is no browser", () => {
  expect(() => findChromium({ PATH: "/nowhere" })).toThrow("npm run setup:test");
  expect(() => findChromium({ PATH: process.env["PATH"], BOOTSMITH_CHROMIUM: "/nowhere/chromium" })).toThrow(
    "BOOTSMITH_CHROMIUM",
  );
});

it("takes the browser it is given", () => {
  expect(findChromium({ BOOTSMITH_CHROMIUM: process.execPath })).toBe(process.execPath);
});
