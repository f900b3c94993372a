import type { Bench, Target } from "./chip";
import type { Board, Run, Step, World } from "./report";
import { usesHal, type Unit } from "./units";
import { arrived, both, leftAlone, requested, returned, sysTickOff, type Arrival } from "./verdict";

const THREAD: World = { from: "thread" };
const RESET: World = { from: "reset" };
/** The chip-wide erased word, and what a program that runs has at the start of flash. */
const ERASED = "ffffffff";

/** Every story that a unit has to pass. */
export function runsOf(unit: Unit, bench: Bench): Run[] {
  switch (unit.kind) {
    case "system-bootloader":
      return unit.entry === "direct" ? directRuns(unit, bench) : resetRuns(unit, bench);
    case "application":
      return applicationRuns(unit, bench);
    case "own-bootloader":
      return ownBootloaderRuns(unit, bench);
  }
}

// --- worlds and boards ---

/** A task calls; where no tick is needed, also with the masks set that the code has to clear. */
function callers(unit: Unit, { chip }: Bench): World[] {
  const hasMasks = chip.core !== "cm0" && chip.core !== "cm0p";
  return usesHal(unit) || !hasMasks
    ? [THREAD]
    : [
        { ...THREAD, basepri: 0x40 },
        { ...THREAD, faultmask: 1 },
      ];
}

/** Callers for whom CONTROL and MSP do not change; Cortex-M0 has no unprivileged mode. */
function wrongCallers({ chip }: Bench): World[] {
  return [{ from: "handler" }, ...(chip.core === "cm0" ? [] : [{ from: "unprivileged" } as const])];
}

function words(...values: readonly number[]): string {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, index) => bytes.writeUInt32LE(value >>> 0, 4 * index));
  return bytes.toString("hex");
}

/** A whole vector table: its two words and vectors that can be told apart. */
function tableBytes({ stack, reset }: Target, vectors: number): string {
  const others = Array.from({ length: vectors - 2 }, (_, index) => 0x08000001 + 4 * index);
  return words(stack, reset | 1, ...others);
}

type Patch = Board["memory"][number];

/** The chip with the ROM in it and the program that runs at the start of flash. */
function boardOf(bench: Bench, more: readonly Patch[] = [], first = words(bench.chip.ram + 0x600)): Board {
  const { rom, romTarget, flash } = bench;
  const table = romTarget === null ? [] : [{ address: romTarget.table, bytes: tableBytes(romTarget, 16) }];
  const id = rom.idAddress === null ? [] : [{ address: rom.idAddress, bytes: byte(rom.fieldJump?.onlyId ?? 0x10) }];
  return { memory: [...table, ...id, { address: flash, bytes: first }, ...more] };
}

function byte(value: number): string {
  return value.toString(16).padStart(2, "0");
}

// --- system bootloader ---

/** What the ROM waits for beyond the jump: the board that satisfies it, and the one that does not. */
function romBoards(unit: Unit, bench: Bench): { good: Board; bad: { name: string; board: Board }[] } {
  const { rom } = bench;
  const wantsErased = rom.jumpNeeds !== null && !unit.options.some((option) => option.startsWith("BOOT"));
  const good = boardOf(bench, [], wantsErased ? ERASED : undefined);
  const bad: { name: string; board: Board }[] = [];
  if (wantsErased) {
    bad.push({ name: "flash is not empty", board: boardOf(bench) });
  }
  if (rom.fieldJump?.onlyId !== undefined && rom.idAddress !== null) {
    const other = { address: rom.idAddress, bytes: byte(rom.fieldJump.onlyId + 1) };
    bad.push({ name: "another version of the ROM", board: boardOf(bench, [other]) });
  }
  return { good, bad };
}

function romArrival(unit: Unit, bench: Bench, fromRunning: boolean): Arrival {
  const { rom, romTarget, chip } = bench;
  if (romTarget === null) {
    throw new Error(`${unit.name}: there is code, but no address of a ROM is known.`);
  }
  const remap = rom.remap?.available === true ? (chip.registers?.memoryRemap ?? null) : null;
  const second = fromRunning && /^STM32H7[45][57]/.test(unit.part.name) ? [["stop_second_core"]] : [];
  const hal = fromRunning && usesHal(unit) ? [["HAL_RCC_DeInit", "HAL_RCC_Reset"], ["HAL_DeInit"]] : [];
  return {
    target: romTarget,
    vtor: chip.hasVtor ? romTarget.table : null,
    memoryMode: remap === null ? null : bitsOf(remap.systemMemory),
    fromRunning,
    isRom: true,
    usb: rom.interfaces?.usbDfu === true,
    calls: [...hal, ...second],
  };
}

