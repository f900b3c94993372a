import * as vscode from "vscode";
import type { SnippetKind } from "../core/snippets/request";
import { commands } from "../manifest";
import { localizeError } from "../workspace/l10n";
import type { SnippetFeature } from "./feature";
import type { SnippetDeps } from "./flow";
import { snippetFeature } from "./load-feature";
import { SnippetPreview } from "./preview";

/** Files that snippets can stand in. */
const codeFiles: vscode.DocumentSelector = [
  ...["c", "cpp", "rust", "arduino"].map((language) => ({ language })),
  { pattern: "**/*.ino" },
];

/** Code that enters a bootloader or an application: by command, as completion, and where its address stands already. */
export function registerSnippets(deps: SnippetDeps): vscode.Disposable {
  const preview = new SnippetPreview();
  let made: SnippetFeature | undefined;
  const feature = () => (made ??= new (snippetFeature().SnippetFeature)(deps, preview));
  const insert = (kind: SnippetKind) => async (part: unknown) => {
    try {
      // Whoever calls the command may pass anything; the context menu passes the file.
      await feature().insert(kind, typeof part === "string" ? part : undefined);
    } catch (error) {
      showFailure(deps.log, error);
    }
  };
  return vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(SnippetPreview.scheme, preview),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => preview.forget(uri)),
    vscode.commands.registerCommand(commands.insertSystemBootloaderJump, insert("system-bootloader")),
    vscode.commands.registerCommand(commands.insertApplicationJump, insert("application")),
    vscode.commands.registerCommand(commands.insertOwnBootloader, insert("own-bootloader")),
    vscode.languages.registerCompletionItemProvider(codeFiles, {
      provideCompletionItems: (document, position) => feature().completions.provideCompletionItems(document, position),
      resolveCompletionItem: (item) => feature().completions.resolveCompletionItem(item),
    }),
    vscode.languages.registerCodeActionsProvider(
      codeFiles,
      { provideCodeActions: (document, range) => feature().actions.provideCodeActions(document, range) },
      { providedCodeActionKinds: [vscode.CodeActionKind.RefactorRewrite] },
    ),
  );
}

function showFailure(log: vscode.LogOutputChannel, error: unknown): void {
  const { message, nextStep } = localizeError(error);
  log.error(error instanceof Error ? error : message);
  void vscode.window.showErrorMessage([message, nextStep ?? ""].join(" ").trim());
}
