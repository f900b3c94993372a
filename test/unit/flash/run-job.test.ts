import { beforeEach, describe, expect, it } from "vitest";
import type { BoardService } from "../../../src/core/dfu/board-service";
import { BootsmithError, explain } from "../../../src/core/errors";
import { writeIntelHex } from "../../../src/core/image/intel-hex";
import { english, text, type Text } from "../../../src/core/text";
import { findDevices } from "../../../src/core/mcu/find-device";
import { loadImage, prepare, type FlashJob } from "../../../src/flash/flash-job";
import { exitCodeOf } from "../../../src/flash/outcome";
import { runJob, savePreserved } from "../../../src/flash/run-job";
import { definitionToJob } from "../../../src/flash/task-definition";
import { createBoardService, type LocalBoardService } from "../../../src/transport/create-board-service";
import { boardWith, planWith } from "../../support/boards";
import { binWithVectors, layoutOf } from "./builders";

// Bootloader in sectors 0 and 1, application from sector 2 of a simulated STM32F407 (16 KiB sectors).
const bootloader = binWithVectors(0x3000, 0, 0x0800_0000).map((byte, index) => byte | (index & 0x3f));
const application = binWithVectors(0x6000, 0x200, 0x0800_8200);
const files = new Map<string, Uint8Array>();
const layouts = [
  layoutOf([
    {
      id: "bootloader",
      role: "bootloader",
      artifacts: ["file:///ws/boot.bin"],
      states: { slot: 0x0800_0000, vectors: 0x0800_0000, end: 0x0800_8000 },
    },
    {
      id: "application",
      role: "application",
      artifacts: ["file:///ws/app.bin", "file:///ws/app.hex"],
      states: { slot: 0x0800_8000, vectors: 0x0800_8200, end: 0x0810_0000 },
    },
  ]),
];

const hexFile = (address: number, data: Uint8Array) => new TextEncoder().encode(writeIntelHex([{ address, data }]));

let boards: LocalBoardService;

beforeEach(() => {
  bootloader.set(binWithVectors(8, 0, 0x0800_0000));
  files.clear();
  files.set("file:///ws/boot.bin", bootloader);
  files.set("file:///ws/app.bin", application);
  files.set("file:///ws/app.hex", hexFile(0x0800_8000, application));
  boards = createBoardService({ usb: false, simulate: ["STM32F407VG"], log: () => undefined });
});

function jobFor(definition: object): FlashJob {
  const job = definitionToJob({ type: "bootsmith", ...definition }, { uri: "file:///ws", name: "ws" }, layouts);
  if ("problem" in job) throw new Error(english(job.problem));
  return job;
}

async function run(
  definition: object,
  service: BoardService = boards,
  signal: { aborted: boolean } = { aborted: false },
) {
  const lines: string[] = [];
  const read = (file: string) => {
    const bytes = files.get(file);
    return bytes === undefined ? Promise.reject(new Error(`no ${file}`)) : Promise.resolve(bytes);
  };
  const write = (file: string, bytes: Uint8Array) => {
    files.set(file, bytes);
    return Promise.resolve();
  };
  const print = (line: Text, of?: string) => lines.push(of === undefined ? english(line) : `${of}: ${english(line)}`);
  let now = 0;
  const log = { print, now: () => now, sleep: (ms: number) => Promise.resolve(void (now += ms)), signal };
  try {
    const tools = { boards: service, read, write, usbState: () => boards.usbState() };
    return { code: await runJob(jobFor(definition), tools, log), lines, said: lines.join("\n") };
  } catch (error) {
    return { code: exitCodeOf(error), lines, said: explain(error), error };
  }
}

async function onBoard(base: number, size: number): Promise<Uint8Array> {
  const [board] = await boards.list();
  return boards.read(board?.id ?? "", 0, { base, size });
}

