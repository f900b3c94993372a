import { hex, sizeText } from "../core/notation";
import type { BoardInfo, FlashOutcome, FlashPhase, Mismatch, ProgressListener } from "../core/dfu/board-service";
import type { FlashPlan } from "../core/dfu/flash-plan";
import { describePlan } from "../core/dfu/plan-flash";
import { english, text, type Text } from "../core/text";

/** A board and its memories, as `bootsmith boards` prints them. */
export function boardLines(board: BoardInfo): string[] {
  const word = (value: number) => value.toString(16).padStart(4, "0");
  const facts = [
    `${word(board.vendorId)}:${word(board.productId)}`,
    `${board.mode} mode`,
    ...(board.serial === null ? [] : [`serial ${board.serial}`]),
    ...(board.path === null ? [] : [`path ${board.path}`]),
  ];
  return [
    `${board.id}  ${board.name}  (${facts.join(", ")})`,
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

/** The plan, as `--plan` prints it: one line per erase unit in the order of erasing, then the writes. */
export function planLines(plan: FlashPlan): string[] {
  return [
    english(describePlan(plan)),
    ...plan.units.map(
      ({ base, size, action, imageBytes }) =>
        `  ${action.padEnd(17)}  ${hex(base)}  ${sizeText(size).padStart(8)}  ${imageBytes} bytes of the image`,
    ),
    ...plan.blocks.map(({ address, data }) => `  write              ${hex(address)}  ${data.length} bytes`),
    plan.verify ? "  verify             all bytes of the image" : "  no verification",
    plan.leaveAt === null ? "  stay in DFU mode" : `  leave              start at ${hex(plan.leaveAt)}`,
  ];
}

/** What a person should know of a plan before it runs, or see where it does not do what was asked for. */
export function planWarnings(
  board: BoardInfo,
  plan: FlashPlan,
  wanted: { readonly verify: boolean; readonly leave: boolean },
): readonly Text[] {
  return [
    ...(wanted.leave && plan.leaveAt === null
      ? [
          text(
            "No vector table was found in the image, so the board stays in DFU mode. Check that it is what you mean.",
          ),
        ]
      : []),
    ...(wanted.verify && !plan.verify
      ? [text("{0} cannot be read: everything is written and nothing is verified.", board.name)]
      : []),
  ];
}

export function planJson(plan: FlashPlan): object {
  return {
    summary: english(describePlan(plan)),
    alternate: plan.alternate,
    units: plan.units,
    blocks: plan.blocks.map(({ address, data }) => ({ address, size: data.length })),
    verify: plan.verify,
    leaveAt: plan.leaveAt,
  };
}

export function outcomeLine(board: BoardInfo, plan: FlashPlan, outcome: FlashOutcome): string {
  const done = `${board.name}: ${outcome.erasedUnits} erase units erased, ${outcome.writtenBytes} bytes written`;
  const verified = plan.verify ? `, ${outcome.verifiedBytes} bytes verified` : ", not verified";
  const left =
    plan.leaveAt === null
      ? ""
      : outcome.left
        ? "; left DFU mode"
        : "; still in DFU mode: set BOOT0 low and press reset";
  const scale = board.simulated ? "s of simulated time" : "s";
  return `${done}${verified} in ${(outcome.elapsed / 1000).toFixed(1)} ${scale}${left}.`;
}

export function mismatchLine({ address, expected, found }: Mismatch): string {
  const byte = (value: number) => (value & 0xff).toString(16).toUpperCase().padStart(2, "0");
  return `${hex(address)}: the board holds ${byte(found)}, the image ${byte(expected)}`;
}

/** Says on a stream how far an operation is: a line when a phase begins and at each further quarter. */
export function progressTo(write: (line: string) => void): ProgressListener {
  let phase: FlashPhase | null = null;
  let quarter = 0;
  return ({ phase: now, done, total }) => {
    if (now !== phase) {
      phase = now;
      quarter = 0;
      write(`${now} …`);
    }
    const reached = total === 0 ? 4 : Math.floor((done * 4) / total);
    if (reached > quarter && now !== "leave") {
      quarter = reached;
      write(`${now} ${reached * 25} % (${done} of ${total} bytes)`);
    }
  };
}
