import type { Bench, Target } from "./chip";
import type { Report } from "./report";

/** 10 ms at the emulator's 100 kHz (emulator/library.s). */
const CYCLES_OF_10_MS = 1000;

type Verdict = readonly string[];

/** What a jump has to leave behind, beyond what every jump has to. */
export interface Arrival {
  readonly target: Target;
  /** What VTOR holds; null: the core has none. */
  readonly vtor: number | null;
  /** MEM_MODE; null: it does not matter. */
  readonly memoryMode: number | null;
  /** Everything was running before: it has to be off, not only untouched. */
  readonly fromRunning: boolean;
  /** It hangs where clocks are protected. */
  readonly isRom: boolean;
  /** The host needs time to notice that USB is gone. */
  readonly usb: boolean;
  /** Library functions without which it is not complete. */
  readonly calls: readonly (readonly string[])[];
}

/** The state the ROM, or an application, has to find. */
export function arrived(bench: Bench, expected: Arrival): (report: Report) => Verdict {
  return (report) => {
    if (report.end !== "arrived") {
      return [`it does not arrive: ${report.end}, ${report.why || "without a reason"}`, ...report.violations];
    }
    return [
      ...report.violations,
      ...processorFaults(report, expected.target),
      ...coreFaults(report, expected),
      ...(expected.fromRunning ? [...report.chip.stillRunning, ...goodbyeFaults(bench, report, expected.usb)] : []),
      ...report.chip.clockFaults,
      ...report.chip.faults,
      ...unless(!expected.isRom || !report.chip.clocksProtected, "the clocks of XSPI and FMC are still protected"),
      ...unless(
        expected.memoryMode === null || report.chip.memoryMode === expected.memoryMode,
        "what is at address 0 is wrong",
      ),
      ...callFaults(report, expected.calls),
    ];
  };
}

function unless(holds: boolean, sentence: string): Verdict {
  return holds ? [] : [sentence];
}

function processorFaults({ processor }: Report, { reset, stack }: Target): Verdict {
  return [
    ...unless(processor.pc === reset, `PC is ${hex(processor.pc)}, not the reset handler ${hex(reset)}`),
    ...unless(processor.msp === stack, `MSP is ${hex(processor.msp)}, not the table's first word ${hex(stack)}`),
    ...unless((processor.control & 3) === 0, "CONTROL is not 0"),
    ...unless(processor.primask === 0, "PRIMASK is set"),
    ...unless(processor.faultmask === 0, "FAULTMASK is set"),
    ...unless(processor.basepri === 0, "BASEPRI is set"),
    ...unless(processor.msplim === 0, "MSPLIM is set"),
  ];
}

function coreFaults({ core }: Report, { vtor, fromRunning }: Arrival): Verdict {
  const [control, load, value] = core.sysTick;
  return [
    ...unless(control === 0 && (!fromRunning || (load === 0 && value === 0)), "SysTick is not off"),
    ...unless(!core.sysTickPending, "SysTick is pending"),
    ...unless(!core.pendSvPending, "PendSV is pending"),
    ...unless(core.sleepControl === 0, "the core sleeps behind the first interrupt"),
    ...unless(
      core.nvicEnabled.every((word) => word === 0),
      "interrupts are enabled",
    ),
    ...unless(
      core.nvicPending.every((word) => word === 0),
      "interrupts are pending",
    ),
    ...unless(vtor === null || core.vtor === vtor, `VTOR is ${hex(core.vtor)}`),
    ...unless(core.mpu === 0, "the MPU is on"),
    ...unless(!core.dCache && !core.iCache, "a cache is on"),
    ...unless(core.iCacheInvalidated, "the I-cache keeps old lines"),
    ...unless(core.dirtyLines === 0, "the D-cache was not written back"),
  ];
}

/** Cortex-M7 and M55 may do two instructions in a cycle; the emulator counts instructions. */
function goodbyeFaults({ chip }: Bench, report: Report, usb: boolean): Verdict {
  const needed = CYCLES_OF_10_MS * (chip.core === "cm7" || chip.core === "cm55" ? 2 : 1);
  const since = report.chip.cyclesSinceReset;
  return unless(
    !usb || chip.registers === null || (since !== null && since >= needed),
    "the host has no 10 ms to notice that USB is gone",
  );
}

function callFaults({ calls }: Report, needed: Arrival["calls"]): Verdict {
  return needed
    .filter((names) => !names.some((name) => calls.includes(name)))
    .map((names) => `${names.join(" or ")} was not called`);
}

/** The request half ends in a reset. */
export function requested({ end, why, violations }: Report): Verdict {
  return [...unless(end === "reset", `it does not reset: ${end}, ${why}`), ...violations];
}

/** Returns, and has changed nothing but `allowed`: the clocks and the write protection of the backup domain. */
export function leftAlone(value?: number, allowed: readonly number[] = []): (report: Report) => Verdict {
  return (report) => [
    ...returned(value)(report),
    ...unless(report.masksKept, "the interrupt masks changed"),
    ...report.written.filter((address) => !allowed.includes(address)).map((address) => `${hex(address)} was written`),
  ];
}

/** Returns, with a value where there is one (a C bool: the low byte of R0). */
export function returned(value?: number): (report: Report) => Verdict {
  return (report) => [
    ...unless(report.end === "returned", `it does not return: ${report.end}, ${report.why}`),
    ...report.violations,
    ...unless(value === undefined || (report.value & 0xff) === value, `it returns ${report.value & 0xff}`),
  ];
}

/** A test that borrowed SysTick gives it back. */
export function sysTickOff({ core }: Report): Verdict {
  return unless(core.sysTick[0] === 0, "SysTick was left on");
}

/** All verdicts have to be clean. */
export function both(...judges: readonly ((report: Report) => Verdict)[]): (report: Report) => Verdict {
  return (report) => judges.flatMap((judge) => judge(report));
}

function hex(value: number): string {
  return `0x${value.toString(16).padStart(8, "0")}`;
}
