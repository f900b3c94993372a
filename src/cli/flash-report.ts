import { hex, sizeText } from "../core/notation";
import type { BoardInfo, FlashOutcome, FlashPhase, Mismatch, ProgressListener } from "../core/dfu/board-service";
import type { FlashPlan, PlannedBlock } from "../core/dfu/plan/flash-plan";
import { describePlan, describeUnits } from "../core/dfu/plan/describe-plan";
import { boardDevices } from "../core/dfu/plan/same-chip";
import type { Device, EraseUnitWord } from "../core/mcu/device";
import { english } from "../core/text";

type UnitWord = EraseUnitWord | "erase unit";

/** A board and its memories, as `bootsmith boards` prints them. */
export function boardLines(board: BoardInfo): string[] {
  const word = (value: number) => value.toString(16).padStart(4, "0");
  const facts = [
    `${word(board.vendorId)}:${word(board.productId)}`,
    `${board.mode} mode`,
    ...(board.protocol === "dfu" && board.mode === "dfu" ? ["plain DFU"] : []),
    ...(board.bootloaderVersion === null ? [] : [`bootloader ${board.bootloaderVersion}`]),
    ...(board.serial === null ? [] : [`serial ${board.serial}`]),
    ...(board.path === null ? [] : [`path ${board.path}`]),
  ];
  return [
    `${board.id}  ${board.name}  (${facts.join(", ")})`,
    ...(board.closed === undefined ? [] : [`  ${english(board.closed.what)}`]),
    ...board.alternates.flatMap(({ number, name, layout }) => [
      `  alt ${number}: ${name}`,
      ...(layout?.segments ?? []).map(({ base, size, count, ...access }) => {
        const end = base + size * count - 1;
        return `    ${hex(base)} to ${hex(end)}  ${count} × ${sizeText(size)}  ${rights(access)}`;
      }),
    ]),
  ];
}

function rights(access: {
  readonly readable: boolean;
  readonly erasable: boolean;
  readonly writable: boolean;
}): string {
  return [access.readable && "read", access.erasable && "erase", access.writable && "write"].filter(Boolean).join(", ");
}

/** What the family of a board's chip calls its erase units, where everything it may carry agrees. */
export function unitWord(board: BoardInfo, devices: readonly Device[]): UnitWord {
  const [word, ...others] = new Set(boardDevices(board, devices).map(({ eraseUnit }) => eraseUnit));
  return word === undefined || others.length > 0 ? "erase unit" : word;
}

/** The plan, as `--plan` prints it: its erase units, then what is written in the order of writing, then what follows. */
export function planLines(plan: FlashPlan, word: UnitWord): string[] {
  const verified = plan.verify.reduce((sum, { data }) => sum + data.length, 0);
  return [
    english(describePlan(plan, word)),
    ...describeUnits(plan).map((line) => `  ${english(line)}`),
    ...(plan.massErase ? ["  erase    all of the flash at once"] : []),
    ...(plan.parallelism === null ? [] : [`  write    ${plan.parallelism * 8} bits at once`]),
    ...plan.preserved.map(({ address, data }) => `  keep     ${rangeText(address, data.length)}`),
    ...stretches(plan.blocks).map(({ address, size }) => `  write    ${rangeText(address, size)}`),
    verified === 0 ? "  no verification" : `  verify   ${verified} bytes`,
    plan.leaveAt === null ? "  stay in DFU mode" : `  leave    start at ${hex(plan.leaveAt)}`,
  ];
}

function rangeText(address: number, size: number): string {
  return `${hex(address)} to ${hex(address + size - 1)}  ${size} bytes`;
}

/** Blocks that follow one another, in the order of writing. */
function stretches(blocks: readonly PlannedBlock[]): readonly { address: number; size: number }[] {
  const runs: { address: number; size: number }[] = [];
  for (const { address, data } of blocks) {
    const last = runs.at(-1);
    if (last !== undefined && last.address + last.size === address) last.size += data.length;
    else runs.push({ address, size: data.length });
  }
  return runs;
}

/** The plan without the bytes. */
export function planJson(plan: FlashPlan, word: UnitWord): object {
  const sizes = (blocks: readonly PlannedBlock[]) =>
    blocks.map(({ address, data }) => ({ address, size: data.length }));
  return {
    summary: english(describePlan(plan, word)),
    protocol: plan.protocol,
    alternate: plan.alternate,
    units: plan.units,
    massErase: plan.massErase,
    parallelism: plan.parallelism,
    blocks: sizes(plan.blocks),
    verify: sizes(plan.verify),
    preserved: sizes(plan.preserved),
    leaveAt: plan.leaveAt,
    estimate: plan.estimate,
  };
}

export function outcomeLine(board: BoardInfo, plan: FlashPlan, outcome: FlashOutcome): string {
  // A board of plain DFU decides alone what it erases, and does not tell.
  const erased = plan.protocol === "dfu" ? "" : `${outcome.erasedUnits} erase units erased, `;
  const done = `${board.name}: ${erased}${outcome.writtenBytes} bytes written`;
  const left =
    plan.leaveAt === null
      ? ""
      : outcome.left
        ? "; left DFU mode"
        : `; still in DFU mode: ${plan.protocol === "dfu" ? "" : "set BOOT0 low and "}press reset`;
  return `${done}${verifiedText(plan, outcome)} in ${timeText(board, outcome)}${left}.`;
}

export function eraseLine(board: BoardInfo, plan: FlashPlan, outcome: FlashOutcome): string {
  const what = plan.massErase ? "all of the flash erased" : `${outcome.erasedUnits} erase units erased`;
  return `${board.name}: ${what}${verifiedText(plan, outcome)} in ${timeText(board, outcome)}.`;
}

/** A plan that changes nothing has read all of the image already, and nothing is left to verify. */
function verifiedText(plan: FlashPlan, outcome: FlashOutcome): string {
  if (outcome.verifiedBytes > 0) return `, ${outcome.verifiedBytes} bytes verified`;
  const nothingDone = !plan.massErase && plan.units.length > 0 && plan.units.every(({ action }) => action === "skip");
  return nothingDone ? "" : ", not verified";
}

function timeText(board: BoardInfo, { elapsed }: FlashOutcome): string {
  return `${(elapsed / 1000).toFixed(1)} ${board.simulated ? "s of simulated time" : "s"}`;
}

export function mismatchLine({ address, expected, found }: Mismatch): string {
  const byte = (value: number) => `0x${(value & 0xff).toString(16).toUpperCase().padStart(2, "0")}`;
  return `${hex(address)}: the board holds ${byte(found)}, the image ${byte(expected)}`;
}

/** Says on a stream how far an operation is: a line when a phase begins and at each further quarter. */
export function progressTo(write: (line: string) => void): ProgressListener {
  // Writing and verifying take turns, so each phase has its own count.
  const quarters = new Map<FlashPhase, number>();
  return ({ phase: now, done, total }) => {
    const quarter = quarters.get(now) ?? 0;
    if (!quarters.has(now)) write(`${now} …`);
    quarters.set(now, quarter);
    const reached = total === 0 ? 4 : Math.floor((done * 4) / total);
    if (reached > quarter && now !== "leave") {
      quarters.set(now, reached);
      write(`${now} ${reached * 25} % (${done} of ${total} bytes)`);
    }
  };
}
