import * as vscode from "vscode";
import type { AlternateSetting, BoardInfo } from "../core/dfu/board-service";
import { refuseClosed } from "../core/dfu/closed-board";
import { isProgramMemory } from "../core/dfu/layout-units";
import { BootsmithError } from "../core/errors";
import type { AddressRange } from "../core/mcu/device";
import { hex, sizeText } from "../core/notation";
import { text } from "../core/text";
import { localize, localizeError } from "../workspace/l10n";
import { boardTitle } from "./board-choice";
import { typedConfirmation } from "./board-commands";
import { layoutsOf, tell, withBoardProgress, type FlashDeps } from "./dialogs";
import { workOf } from "./flash-job";
import { bootloadersOf } from "./known-bootloaders";
import { choose, folderUriOf, pickBoard, type Choice } from "./picks";
import { describePlan, describeUnits } from "../core/dfu/plan/describe-plan";
import { planErase, type EraseOptions } from "../core/dfu/plan/plan-erase";
import type { BoardMemory } from "./read-back";
import { runsOf, unitsOf } from "./view/board-nodes";

/** Erases erase units, all of a memory, or the whole chip at once; the plan is shown first. */
export async function eraseBoard(deps: FlashDeps, given?: BoardInfo, pointed?: BoardMemory): Promise<void> {
  const title = vscode.l10n.t("Erase");
  const board = given ?? (await pickBoard(deps, title, folderUriOf()));
  const options = board === undefined ? undefined : await pickExtent(board, title, pointed);
  if (board === undefined || options === undefined) {
    return;
  }
  const protect = bootloadersOf(await layoutsOf(deps));
  const plan = await planAround(board, { ...options, protect, verify: board.canUpload });
  if (plan === undefined) {
    return;
  }
  const question = vscode.l10n.t("Erase {0}?", boardTitle(board));
  const detail = [localize(describePlan(plan)), "", ...describeUnits(plan).slice(0, 16).map(localize)].join("\n");
  const agreed =
    options.ranges === "mass"
      ? await typedConfirmation(board, question, vscode.l10n.t("The whole chip is erased."))
      : (await vscode.window.showWarningMessage(question, { modal: true, detail }, title)) === title;
  if (!agreed) {
    return;
  }
  const erasing = vscode.l10n.t("Erasing {0}", boardTitle(board));
  const outcome = await withBoardProgress(deps, board, erasing, workOf("flash", plan), ({ onProgress, signal }) =>
    deps.boards.flash(board.id, plan, onProgress, signal),
  );
  tell(deps.log, [
    plan.massErase
      ? text("{0} is erased.", boardTitle(board))
      : text("{0}: {1} erase units are erased.", boardTitle(board), outcome.erasedUnits),
    outcome.verifiedBytes > 0 ? text("Verified: all of it reads as blank.") : text("It was not verified."),
  ]);
}

/** The plan; one that takes a bootloader along only after somebody agreed to that. */
async function planAround(board: BoardInfo, options: EraseOptions) {
  refuseClosed(board);
  try {
    return planErase(board, options);
  } catch (refusal) {
    if (!(refusal instanceof BootsmithError) || refusal.kind !== "plan-refused") {
      throw refusal;
    }
    // Where naming the bootloader does not help either, its own refusal is the one to show.
    const plan = planErase(board, { ...options, as: "bootloader" });
    const go = vscode.l10n.t("Erase the Bootloader Too");
    const detail = vscode.l10n.t("Without it, only the ROM bootloader still starts.");
    const { message } = localizeError(refusal);
    const choice = await vscode.window.showWarningMessage(message, { modal: true, detail }, go);
    return choice === go ? plan : undefined;
  }
}

async function pickExtent(
  board: BoardInfo,
  title: string,
  pointed: BoardMemory | undefined,
): Promise<Pick<EraseOptions, "alternate" | "ranges"> | undefined> {
  if (pointed?.range !== undefined) {
    return { alternate: pointed.alternate, ranges: [pointed.range] };
  }
  const memories = board.alternates.filter(isProgramMemory);
  if (memories.length === 0) {
    throw new BootsmithError(
      "board-refused",
      text("{0} has no memory that can be erased by address.", boardTitle(board)),
      text("A board of plain DFU erases by itself when an image is flashed."),
    );
  }
  const memory = (alternate: AlternateSetting): Choice<"mass" | AlternateSetting>[] => [
    {
      label: vscode.l10n.t("A range of {0}…", alternate.layout?.name ?? alternate.name),
      description: hex(alternate.layout?.segments[0]?.base ?? 0),
      value: alternate,
    },
  ];
  const mass: Choice<"mass" | AlternateSetting> = {
    label: vscode.l10n.t("The whole chip (mass erase)…"),
    value: "mass",
  };
  const extent = await choose(title, vscode.l10n.t("What to erase"), [...memories.flatMap(memory), mass]);
  if (extent === undefined || extent === "mass") {
    return extent === undefined ? undefined : { ranges: "mass" };
  }
  const range = await pickUnits(extent, title);
  return range === undefined ? undefined : { alternate: extent.number, ranges: [range] };
}

async function pickUnits(alternate: AlternateSetting, title: string): Promise<AddressRange | undefined> {
  const units = runsOf(alternate).flatMap(unitsOf);
  const item = ({ base, size }: AddressRange): Choice<AddressRange> => ({
    label: hex(base),
    description: sizeText(size),
    value: { base, size },
  });
  const first = await choose(title, vscode.l10n.t("First erase unit"), units.map(item));
  const rest = first === undefined ? [] : units.filter(({ base }) => base >= first.base);
  const last = first === undefined ? undefined : await choose(title, vscode.l10n.t("Last erase unit"), rest.map(item));
  return first === undefined || last === undefined
    ? undefined
    : { base: first.base, size: last.base + last.size - first.base };
}
