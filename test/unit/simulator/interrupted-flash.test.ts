import { describe, expect, it } from "vitest";
import type { FlashOutcome } from "../../../src/core/dfu/board-service";
import { runFlash, runRead } from "../../../src/core/dfu/flash-run";
import { planFlash } from "../../../src/core/dfu/plan/plan-flash";
import { BootsmithError } from "../../../src/core/errors";
import type { FirmwareImage, ImageSegment } from "../../../src/core/image/firmware-image";
import { findDevices } from "../../../src/core/mcu/find-device";
import { firmware, heldIn, rig, type Rig } from "./board-rig";
import { contentsNeeded } from "../../support/boards";

interface Case {
  readonly name: string;
  readonly part: string;
  readonly before: FirmwareImage;
  readonly after: FirmwareImage;
  readonly header: number;
}

/** The same image with one byte changed. */
function patched(image: FirmwareImage, offset: number): FirmwareImage {
  return {
    ...image,
    segments: image.segments.map(({ address, data }) => ({
      address,
      data: data.map((byte, index) => (index === offset ? byte ^ 0x55 : byte)),
    })),
  };
}

const f4 = firmware(0x0800_0000, 0x4900, 1);
const l4 = firmware(0x0802_0000, 0x2040, 3, 0x800);
const cases: readonly Case[] = [
  {
    name: "F407, every sector changes",
    part: "STM32F407VG",
    before: f4,
    after: firmware(0x0800_0000, 0x4900, 2),
    header: 0,
  },
  {
    name: "F407, only the last sector changes",
    part: "STM32F407VG",
    before: f4,
    after: patched(f4, 0x4800),
    header: 0,
  },
  {
    name: "F407, only the vector table's sector changes",
    part: "STM32F407VG",
    before: f4,
    after: patched(f4, 0x200),
    header: 0,
  },
  {
    name: "L475, header and application, all pages",
    part: "STM32L475VG",
    before: l4,
    after: firmware(0x0802_0000, 0x2040, 4, 0x800),
    header: 0x800,
  },
  {
    name: "L475, header and application, one page",
    part: "STM32L475VG",
    before: l4,
    after: patched(l4, 0x1900),
    header: 0x800,
  },
];

/** Bytes that are nobody's business: a bootloader below, settings above, option bytes and OTP. */
const bystanders: readonly ImageSegment[] = [
  { address: 0x0801_f800, data: new Uint8Array(64).fill(0x42) },
  { address: 0x080f_ff00, data: new Uint8Array(64).fill(0x24) },
  { address: 0x1fff_7000, data: new Uint8Array(16).fill(0x17) },
  { address: 0x1fff_7800, data: new Uint8Array(16).fill(0x18) },
];

const devices = new Map(["STM32F407VG", "STM32L475VG"].map((part) => [part, findDevices(part).candidates[0]]));

async function flash(made: Rig, image: FirmwareImage): Promise<FlashOutcome> {
  const device = devices.get(made.board.model.part);
  const options = {
    strategy: "changed",
    verify: true,
    leave: true,
    ...(device === undefined ? {} : { device }),
  } as const;
  const contents: ImageSegment[] = [];
  for (const range of contentsNeeded(image, made.info, options)) {
    contents.push({ address: range.base, data: await runRead(made.open, 0, range) });
  }
  return runFlash(made.open, planFlash(image, made.info, { ...options, contents }));
}

function bytesOf(image: FirmwareImage): { readonly base: number; readonly data: Uint8Array } {
  const [segment] = image.segments;
  if (segment === undefined) throw new Error("no bytes");
  return { base: segment.address, data: segment.data };
}

const same = (a: Uint8Array, b: Uint8Array) => a.length === b.length && a.every((byte, index) => byte === b[index]);

/** What must stay as it is: the bystanders this board has memory for, and its option bytes. */
function outside(contents: readonly ImageSegment[]): { readonly address: number; readonly bytes: Uint8Array }[] {
  return [...bystanders, { address: 0x1fff_c000, data: new Uint8Array(16) }].map(({ address, data }) => ({
    address,
    bytes: heldIn(contents, address, data.length, 0xff),
  }));
}

function assertNothingHalf(found: Uint8Array, { before, after, header }: Case, where: string): void {
  const { data } = bytesOf(after);
  const images = [bytesOf(before).data, data];
  // A boot decision that looks at 8 bytes: it starts an image of which the rest is not there.
  const startsHalf = (head: number) => {
    const started = images.filter((image) => same(found.subarray(head, head + 8), image.subarray(head, head + 8)));
    return started.length > 0 && !started.some((image) => same(found.subarray(head), image.subarray(head)));
  };
  expect(startsHalf(header), `${where}: vector table of half an image`).toBe(false);
  expect(startsHalf(0), `${where}: header of half an image`).toBe(false);
}

async function interrupted(one: Case, at: number, torn: boolean): Promise<boolean> {
  const made = await rig(one.part, [...one.before.segments, ...bystanders]);
  const before = made.board.transfers;
  const aside = outside(made.board.contents());
  let pulled = false;
  made.board.beforeTransfer = (index) => {
    if (pulled || index - before !== at) return;
    pulled = true;
    // Half-way through whatever runs: an erase of 16 KiB takes 400 ms, a page 22 ms, a block 20 to 33 ms.
    if (torn) void made.clock.sleep(one.part === "STM32F407VG" ? 15 : 10);
    made.board.unplug();
  };
  const where = `${one.name}, transfer ${at}${torn ? ", torn" : ""}`;
  const result = await flash(made, one.after).then(
    (outcome) => outcome,
    (error: unknown) => error,
  );
  const { base, data } = bytesOf(one.after);
  const first = heldIn(made.board.contents(), base, data.length, 0xff);
  if (result instanceof Error) {
    expect(result, where).toBeInstanceOf(BootsmithError);
    expect(result, where).toHaveProperty("kind", "board-lost");
  } else {
    expect(same(first, data), `${where}: success with wrong contents`).toBe(true);
  }
  assertNothingHalf(first, one, where);
  made.board.replug();
  made.board.beforeTransfer = undefined;
  await flash(made, one.after);
  const contents = made.board.contents();
  expect(same(heldIn(contents, base, data.length, 0xff), data), `${where}: second flash`).toBe(true);
  expect(outside(contents), `${where}: bytes outside the plan`).toEqual(aside);
  return pulled;
}

describe("a flash that is interrupted", () => {
  it.each(cases)(
    "$name: no half image, no false success, and the next flash succeeds",
    { timeout: 120_000 },
    async (one) => {
      let at = 0;
      while (await interrupted(one, at, false)) {
        await interrupted(one, at, true);
        at++;
      }
      // The sweep ends at the first transfer number that the flash does not reach.
      expect(at).toBeGreaterThan(30);
    },
  );
});
