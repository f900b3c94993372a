import * as vscode from "vscode";
import type { AnalysisService } from "../workspace/analysis-service";
import { allScripts } from "./languages";
import { RegionStatus } from "./region-status";
import { completionsInScript } from "./script-completion";
import { hoverInScript, hoverOnLinkerSymbol } from "./script-hover";
import { definitionsInScript, prepareRenameInScript, referencesInScript, renameInScript } from "./script-navigation";
import { foldsOfScript, formatScript, hintsInScript, outlineOfScript } from "./script-structure";
import { ScriptViews } from "./script-views";

/** What the providers of linker scripts do; a bundle of its own, loaded when the first of them is asked. */
export class LanguageFeature implements vscode.Disposable {
  private readonly views: ScriptViews;
  private readonly status: RegionStatus;

  constructor(private readonly analysis: Pick<AnalysisService, "current" | "settled" | "layouts">) {
    this.views = new ScriptViews(analysis);
    this.status = new RegionStatus(this.views, allScripts);
  }

  readonly provideHover = (document: vscode.TextDocument, position: vscode.Position) =>
    hoverInScript(this.views, document, position);

  readonly provideSymbolHover = (document: vscode.TextDocument, position: vscode.Position) =>
    hoverOnLinkerSymbol(this.analysis, document, position);

  readonly provideCompletionItems = (document: vscode.TextDocument, position: vscode.Position) =>
    completionsInScript(this.views, document, position);

  readonly provideDefinition = (document: vscode.TextDocument, position: vscode.Position) =>
    definitionsInScript(this.views, document, position);

  readonly provideReferences = (
    document: vscode.TextDocument,
    position: vscode.Position,
    context: vscode.ReferenceContext,
  ) => referencesInScript(this.views, document, position, context);

  readonly prepareRename = (document: vscode.TextDocument, position: vscode.Position) =>
    prepareRenameInScript(this.views, document, position);

  readonly provideRenameEdits = (document: vscode.TextDocument, position: vscode.Position, newName: string) =>
    renameInScript(this.views, document, position, newName);

  readonly provideDocumentSymbols = (document: vscode.TextDocument) => outlineOfScript(this.views, document);

  readonly provideFoldingRanges = foldsOfScript;

  readonly format = formatScript;

  readonly provideInlayHints = (document: vscode.TextDocument, range: vscode.Range) =>
    hintsInScript(this.views, document, range);

  updateStatus(): Promise<void> {
    return this.status.update();
  }

  dispose(): void {
    this.status.dispose();
  }
}
