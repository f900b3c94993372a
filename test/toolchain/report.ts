/** What the emulator tells of one call (`Machine.call` in emulator/machine.py). */
export interface Report {
  readonly end: "arrived" | "returned" | "reset" | "stuck" | "lost" | "fault";
  readonly why: string;
  /** R0. */
  readonly value: number;
  readonly violations: readonly string[];
  /** Addresses written outside the caller's own stack. */
  readonly written: readonly number[];
  readonly masksKept: boolean;
  /** Library functions that were called. */
  readonly calls: readonly string[];
  readonly processor: {
    readonly pc: number;
    readonly msp: number;
    readonly control: number;
    readonly primask: number;
    readonly faultmask: number;
    readonly basepri: number;
    readonly msplim: number;
  };
  readonly core: {
    readonly sysTick: readonly [ctrl: number, load: number, val: number];
    readonly sysTickPending: boolean;
    readonly pendSvPending: boolean;
    /** SCB->SCR. */
    readonly sleepControl: number;
    readonly nvicEnabled: readonly number[];
    readonly nvicPending: readonly number[];
    readonly vtor: number;
    readonly mpu: number;
    readonly dCache: boolean;
    readonly iCache: boolean;
    readonly iCacheInvalidated: boolean;
    readonly dirtyLines: number;
  };
  readonly chip: {
    /** What hangs on a peripheral reset register and was not reset, or is still held, and DMA that runs. */
    readonly stillRunning: readonly string[];
    /** H7R/S: XSPI and FMC clocks, without which the ROM hangs. */
    readonly clocksProtected: boolean;
    /** What is not as after a reset: of the clocks, and of the rest. */
    readonly clockFaults: readonly string[];
    readonly faults: readonly string[];
    readonly memoryMode: number | null;
    readonly backup: number | null;
    readonly drivenHigh: readonly string[];
    /** Cycles since a peripheral was last put into reset; null: never. */
    readonly cyclesSinceReset: number | null;
  };
}

/** Where a function is called from. */
export interface World {
  /** `thread`: a task on PSP with everything running; `reset`: first thing after a reset; `main`: after HAL_Init. */
  readonly from: "thread" | "handler" | "unprivileged" | "reset" | "main";
  readonly basepri?: number;
  readonly faultmask?: number;
  /** A start-up that has already left MSP, as Zephyr's does. */
  readonly onProcessStack?: true;
  /** Somebody presses reset after so many cycles. */
  readonly resetAfter?: number;
}

/** What is around the chip: contents of memory, levels on port A, and whether the radio core runs. */
export interface Board {
  readonly memory: readonly { readonly address: number; readonly bytes: string }[];
  readonly portA?: number;
  readonly radioCoreBooted?: boolean;
}

/** One thing that is done with the machine, and what is wrong with how it went. */
export type Step =
  | { readonly call: string; readonly world: World; readonly judge: (report: Report) => readonly string[] }
  | { readonly read: number; readonly size: number; readonly judge: (hex: string) => readonly string[] }
  | { readonly reset: true };

/** A story on a fresh machine. */
export interface Run {
  readonly name: string;
  readonly board: Board;
  readonly steps: readonly Step[];
}
