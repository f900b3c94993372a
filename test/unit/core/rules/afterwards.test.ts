import { describe, expect, it } from "vitest";
import { english } from "../../../../src/core/text";
import { checkFiles } from "../../../support/memory-tree";
import { sampleFiles } from "../../../support/sample-workspaces";

async function afterwards(workspace: string): Promise<string[]> {
  const { findings } = await checkFiles(sampleFiles(workspace));
  return findings.flatMap((finding) =>
    finding.fixes.flatMap((fix) => (fix.afterwards === undefined ? [] : [english(fix.afterwards)])),
  );
}

describe("what is left to do after a fix", () => {
  it("names the bootloader's own files where its code changes", async () => {
    expect(await afterwards("stm32l475-boot-app-broken-4")).toContainEqual(
      expect.stringMatching(/^bootloader changes too: rebuild and flash it \(.*main\.c/),
    );
  });

  it("does not ask to flash a factory bootloader, which no file states", async () => {
    expect(await afterwards("portenta-h7-broken-3")).toEqual([]);
  });
});
