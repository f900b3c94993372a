import * as vscode from "vscode";
import { percentOf, regionUsage, type RegionUsage } from "../core/language/region-usage";
import { sizeText } from "../core/notation";
import { commands } from "../manifest";
import { addParagraph } from "./sentences";
import type { ScriptViews } from "./script-views";

/** So many regions fit into the status bar; the tooltip has all. */
const shown = 3;

/** The status bar's entry for the active linker script: how full its regions are, or how large. */
export class RegionStatus implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem("bootsmith.regions", vscode.StatusBarAlignment.Right, 90);

  constructor(
    private readonly views: ScriptViews,
    private readonly languages: readonly string[],
  ) {
    this.item.name = vscode.l10n.t("Bootsmith: Regions");
    this.item.command = commands.showMemoryMap;
  }

  /** Shows the regions of the active editor's script; hides where it is none or has none. */
  async update(): Promise<void> {
    const document = vscode.window.activeTextEditor?.document;
    if (document === undefined || !this.languages.includes(document.languageId)) {
      this.item.hide();
      return;
    }
    const [view] = await this.views.of(document);
    const usages = view === undefined ? [] : regionUsage(view.script, view.built);
    if (vscode.window.activeTextEditor?.document !== document) return;
    if (usages.length === 0) {
      this.item.hide();
      return;
    }
    const words = usages.slice(0, shown).map(shortText);
    this.item.text = `$(layout) ${[...words, ...(usages.length > shown ? ["…"] : [])].join(" · ")}`;
    this.item.tooltip = tooltip(usages, view?.image);
    this.item.accessibilityInformation = { label: usages.map(longText).join(", ") };
    this.item.show();
  }

  dispose(): void {
    this.item.dispose();
  }
}

function shortText(usage: RegionUsage): string {
  const percent = percentOf(usage);
  const value = percent !== null ? `${percent} %` : usage.size === null ? "?" : sizeText(usage.size);
  return `${usage.name} ${value}`;
}

function longText(usage: RegionUsage): string {
  const { name, size, used } = usage;
  if (size === null) return vscode.l10n.t("{0}: size unknown", name);
  if (used === null) return vscode.l10n.t("{0}: {1}", name, sizeText(size));
  return vscode.l10n.t("{0}: {1} of {2} loaded ({3} %)", name, sizeText(used), sizeText(size), percentOf(usage) ?? 0);
}

function tooltip(usages: readonly RegionUsage[], image: string | undefined): vscode.MarkdownString {
  const words = new vscode.MarkdownString();
  const title =
    image === undefined ? vscode.l10n.t("Regions of this linker script") : vscode.l10n.t("Regions of {0}", image);
  for (const line of [title, ...usages.map(longText)]) addParagraph(words, line);
  return usages.every(({ used }) => used === null)
    ? addParagraph(words, vscode.l10n.t("Build the project to see how full they are."))
    : words;
}
