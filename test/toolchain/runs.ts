import { badTables, boardOf, byte, tableBytes, withMemory, words } from "./boards";
import type { Bench, Target } from "./chip";
import type { Board, Run, Step, World } from "./report";
import { usesHal, type Unit } from "./units";
import { arrived, both, leftAlone, requested, returned, sysTickOff, type Arrival } from "./verdict";

const THREAD: World = { from: "thread" };
const RESET: World = { from: "reset" };
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

// --- callers ---

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
  return [
    ...callers(unit, bench).map((world) => run(`from a task ${maskText(world)}`, good, { call, world, judge })),
    ...wrongCallers(bench).map((world) => run(`from ${world.from}`, good, { call, world, judge: leftAlone() })),
    ...bad.map(({ name, board }) => run(name, board, { call, world: THREAD, judge: leftAlone() })),
    ...radioBoards(bench, good).map((board) =>
      run("with the radio core booted", board, { call, world: THREAD, judge: leftAlone() }),
    ),
  ];
}

/** WB, WL5x: the radio core runs, and only a reset stops it. */
function radioBoards({ chip }: Bench, board: Board): Board[] {
  return chip.registers?.secondCoreBoot === undefined ? [] : [{ ...board, radioCoreBooted: true }];
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
  const ask: Step = { call: request, world: THREAD, judge: requested };
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
    ...radioBoards(bench, good).map((board) =>
      run("with the radio core booted", board, { call, world: THREAD, judge: leftAlone(0) }),
    ),
    ...badTables(bench, application).map(({ name, bytes: table }) =>
      run(name, boardOf(bench, [{ address: application.table, bytes: table }]), {
        call,
        world: THREAD,
        judge: leftAlone(0),
      }),
    ),
  ];
}

// --- own bootloader ---

const WANTED = "own_bootloader_wanted";

function ownBootloaderRuns(unit: Unit, bench: Bench): Run[] {
  const { application } = bench;
  if (application === null) {
    throw new Error(`${unit.name}: there is code, but no application.`);
  }
  const pin = pinOf(unit);
  // All other pins have the other level.
  const held = pin === undefined ? 0 : pin.level === 1 ? 1 << pin.number : ~(1 << pin.number) & 0xffff;
  const good = { ...goodOwnBoard(unit, bench, application), portA: ~held & 0xffff };
  const ask: Step = {
    call: "request_own_bootloader",
    world: THREAD,
    judge: requested,
  };
  const again: Step = { reset: true };
  const world: World = usesHal(unit) ? { from: "main" } : RESET;
  const judges = usesHal(unit) ? [] : [sysTickOff];
  const answer = (value: number): Step => ({ call: WANTED, world, judge: both(returned(value), ...judges) });
  const interrupted: Step = { call: WANTED, world: { ...world, resetAfter: 20_000 }, judge: requestedByButton };
  const hasHeader = unit.options.some((option) => option.startsWith("APPLICATION_HEADER"));
  const badHeader = { address: application.table - 16, bytes: ERASED };
  return [
    run("nobody asks", good, answer(0), again, answer(0)),
    run("asked, and only once", good, ask, again, answer(1), again, answer(0)),
    run("two resets in a row", good, interrupted, again, answer(1), again, answer(0)),
    run("a held pin", { ...good, portA: held }, answer(pin === undefined ? 0 : 1)),
    ...(hasHeader ? [run("wrong header", withMemory(good, badHeader), answer(1))] : []),
    ...badTables(bench, application).map(({ name, bytes }) =>
      run(name, withMemory(good, { address: application.table, bytes }), answer(1)),
    ),
  ];
}

/** The pin that the user has chosen, where the code asks for one. */
function pinOf({ options, code }: Unit): { number: number; level: number } | undefined {
  const values = new Map(
    options.map((option) => option.split("=")).map(([name = "", value = ""]) => [name, parseInt(value)]),
  );
  const number = code.includes("bootloader_pin_is_held") ? values.get("BOOTLOADER_PIN") : undefined;
  return number === undefined ? undefined : { number, level: values.get("BOOTLOADER_PIN_LEVEL") ?? 0 };
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
