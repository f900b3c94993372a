import * as vscode from "vscode";
import type { BootLayout } from "../core/layout/boot-layout";
import { partsOf } from "../core/layout/device-choice";
import { allParts } from "../core/mcu/find-device";
import type { AnalysisService } from "../workspace/analysis-service";
import { localizeError } from "../workspace/l10n";
import { candidatesOf, isChosen, readTyped } from "./chip-candidates";
import { layoutsOfFile } from "./chip-status";
import { writeChip } from "./write-chip";

/** What the choice is made with. */
interface SelectDeps {
  readonly analysis: Pick<AnalysisService, "settled">;
  readonly log: vscode.LogOutputChannel;
}

/** What an item of the list stands for; a heading stands for nothing. */
interface Choice extends vscode.QuickPickItem {
  /** The chip's name; `files`: what the workspace's files say. */
  readonly value?: { readonly part: string } | "files";
}

/** Asks for the chip of the active editor's images, and writes it down where it takes effect. */
export async function selectChip({ analysis, log }: SelectDeps): Promise<void> {
  try {
    await askAndWrite(analysis);
  } catch (error) {
    const { message, nextStep } = localizeError(error);
    log.error(error instanceof Error ? error : message);
    void vscode.window.showErrorMessage([message, nextStep ?? ""].join(" ").trim());
  }
}

async function askAndWrite(analysis: SelectDeps["analysis"]): Promise<void> {
  const all = (await analysis.settled())?.layouts ?? [];
  const layouts = await pickSet(layoutsOfFile(all, vscode.window.activeTextEditor?.document.uri.toString()));
  const [layout] = layouts;
  const choice = layout === undefined ? undefined : await pickChip(layouts);
  if (layout === undefined || choice === undefined) return;
  await writeChip(layout, choice === "files" ? undefined : choice.part);
}

/** The layouts of one image set: the only one, or the one the person means. */
async function pickSet(layouts: readonly BootLayout[]): Promise<readonly BootLayout[]> {
  const sets = [...new Map(layouts.map(({ set }) => [set.id, set])).values()];
  if (sets.length < 2) return layouts;
  const items = sets.map((set) => {
    const own = layouts.filter((layout) => layout.set.id === set.id);
    const parts = [...new Set(own.flatMap(({ device }) => partsOf(device)))];
    return { label: set.name, description: parts.slice(0, 4).join(", "), own };
  });
  const options = { title: vscode.l10n.t("Select Chip"), placeHolder: vscode.l10n.t("Images of which project?") };
  return (await vscode.window.showQuickPick(items, options))?.own ?? [];
}

/** Chips that the files name first, then every part; anything else that names a chip may be typed. */
async function pickChip(layouts: readonly BootLayout[]): Promise<Choice["value"]> {
  const items = itemsOf(layouts);
  return new Promise((resolve) => {
    const pick = vscode.window.createQuickPick<Choice>();
    pick.title = vscode.l10n.t("Select Chip");
    pick.placeholder = vscode.l10n.t("Chip: choose one, or type a part number or a board");
    pick.matchOnDescription = true;
    pick.items = items;
    pick.onDidChangeValue((typed) => (pick.items = [...typedItems(typed.trim(), items), ...items]));
    pick.onDidAccept(() => {
      const value = pick.selectedItems[0]?.value;
      // Nothing was chosen where nothing fits what was typed.
      if (value === undefined) return;
      resolve(value);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

function itemsOf(layouts: readonly BootLayout[]): readonly Choice[] {
  const heading = (label: string): Choice => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const candidates = candidatesOf(layouts).map(({ part, from }) => ({
    label: part,
    description: from.length === 0 ? "" : vscode.l10n.t("named by {0}", from.join(", ")),
    value: { part },
  }));
  const files: Choice = {
    label: `$(discard) ${vscode.l10n.t("Use What the Workspace Says")}`,
    description: vscode.l10n.t("takes the choice back"),
    value: "files",
  };
  return [
    ...(candidates.length > 0 ? [heading(vscode.l10n.t("Named here")), ...candidates] : []),
    ...(isChosen(layouts) ? [heading(""), files] : []),
    heading(vscode.l10n.t("All chips")),
    ...allParts().map(({ part, family }) => ({ label: part, description: family, value: { part } })),
  ];
}

/** What was typed, if it names a chip; else the names that are spelt most like it. */
function typedItems(typed: string, items: readonly Choice[]): readonly Choice[] {
  if (typed === "" || items.some(({ label }) => label.toUpperCase().includes(typed.toUpperCase()))) return [];
  const read = readTyped(typed);
  if (read.known) {
    const description = read.parts.slice(0, 4).join(", ");
    return [{ label: typed, description, value: { part: typed }, alwaysShow: true }];
  }
  return read.closest.map((part) => ({
    label: part,
    description: vscode.l10n.t("closest to {0}", typed),
    value: { part },
    alwaysShow: true,
  }));
}
