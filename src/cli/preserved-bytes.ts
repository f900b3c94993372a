import type { BoardInfo } from "../core/dfu/board-service";
import type { FlashPlan } from "../core/dfu/plan/flash-plan";
import { BootsmithError } from "../core/errors";
import { writeIntelHex } from "../core/image/intel-hex";
import { hex } from "../core/notation";
import { text } from "../core/text";
import type { FlashOptions } from "./board-options";
import { exists, refuseExisting, writeWhole } from "./output-file";

/** Refuses a name for preserved bytes that cannot be used, before a board is touched. @throws BootsmithError `bad-usage` */
export async function checkPreserveTo({ preserveTo, all }: FlashOptions): Promise<void> {
  if (preserveTo === undefined) return;
  if (all === true) {
    throw new BootsmithError(
      "bad-usage",
      text("One file cannot hold what several boards keep."),
      text("Leave --preserve-to out: with --preserve each board gets a file of its own."),
    );
  }
  if (!/\.i?hex$/i.test(preserveTo)) {
    throw new BootsmithError(
      "bad-usage",
      text("{0}: preserved bytes are saved with their addresses, as Intel HEX.", preserveTo),
      text("Name the file .hex."),
    );
  }
  await refuseExisting(preserveTo);
}

/**
 * Saves what a plan keeps of others, to the disk: after this the unit that holds it may be erased. Nothing is overwritten.
 * @returns the file; null where the plan keeps nothing
 * @throws BootsmithError `unreadable-file`; then nothing may be erased
 */
export async function savePreserved(
  image: string,
  board: BoardInfo,
  plan: FlashPlan,
  { preserveTo, all }: FlashOptions,
): Promise<string | null> {
  const first = plan.preserved[0];
  if (first === undefined) return null;
  const of = all === true ? `.${(board.serial ?? board.id).replace(/[^\w-]+/g, "-")}` : "";
  const file = preserveTo ?? (await freeName(`${image}${of}.preserved-${hex(first.address)}`));
  await writeWhole(file, writeIntelHex(plan.preserved.toSorted((a, b) => a.address - b.address)));
  return file;
}

async function freeName(stem: string): Promise<string> {
  for (let count = 1; ; count++) {
    const name = `${stem}${count === 1 ? "" : `-${count}`}.hex`;
    if (!(await exists(name))) return name;
  }
}
