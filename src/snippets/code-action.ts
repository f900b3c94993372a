import * as vscode from "vscode";
import { commands } from "../manifest";
import { chipNames } from "./chip-names";
import { contextOf } from "./file-context";
import { openFile, type SnippetDeps } from "./flow";
import { romLiteralAt } from "./rom-literal";

/** On the address of a system bootloader in code: a jump that is made for the chip, with a preview. */
export class JumpActions implements vscode.CodeActionProvider {
  constructor(private readonly analysis: SnippetDeps["analysis"]) {}

  provideCodeActions(document: vscode.TextDocument, { start, end }: vscode.Range): vscode.CodeAction[] {
    const line = document.lineAt(start.line).text;
    const last = end.line === start.line ? end.character : line.length;
    if (romLiteralAt(line, start.character, last) === undefined) {
      return [];
    }
    const [chip, ...others] = chipNames(contextOf(openFile(document), this.analysis.current).own);
    const isKnown = chip !== undefined && others.length === 0;
    const title = isKnown
      ? vscode.l10n.t("Bootsmith: Insert a jump made for {0}…", chip)
      : vscode.l10n.t("Bootsmith: Insert a jump made for the chip…");
    const action = new vscode.CodeAction(title, vscode.CodeActionKind.RefactorRewrite);
    action.command = {
      command: commands.insertSystemBootloaderJump,
      title,
      ...(isKnown ? { arguments: [chip] } : {}),
    };
    return [action];
  }
}
