import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Cancellation } from "../../../src/core/cancellation";
import type { Clock, DfuDevice } from "../../../src/core/dfu/device";
import { TransferError } from "../../../src/core/dfu/device";
import { runFlash, runRead, type OpenBoard } from "../../../src/core/dfu/flash-run";
import { planFlash } from "../../../src/core/dfu/plan/plan-flash";
import { dfuRequest } from "../../../src/core/dfu/requests";
import { BootsmithError, explain } from "../../../src/core/errors";
import type { FirmwareImage, ImageSegment } from "../../../src/core/image/firmware-image";
import type { SimulatedBoard } from "../../../src/simulator/simulated-board";
import { firmware, heldIn, rig } from "./board-rig";
import { contentsNeeded } from "../../support/boards";

const start = 0x0802_0000;
const span = 0x8_0000;

async function flash(
  open: OpenBoard,
  image: FirmwareImage,
  strategy: "changed" | "full" = "changed",
  signal: Cancellation = { aborted: false },
) {
  const options = { strategy, verify: true, leave: true } as const;
  const contents: ImageSegment[] = [];
  for (const range of contentsNeeded(image, open.info, options)) {
    contents.push({ address: range.base, data: await runRead(open, 0, range, undefined, signal) });
  }
  const plan = planFlash(image, open.info, { ...options, contents });
  return { plan, outcome: await runFlash(open, plan, undefined, signal) };
}

const same = (a: Uint8Array, b: Uint8Array) => a.length === b.length && a.every((byte, index) => byte === b[index]);

/** Up to three stretches of bytes with gaps between them, from anywhere in the window. */
const images = fc
  .array(fc.tuple(fc.nat(0x2_0000), fc.integer({ min: 1, max: 0x1800 }), fc.nat(255)), { minLength: 1, maxLength: 3 })
  .map((parts): FirmwareImage => {
    let at = start;
    const segments = parts.map(([gap, size, fill]) => {
      const address = at + gap;
      at = address + size + 1;
      return { address, data: Uint8Array.from({ length: size }, (_, index) => (fill + index * 7) & 0xff) };
    });
    return { name: "random.hex", format: "hex", segments, entry: null };
  });

describe("any image on any board", () => {
  it.each(["STM32F407VG", "STM32L475VG", "STM32H747XI"])(
    "%s: holds the image, and no byte outside its units changes",
    async (part) => {
      await fc.assert(
        fc.asyncProperty(images, images, fc.constantFrom("changed", "full"), async (before, after, strategy) => {
          const aside = [{ address: start + span, data: new Uint8Array(0x100).fill(0x24) }];
          const made = await rig(part, [...before.segments, ...aside]);
          const old = heldIn(made.board.contents(), 0x0800_0000, 0x10_0000, 0xff);
          let plan;
          try {
            ({ plan } = await flash(made.open, after, strategy));
          } catch (error) {
            // What lies in front of the image is nobody's to erase: refused, and then nothing at all has changed.
            expect(error).toMatchObject({ kind: "plan-refused" });
            expect(same(heldIn(made.board.contents(), 0x0800_0000, 0x10_0000, 0xff), old)).toBe(true);
            return;
          }
          const now = heldIn(made.board.contents(), 0x0800_0000, 0x10_0000, 0xff);
          const expected = old.slice();
          for (const { base, size, action } of plan.units) {
            if (action !== "skip") expected.fill(0xff, base - 0x0800_0000, base - 0x0800_0000 + size);
          }
          for (const { address, data } of after.segments) expected.set(data, address - 0x0800_0000);
          expect(same(now, expected)).toBe(true);
        }),
        { numRuns: 25 },
      );
    },
  );
});

/** What may go wrong with one transfer: given how it would have gone, how it goes. */
interface Fault {
  readonly name: string;
  readonly before?: (signal: { aborted: boolean }) => void;
  readonly input?: (request: number, bytes: Uint8Array, last: Uint8Array) => Uint8Array;
  readonly output?: (request: number, block: number, data: Uint8Array) => Uint8Array;
}

const fails = (failure: TransferError["failure"]): Fault => ({
  name: failure,
  before: () => {
    throw new TransferError(failure, "injected");
  },
});

const onUpload = (name: string, change: (bytes: Uint8Array, last: Uint8Array) => Uint8Array): Fault => ({
  name,
  input: (request, bytes, last) => (request === dfuRequest.upload ? change(bytes, last) : bytes),
});

const onStatus = (name: string, change: (bytes: Uint8Array) => void): Fault => ({
  name,
  input: (request, bytes) => {
    const changed = bytes.slice();
    if (request === dfuRequest.getStatus) change(changed);
    return changed;
  },
});