describe("flashing", () => {
  it("puts a raw binary where its vector table says, prints the plan first, and verifies", async () => {
    const { code, lines, said } = await run({ action: "flash", image: "application" });
    expect(code).toBe(0);
    expect(await onBoard(0x0800_8000, application.length)).toEqual(application);
    expect(said).toContain("Simulated STM32F407VG");
    expect(said).toMatch(/0x08008000–0x0800FFFF: 2 × 16 KiB, (erased and )?written/);
    expect(said).toContain("0x08000000–0x08007FFF: bootloader, kept");
    expect(said).toContain("Verified: 24 KiB");
    expect(said).toContain("has left DFU mode");
    expect(lines.findIndex((line) => line.includes("erase units change"))).toBeLessThan(
      lines.findIndex((line) => line.startsWith("Writing")),
    );
    expect(lines.length).toBeLessThan(40);
  });

  it("writes nothing the second time", async () => {
    await run({ action: "flash", image: "application" });
    const again = await run({ action: "flash", file: "app.hex" });
    expect(again.code).toBe(0);
    expect(again.said).toContain("nothing was written");
  });

  it("tells how to start the application where that is not known to work by leaving, and does not warn of it", async () => {
    boards = createBoardService({ usb: false, simulate: ["STM32L475VG"], log: () => undefined });
    const [board] = await boards.list();
    const job = { ...jobFor({ action: "flash", image: "application" }), devices: [] };
    if (board === undefined) throw new Error("There is no board.");
    const image = await loadImage(job, { read: () => Promise.resolve(application) });
    const idle = { onProgress: () => undefined, signal: { aborted: false } };
    const { after, warnings } = await prepare(job, image, board, boards, idle);
    expect(after && english(after)).toMatch(/stays in DFU mode: set BOOT0 low and press reset/);
    expect(warnings.map(english).join()).not.toContain("DFU mode");
    const never = await prepare({ ...job, leave: false }, image, board, boards, idle);
    expect(never.after).toBeNull();
  });

  it("stays in DFU mode when told to", async () => {
    expect((await run({ action: "flash", image: "application", leave: false })).said).toContain("still in DFU mode");
  });

  it("leaves the bootloader alone, and writes it when it is named as one", async () => {
    files.set("file:///ws/other.hex", hexFile(0x0800_4000, new Uint8Array(64).fill(7)));
    const refused = await run({ action: "flash", file: "other.hex" });
    expect(refused.code).toBe(1);
    expect(refused.said).toContain("other.hex would overwrite bootloader (0x08000000 to 0x08007FFF)");
    expect(refused.said).toContain('"as": "bootloader"');
    expect(await onBoard(0x0800_4000, 64)).toEqual(new Uint8Array(64).fill(0xff));
    expect((await run({ action: "flash", file: "other.hex", as: "bootloader" })).code).toBe(0);
    expect(await onBoard(0x0800_4000, 64)).toEqual(new Uint8Array(64).fill(7));
  });

  it("flashes the bootloader beside the application", async () => {
    await run({ action: "flash", image: "application" });
    expect((await run({ action: "flash", image: "bootloader", as: "bootloader" })).code).toBe(0);
    expect(await onBoard(0x0800_0000, bootloader.length)).toEqual(bootloader);
    expect(await onBoard(0x0800_8000, application.length)).toEqual(application);
  });
});

describe("verifying", () => {
  it("agrees after flashing, and names the first byte that differs", async () => {
    await run({ action: "flash", image: "application" });
    expect((await run({ action: "verify", image: "application" })).code).toBe(0);
    const changed = application.slice();
    changed[0x1234] = 0xa5;
    files.set("file:///ws/app.bin", changed);
    const { code, said } = await run({ action: "verify", image: "application" });
    expect(code).toBe(1);
    expect(said).toContain("first at 0x08009234 (0x00 instead of 0xA5)");
    expect(await onBoard(0x0800_8000, application.length)).toEqual(application);
  });
});

