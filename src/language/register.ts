import * as vscode from "vscode";
import { languageId } from "../manifest";
import type { AnalysisService } from "../workspace/analysis-service";
import { hoverOnAddress } from "./address-hover";
import type { LanguageFeature } from "./language-feature";
import { allScripts } from "./languages";

/** Where symbols of a linker script may be used. Assembler and Arduino have no language of VS Code's own. */
const sources: vscode.DocumentFilter[] = [
  { language: "c" },
  { language: "cpp" },
  { language: "rust" },
  { pattern: "**/*.{s,S,asm,ino}" },
];
const gnuScripts: vscode.DocumentSelector = { language: languageId };
const scripts: vscode.DocumentFilter[] = allScripts.map((language) => ({ language }));

/** What the editor tells of a text while one reads it, and does for a linker script while one writes it. */
export function registerLanguage(
  analysis: Pick<AnalysisService, "current" | "settled" | "layouts" | "onDidChange">,
): vscode.Disposable {
  let made: Promise<LanguageFeature> | undefined;
  const feature = () => (made ??= import("./language-feature").then((room) => new room.LanguageFeature(analysis)));
  return vscode.Disposable.from(
    { dispose: () => void made?.then((one) => one.dispose()) },
    vscode.languages.registerHoverProvider([...sources, ...scripts], {
      provideHover: (document, position) => hoverOnAddress(document, position, analysis),
    }),
    vscode.languages.registerHoverProvider(sources, {
      provideHover: async (document, position) =>
        analysis.layouts.length === 0 ? undefined : (await feature()).provideSymbolHover(document, position),
    }),
    vscode.languages.registerHoverProvider(scripts, {
      provideHover: async (document, position) => (await feature()).provideHover(document, position),
    }),
    vscode.languages.registerDocumentSymbolProvider(scripts, {
      provideDocumentSymbols: async (document) => (await feature()).provideDocumentSymbols(document),
    }),
    registerInlayHints(feature, analysis),
    registerEditing(feature),
    registerNavigation(feature),
    registerStatus(feature, analysis),
  );
}

type Feature = () => Promise<LanguageFeature>;

function registerInlayHints(feature: Feature, analysis: Pick<AnalysisService, "onDidChange">): vscode.Disposable {
  return vscode.languages.registerInlayHintsProvider(scripts, {
    // A value may come from another file.
    onDidChangeInlayHints: analysis.onDidChange,
    provideInlayHints: async (document, range) => (await feature()).provideInlayHints(document, range),
  });
}

function registerEditing(feature: Feature): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.languages.registerCompletionItemProvider(
      gnuScripts,
      {
        provideCompletionItems: async (document, position) =>
          (await feature()).provideCompletionItems(document, position),
      },
      ...[">", "(", "."],
    ),
    vscode.languages.registerFoldingRangeProvider(gnuScripts, {
      provideFoldingRanges: async (document) => (await feature()).provideFoldingRanges(document),
    }),
    vscode.languages.registerDocumentFormattingEditProvider(gnuScripts, {
      provideDocumentFormattingEdits: async (document, options) => (await feature()).format(document, options),
    }),
    vscode.languages.registerDocumentRangeFormattingEditProvider(gnuScripts, {
      provideDocumentRangeFormattingEdits: async (document, range, options) =>
        (await feature()).format(document, options, range),
    }),
  );
}

function registerNavigation(feature: Feature): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.languages.registerDefinitionProvider(gnuScripts, {
      provideDefinition: async (document, position) => (await feature()).provideDefinition(document, position),
    }),
    vscode.languages.registerReferenceProvider(gnuScripts, {
      provideReferences: async (document, position, context) =>
        (await feature()).provideReferences(document, position, context),
    }),
    vscode.languages.registerRenameProvider(gnuScripts, {
      prepareRename: async (document, position) => (await feature()).prepareRename(document, position),
      provideRenameEdits: async (document, position, newName) =>
        (await feature()).provideRenameEdits(document, position, newName),
    }),
  );
}

/** The status bar's entry; the feature is loaded when the first script is shown. */
function registerStatus(feature: Feature, analysis: Pick<AnalysisService, "onDidChange">): vscode.Disposable {
  let loaded = false;
  const update = async (): Promise<void> => {
    const language = vscode.window.activeTextEditor?.document.languageId ?? "";
    loaded ||= allScripts.includes(language);
    if (loaded) await (await feature()).updateStatus();
  };
  void update();
  return vscode.Disposable.from(
    vscode.window.onDidChangeActiveTextEditor(() => void update()),
    analysis.onDidChange(() => void update()),
  );
}
