import * as vscode from "vscode";
import type { SnippetKind, WrittenSnippet } from "../core/snippets/request";
import { snippetFiles } from "../core/snippets/file-pair";
import { commands } from "../manifest";
import type { AnalysisService, SettledAnalysis } from "../workspace/analysis-service";
import { askRequest, kindTitle, written, type CompleteRequest } from "./ask-request";
import { decide } from "./decide";
import { fileName } from "./entry-points";
import { contextOf, type FileContext } from "./file-context";
import { fitToEditor, fitToPlace } from "./fit-to-editor";
import { insertCode, styleOfNewFile, targetOf, type Target } from "./insert";
import { askFolder, createFiles } from "./new-files";
import type { SnippetPreview } from "./preview";
import { flavourWords } from "./questions";
import { sourceFolders, type ProposedFolder } from "./source-folders";

/** What the snippets feature is given. */
export interface SnippetDeps {
  readonly analysis: Pick<AnalysisService, "settled" | "current">;
  readonly log: vscode.LogOutputChannel;
}

/** One run of the command: what was asked for, and where it may go. */
interface Run {
  readonly request: CompleteRequest;
  readonly snippet: WrittenSnippet;
  /** Name of its files, without extension. */
  readonly name: string;
  readonly target: Target | undefined;
  readonly context: FileContext;
  readonly analysis: SettledAnalysis | undefined;
  readonly beside: vscode.Uri | undefined;
}

/**
 * Asks what is needed, shows the code, and asks what becomes of it. Nothing is written before.
 * @param part the chip, where it is settled already
 */
export async function insertSnippet(
  { analysis: service }: SnippetDeps,
  preview: SnippetPreview,
  kind: SnippetKind,
  part?: string,
): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const document = editor?.viewColumn === undefined ? undefined : editor.document;
  const analysis = await service.settled();
  const context = contextOf(document === undefined ? undefined : openFile(document), analysis);
  const request = await askRequest(kind, context, part);
  const snippet = request === undefined ? undefined : await written(request);
  if (request === undefined || snippet === undefined) {
    return;
  }
  const beside = document?.isUntitled === false ? document.uri : undefined;
  const target = targetOf(editor, snippet.language);
  const name = fileName(kind, request.entry);
  await decideOn({ request, snippet, name, target, context, analysis, beside }, preview);
}

export function openFile(document: vscode.TextDocument) {
  return { uri: document.uri.toString(), language: document.languageId, text: document.getText() };
}

async function decideOn(run: Run, preview: SnippetPreview): Promise<void> {
  const { request, snippet, name, target } = run;
  const { code, language, conditions } = snippet;
  const shown =
    target === undefined
      ? fitToEditor(code, language, styleOfNewFile(language))
      : fitToPlace(code, language, target.place, target.style);
  const files = snippetFiles(snippet, name).map((file) => file.name);
  const editor = await preview.show(files[0] ?? name, shown);
  const decision = await decide({
    title: vscode.l10n.t("{0}: {1}, {2}", kindTitle(request.kind), request.device, flavourWords(request.flavour).label),
    editor,
    conditions,
    target: target === undefined ? undefined : vscode.workspace.asRelativePath(target.document.uri),
    files: files.join(", "),
  });
  if (decision === "help") {
    await vscode.commands.executeCommand(commands.bootloaderHelp, request.device);
  }
  if (decision === "keep" || decision === "help") {
    return;
  }
  await preview.close(editor.document.uri);
  if (decision === "insert") {
    await insertCode(code, language, target);
    void vscode.window.showInformationMessage(
      vscode.l10n.t("Code for {0} is inserted. Its first comment says where each part goes.", request.device),
    );
  } else if (decision === "files") {
    await saveFiles(run);
  }
}

async function saveFiles(run: Run): Promise<void> {
  const { request, snippet, name, target } = run;
  const folder = await askFolder(proposedFolders(run), kindTitle(request.kind));
  if (folder === undefined) {
    return;
  }
  const style = target?.style ?? styleOfNewFile(snippet.language);
  const names = await createFiles(snippet, name, folder, (code) => fitToEditor(code, snippet.language, style));
  if (names === undefined) {
    void vscode.window.showErrorMessage(
      vscode.l10n.t("No file was made in {0}. May it be written?", vscode.workspace.asRelativePath(folder)),
    );
    return;
  }
  void vscode.window.showInformationMessage(
    vscode.l10n.t("Made for {0}: {1}. Add it to the build.", request.device, names.join(", ")),
  );
}

/** Beside the open file, then where the images keep their sources, then the folders of the workspace. */
function proposedFolders({ beside, context, request, analysis }: Run): readonly ProposedFolder[] {
  const sources = sourceFolders(context.layouts, request.kind, analysis?.snapshot.listing ?? []);
  const all: ProposedFolder[] = [
    ...(beside === undefined
      ? []
      : [
          {
            folder: vscode.Uri.joinPath(beside, "..").toString(),
            why: vscode.l10n.t("beside {0}", beside.path.slice(beside.path.lastIndexOf("/") + 1)),
          },
        ]),
    ...sources,
    ...(vscode.workspace.workspaceFolders ?? []).map(({ uri }) => ({
      folder: uri.toString(),
      why: vscode.l10n.t("folder of the workspace"),
    })),
  ];
  return all.filter(({ folder }, i) => all.findIndex((one) => one.folder === folder) === i);
}