describe("what cannot be done", () => {
  it("exits with 2 for a file that is no image", async () => {
    files.set("file:///ws/app.hex", new TextEncoder().encode(":00000001FE\n"));
    const { code, said } = await run({ action: "flash", file: "app.hex" });
    expect(code).toBe(2);
    expect(said).toContain("app.hex:1:");
  });

  it("exits with 2 for a raw binary whose place is not evident, and takes a given address", async () => {
    files.set("file:///ws/data.bin", new Uint8Array(100).fill(1));
    const { code, said } = await run({ action: "flash", file: "data.bin" });
    expect(code).toBe(2);
    expect(said).toContain("“address”");
    expect((await run({ action: "flash", file: "data.bin", address: "0x08020000" })).code).toBe(0);
    expect(await onBoard(0x0802_0000, 100)).toEqual(new Uint8Array(100).fill(1));
  });

  it("exits with 2 and a list when several boards fit", async () => {
    boards = createBoardService({ usb: false, simulate: ["STM32F407VG", "STM32F407VG"], log: () => undefined });
    const { code, said } = await run({ action: "flash", image: "application" });
    expect(code).toBe(2);
    expect(said.match(/Simulated STM32F407VG/g)).toHaveLength(2);
    const [, second] = await boards.list();
    expect((await run({ action: "flash", image: "application", board: second?.id })).code).toBe(0);
  });

  it("exits with 1 without a board, saying why", async () => {
    boards = createBoardService({ usb: false, simulate: [], log: () => undefined });
    const { code, said } = await run({ action: "flash", image: "application" });
    expect(code).toBe(1);
    expect(said).toMatch(/USB.*simulated/);
  });

  it("says what is on the board after a cancelled run", async () => {
    const signal = { aborted: false };
    const stopsLate: BoardService = {
      list: () => boards.list(),
      read: (...of) => boards.read(...of),
      survey: (...of) => boards.survey(...of),
      verify: (...of) => boards.verify(...of),
      leave: (...of) => boards.leave(...of),
      detach: (...of) => boards.detach(...of),
      unprotect: (...of) => boards.unprotect(...of),
      onDidChange: (...of) => boards.onDidChange(...of),
      flash: (id, plan, onProgress, of) =>
        boards.flash(
          id,
          plan,
          (progress) => {
            if (progress.phase === "write") signal.aborted = true;
            onProgress?.(progress);
          },
          of,
        ),
    };
    const { code, said, error } = await run({ action: "flash", image: "application" }, stopsLate, signal);
    expect(code).toBe(1);
    expect(error).toBeInstanceOf(BootsmithError);
    expect(said).toMatch(/Cancelled.*incomplete.*flash again/);
    expect((await run({ action: "flash", image: "application" })).code).toBe(0);
  });
});

describe("a board of another chip than the workspace says", () => {
  it.each([
    ["STM32L475VGT6", true],
    ["STM32F407VGT6", false],
  ])("%s", async (part, warns) => {
    const [board] = await boards.list();
    if (board === undefined) throw new Error("no simulated board");
    const job = { ...jobFor({ action: "verify", image: "application" }), devices: findDevices(part).candidates };
    const read = () => Promise.resolve(application);
    const image = await loadImage(job, { read });
    const watch = { onProgress: () => undefined, signal: { aborted: false } };
    const { warnings } = await prepare(job, image, board, boards, watch);
    expect(warnings.map(english)).toEqual(warns ? [expect.stringContaining("STM32L475")] : []);
  });
});

describe("a board that could not be opened", () => {
  it.each(["flash", "verify"] as const)("%s says why it could not, not that its memory is unknown", async (action) => {
    const what = text("This user may not open it.");
    const closed = { kind: "permission", what, nextStep: text("Add a udev rule.") } as const;
    const job = jobFor({ action, image: "application" });
    const image = await loadImage(job, { read: () => Promise.resolve(application) });
    const watch = { onProgress: () => undefined, signal: { aborted: false } };
    const failed = prepare(job, image, boardWith([], { closed }), boards, watch);
    await expect(failed).rejects.toMatchObject({
      kind: "permission",
      what,
      nextStep: { template: "Add a udev rule." },
    });
  });
});

