import * as vscode from "vscode";
import type { SnippetKind } from "../core/snippets/request";
import { commands } from "../manifest";
import { localizeError } from "../workspace/l10n";
import type { SnippetDeps } from "./flow";
import { SnippetPreview } from "./preview";
import type { SnippetFeature } from "./snippet-feature";

/** Files that snippets can stand in. */
const codeFiles: vscode.DocumentSelector = [
  ...["c", "cpp", "rust", "arduino"].map((language) => ({ language })),
  { pattern: "**/*.ino" },
];

/** Code that enters a bootloader or an application: by command, as completion, and where its address stands already. */
export function registerSnippets(deps: SnippetDeps): vscode.Disposable {
  const preview = new SnippetPreview();
  let made: Promise<SnippetFeature> | undefined;
  const feature = () => (made ??= import("./snippet-feature").then((room) => new room.SnippetFeature(deps, preview)));
  const insert = (kind: SnippetKind) => async (part: unknown) => {
    try {
      // Whoever calls the command may pass anything; the context menu passes the file.
      await (await feature()).insert(kind, typeof part === "string" ? part : undefined);
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
      provideCompletionItems: async (document, position) =>
        (await feature()).completions.provideCompletionItems(document, position),
      resolveCompletionItem: async (item) => (await feature()).completions.resolveCompletionItem(item),
    }),
    vscode.languages.registerCodeActionsProvider(
      codeFiles,
      { provideCodeActions: async (document, range) => (await feature()).actions.provideCodeActions(document, range) },
      { providedCodeActionKinds: [vscode.CodeActionKind.RefactorRewrite] },
    ),
  );
}

function showFailure(log: vscode.LogOutputChannel, error: unknown): void {
  const { message, nextStep } = localizeError(error);
  log.error(error instanceof Error ? error : message);
  void vscode.window.showErrorMessage([message, nextStep ?? ""].join(" ").trim());
}