function bitsOf(names: Readonly<Record<string, number>>): number {
  return Object.values(names).reduce((mask, bits) => mask | bits, 0);
}

/** The pin that BOOT0 shares has to be driven where the user said which it is. */
function pinDriven({
  options,
}: Unit): (report: { readonly chip: { readonly drivenHigh: readonly string[] } }) => string[] {
  const pin = /^BOOT0_IS_P(\w\d+)$/.exec(options[0] ?? "")?.[1];
  return ({ chip }) => (pin === undefined || chip.drivenHigh.includes(pin) ? [] : [`P${pin} is not driven high`]);
}

function directRuns(unit: Unit, bench: Bench): Run[] {
  const call = "jump_to_system_bootloader";
  const { good, bad } = romBoards(unit, bench);
  const judge = both(arrived(bench, romArrival(unit, bench, true)), pinDriven(unit));
  const radio = bench.chip.registers?.secondCoreBoot === undefined ? [] : [{ ...good, radioCoreBooted: true }];
  return [
    ...callers(unit, bench).map((world) => run(`from a task ${maskText(world)}`, good, { call, world, judge })),
    ...wrongCallers(bench).map((world) => run(`from ${world.from}`, good, { call, world, judge: leftAlone() })),
    ...bad.map(({ name, board }) => run(name, board, { call, world: THREAD, judge: leftAlone() })),
    ...radio.map((board) => run("with the radio core booted", board, { call, world: THREAD, judge: leftAlone() })),
  ];
}

function maskText({ basepri, faultmask }: World): string {
  return basepri !== undefined ? "with BASEPRI set" : faultmask !== undefined ? "with FAULTMASK set" : "";
}

function run(name: string, board: Board, ...steps: readonly Step[]): Run {
  return { name, board, steps };
}

function resetRuns(unit: Unit, bench: Bench): Run[] {
  const request = "request_system_bootloader";
  const call = "enter_system_bootloader_if_requested";
  const { good, bad } = romBoards(unit, bench);
  const allowed = backupWrites(bench);
  const ask: Step = { call: request, world: THREAD, judge: requested(bench, bench.rom.interfaces?.usbDfu === true) };
  const again: Step = { reset: true };
  const enter: Step = {
    call,
    world: RESET,
    judge: both(arrived(bench, romArrival(unit, bench, false)), pinDriven(unit)),
  };
  const normal: Step = { call, world: RESET, judge: leftAlone(undefined, allowed) };
  const late: Step = { ...enter, world: { ...RESET, onProcessStack: true } };
  return [
    run("asked, entered, and only once", good, ask, again, enter, again, normal),
    run("entered from a start-up that runs on PSP", good, ask, again, late),
    run("not asked", good, normal),
    ...bad.map(({ name, board }) =>
      // The mark is taken back all the same.
      run(name, board, ask, again, { call, world: RESET, judge: returned() }, again, normal),
    ),
  ];
}

/** What opens the backup domain. */
function backupWrites({ chip }: Bench): number[] {
  return chip.registers?.backup?.unlock.map(({ address }) => address) ?? [];
}

// --- application ---

function applicationRuns(unit: Unit, bench: Bench): Run[] {
  const { application, chip, vectors } = bench;
  if (application === null) {
    throw new Error(`${unit.name}: there is code, but no application.`);
  }
  const call = "jump_to_application";
  const bytes = tableBytes(application, vectors);
  const good = boardOf(bench, [{ address: application.table, bytes }]);
  const remap = chip.hasVtor ? null : (chip.registers?.memoryRemap ?? null);
  const judge = arrived(bench, {
    target: application,
    vtor: chip.hasVtor ? application.table : null,
    memoryMode: remap === null ? null : bitsOf(remap.sram),
    fromRunning: true,
    isRom: false,
    usb: bench.rom.interfaces?.usbDfu === true,
    calls: usesHal(unit) ? [["HAL_RCC_DeInit", "HAL_RCC_Reset"], ["HAL_DeInit"]] : [],
  });
  const copied: Step = {
    read: chip.ram,
    size: 4 * vectors,
    judge: (hex: string) => (hex === bytes ? [] : ["the vectors at the start of SRAM are not the application's"]),
  };
  return [
    ...callers(unit, bench).map((world) =>
      run(`from a task ${maskText(world)}`, good, { call, world, judge }, ...(chip.hasVtor ? [] : [copied])),
    ),
    ...wrongCallers(bench).map((world) => run(`from ${world.from}`, good, { call, world, judge: leftAlone(0) })),
    ...badTables(bench, application).map(({ name, bytes: table }) =>
      run(name, boardOf(bench, [{ address: application.table, bytes: table }]), {
        call,
        world: THREAD,
        judge: leftAlone(0),
      }),
    ),
  ];
}