/** The service with some of its answers replaced. */
function serviceWith(changes: Partial<BoardService>): BoardService {
  const real: BoardService = {
    list: () => boards.list(),
    read: (...of) => boards.read(...of),
    survey: (...of) => boards.survey(...of),
    verify: (...of) => boards.verify(...of),
    flash: (...of) => boards.flash(...of),
    leave: (...of) => boards.leave(...of),
    detach: (...of) => boards.detach(...of),
    unprotect: (...of) => boards.unprotect(...of),
    onDidChange: (...of) => boards.onDidChange(...of),
  };
  return { ...real, ...changes };
}

describe("several boards at once", () => {
  it("each get the image; one that fails does not touch the others", async () => {
    boards = createBoardService({ usb: false, simulate: ["STM32F407VG", "STM32F407VG"], log: () => undefined });
    const [first, second] = await boards.list();
    const lost = new BootsmithError("board-lost", text("It is gone."), text("Plug it in."));
    const flaky = serviceWith({
      flash: (id, ...of) => (id === first?.id ? Promise.reject(lost) : boards.flash(id, ...of)),
    });
    const { code, said } = await run({ action: "flash", image: "application", all: true }, flaky);
    expect(code).toBe(1);
    expect(said).toContain("It is gone.");
    expect(await boards.read(second?.id ?? "", 0, { base: 0x0800_8000, size: application.length })).toEqual(
      application,
    );
    expect((await run({ action: "flash", image: "application", all: true })).code).toBe(0);
    expect(await onBoard(0x0800_8000, application.length)).toEqual(application);
  });
});

describe("a board that is not ready", () => {
  it("is waited for", async () => {
    let looks = 0;
    const late = serviceWith({ list: () => (++looks < 4 ? Promise.resolve([]) : boards.list()) });
    const { code, said } = await run({ action: "flash", image: "application", wait: 10 }, late);
    expect(code).toBe(0);
    expect(said).toContain("Waiting for a board.");
  });

  it("is brought into DFU mode, unless the task says no", async () => {
    const [ready] = await boards.list();
    if (ready === undefined) throw new Error("no simulated board");
    let running = true;
    const service = serviceWith({
      list: () => Promise.resolve([running ? { ...ready, mode: "runtime" } : ready]),
      detach: () => {
        running = false;
        return Promise.resolve(ready);
      },
    });
    expect((await run({ action: "flash", image: "application", detach: false }, service)).code).toBe(1);
    expect(running).toBe(true);
    expect((await run({ action: "flash", image: "application" }, service)).code).toBe(0);
    expect(running).toBe(false);
  });
});

describe("a board of another chip", () => {
  it("is not flashed", async () => {
    const read = () => Promise.resolve(application);
    const write = () => Promise.resolve();
    const tools = { boards, read, write, usbState: () => boards.usbState() };
    const job = {
      ...jobFor({ action: "flash", image: "application" }),
      devices: findDevices("STM32L475VGT6").candidates,
    };
    const log = { print: () => undefined, now: () => 0, sleep: () => Promise.resolve(), signal: { aborted: false } };
    await expect(runJob(job, tools, log)).rejects.toMatchObject({ kind: "plan-refused" });
    expect(await onBoard(0x0800_8000, 64)).toEqual(new Uint8Array(64).fill(0xff));
  });
});

describe("bytes of others", () => {
  const plan = planWith({ preserved: [{ address: 0x0800_4000, data: Uint8Array.of(1, 2, 3) }] });
  const job = (definition: object) => jobFor({ action: "flash", image: "application", ...definition });
  const write = (file: string, bytes: Uint8Array) => Promise.resolve(void files.set(file, bytes));

  it("are in the named file, by address, and nothing goes on without one", async () => {
    await savePreserved(job({ preserve: "old.hex" }), plan, { write });
    expect(files.get("file:///ws/old.hex")).toEqual(hexFile(0x0800_4000, Uint8Array.of(1, 2, 3)));
    await expect(savePreserved(job({}), plan, { write })).rejects.toMatchObject({ kind: "plan-refused" });
    await savePreserved(job({}), planWith({}), { write });
  });
});