const faults: readonly Fault[] = [
  ...(["stall", "timeout", "disconnected", "other"] as const).map(fails),
  {
    name: "cancelled",
    before: (signal) => {
      signal.aborted = true;
    },
  },
  onUpload("a short read", (bytes) => bytes.slice(0, -1)),
  onUpload("nothing read", () => new Uint8Array(0)),
  onUpload("a stale read", (bytes, last) => (last.length >= bytes.length ? last.slice(0, bytes.length) : bytes)),
  onUpload("a flipped bit", (bytes) => bytes.map((byte, index) => (index === 5 ? byte ^ 1 : byte))),
  onStatus("state dfuIDLE", (bytes) => bytes.set([2], 4)),
  onStatus("state appIDLE", (bytes) => bytes.set([0], 4)),
  onStatus("dfuERROR", (bytes) => bytes.set([11, 0, 0, 0, 10])),
  onStatus("dfuDNBUSY", (bytes) => bytes.set([4], 4)),
  onStatus("a poll time of hours", (bytes) => bytes.set([0xff, 0xff, 0xff], 1)),
  {
    name: "a write that silently does nothing",
    output: (request, block, data) =>
      request === dfuRequest.download && block >= 2 ? new Uint8Array(data.length).fill(0xff) : data,
  },
];

/** The board behind a line on which transfer `at` (and, when it sticks, every later one) goes wrong. */
function faulty(board: SimulatedBoard, fault: Fault, at: number, sticks: boolean, signal: { aborted: boolean }) {
  let count = 0;
  let last = new Uint8Array(0);
  const hits = () => (sticks ? count >= at : count === at);
  const device: DfuDevice = {
    selectAlternate: (interfaceNumber, alternate) => board.selectAlternate(interfaceNumber, alternate),
    reset: () => board.reset(),
    async controlIn(setup, length, timeout) {
      const hit = hits();
      count++;
      if (hit) fault.before?.(signal);
      const bytes = await board.controlIn(setup, length, timeout);
      const given = hit && fault.input !== undefined ? fault.input(setup.request, bytes, last) : bytes;
      if (setup.request === dfuRequest.upload) last = new Uint8Array(bytes);
      return given;
    },
    async controlOut(setup, data) {
      const hit = hits();
      count++;
      if (hit) fault.before?.(signal);
      await board.controlOut(setup, hit && fault.output ? fault.output(setup.request, setup.value, data) : data);
    },
  };
  return { device, count: () => count };
}

describe("a line that fails at any transfer", () => {
  const before = firmware(start, 0x1100, 1);
  const after = firmware(start, 0x1100, 2);
  const wanted = after.segments[0]?.data ?? new Uint8Array(0);
  const old = before.segments[0]?.data ?? new Uint8Array(0);
  const aside = [
    { address: start - 64, data: new Uint8Array(64).fill(0x42) },
    { address: start + span, data: new Uint8Array(64).fill(0x24) },
  ];

  async function once(part: string, fault: Fault, at: number, sticks: boolean): Promise<boolean> {
    const made = await rig(part, [...before.segments, ...aside]);
    const signal = { aborted: false };
    const line = faulty(made.board, fault, at, sticks, signal);
    const clock: Clock = made.clock;
    const open = { ...made.open, port: { ...made.open.port, device: line.device } };
    const began = clock.now();
    const result: unknown = await flash(open, after, "changed", signal).catch((error: unknown) => error);
    const where = `${part}, ${fault.name}, transfer ${at}${sticks ? " and all later ones" : ""}`;
    const contents = made.board.contents();
    const now = heldIn(contents, start, wanted.length, 0xff);
    if (result instanceof Error) {
      expect(result, where).toBeInstanceOf(BootsmithError);
      const said = explain(result);
      expect(said, where).toMatch(/Nothing on the board was changed|The board (now )?holds|The (whole )?image/);
      if (/Nothing on the board was changed/.test(said)) expect(same(now, old), `${where}: ${said}`).toBe(true);
      if (/is on the board as planned/.test(said)) expect(same(now, wanted), `${where}: ${said}`).toBe(true);
    } else {
      expect(same(now, wanted), `${where}: false success`).toBe(true);
    }
    for (const { address, data } of aside) {
      expect(same(heldIn(contents, address, data.length, 0xff), data), `${where}: outside the plan`).toBe(true);
    }
    expect(clock.now() - began, where).toBeLessThan(600_000);
    return line.count() > at;
  }

  it.each(faults)(
    "$name: no false success, nothing outside the plan, and a word on the board's state",
    { timeout: 120_000 },
    async (fault) => {
      for (const part of ["STM32F407VG", "STM32L475VG", "STM32H747XI"]) {
        let at = 0;
        while (await once(part, fault, at, false)) at++;
        expect(at).toBeGreaterThan(30);
        for (let from = 0; from < at; from += 7) await once(part, fault, from, true);
      }
    },
  );
});