/** Tables that no application has. */
function badTables({ flash }: Bench, { stack, reset }: Target): { name: string; bytes: string }[] {
  const start = reset | 1;
  return [
    { name: "erased flash", bytes: words(0xffffffff, 0xffffffff) },
    { name: "flash full of zeros", bytes: words(0, 0) },
    { name: "stack pointer in flash", bytes: words(flash + 0x1000, start) },
    { name: "stack pointer outside memory", bytes: words(0x60000000, start) },
    { name: "stack pointer not aligned", bytes: words(stack + 2, start) },
    { name: "reset handler without the Thumb bit", bytes: words(stack, reset) },
    { name: "reset handler in RAM", bytes: words(stack, 0x20000101) },
    { name: "reset handler in the bootloader", bytes: words(stack, flash + 0x201) },
    { name: "reset handler outside memory", bytes: words(stack, 0x90000001) },
  ];
}

// --- own bootloader ---

const WANTED = "own_bootloader_wanted";

function ownBootloaderRuns(unit: Unit, bench: Bench): Run[] {
  const { application } = bench;
  if (application === null) {
    throw new Error(`${unit.name}: there is code, but no application.`);
  }
  const good = goodOwnBoard(unit, bench, application);
  const ask: Step = {
    call: "request_own_bootloader",
    world: THREAD,
    judge: requested(bench, bench.rom.interfaces?.usbDfu === true),
  };
  const again: Step = { reset: true };
  const world: World = usesHal(unit) ? { from: "main" } : RESET;
  const judges = usesHal(unit) ? [] : [sysTickOff];
  const answer = (value: number): Step => ({ call: WANTED, world, judge: both(returned(value), ...judges) });
  const interrupted: Step = { call: WANTED, world: { ...world, resetAfter: 20_000 }, judge: requestedByButton };
  const hasChoices = unit.options.length > 0;
  const pin = hasChoices ? 9 : 0;
  const badHeader = { address: application.table - 16, bytes: ERASED };
  return [
    run("nobody asks", good, answer(0), again, answer(0)),
    run("asked, and only once", good, ask, again, answer(1), again, answer(0)),
    run("two resets in a row", good, interrupted, again, answer(1), again, answer(0)),
    run("a held pin", { ...good, portA: 1 << pin }, answer(bench.chip.registers === null ? 0 : 1)),
    run("other pins high", { ...good, portA: ~(1 << pin) & 0xffff }, answer(0)),
    ...(hasChoices ? [run("wrong header", withMemory(good, badHeader), answer(1))] : []),
    ...badTables(bench, application).map(({ name, bytes }) =>
      run(name, withMemory(good, { address: application.table, bytes }), answer(1)),
    ),
  ];
}

function withMemory(board: Board, patch: Patch): Board {
  return { ...board, memory: [...board.memory, patch] };
}

/** The header of -DAPPLICATION_HEADER_MAGIC, 16 bytes in front of the table. */
function goodOwnBoard({ options }: Unit, bench: Bench, application: Target): Board {
  const header = options.some((option) => option.includes("HEADER"))
    ? [{ address: application.table - 16, bytes: words(0xb007ab1e) }]
    : [];
  return boardOf(bench, [...header, { address: application.table, bytes: tableBytes(application, 16) }]);
}

function requestedByButton(report: { readonly end: string; readonly violations: readonly string[] }): string[] {
  return [
    ...(report.end === "reset" ? [] : [`it is over before the second reset: ${report.end}`]),
    ...report.violations,
  ];
}
