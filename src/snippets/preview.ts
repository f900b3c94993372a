import * as vscode from "vscode";

/** Shows code that is not written yet: read-only documents of our own, named as the file the code would become. */
export class SnippetPreview implements vscode.TextDocumentContentProvider {
  static readonly scheme = "bootsmith-snippet";
  private readonly contents = new Map<string, string>();
  private count = 0;

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.contents.get(uri.toString()) ?? "";
  }

  /** Opens the code beside the active editor, which keeps the focus. */
  async show(name: string, code: string): Promise<vscode.TextEditor> {
    // A document is read once: each preview has an address of its own.
    const uri = vscode.Uri.from({ scheme: SnippetPreview.scheme, path: `/${name}`, query: String(++this.count) });
    this.contents.set(uri.toString(), code);
    return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), {
      viewColumn: vscode.ViewColumn.Beside,
      preserveFocus: true,
      preview: true,
    });
  }

  async close(uri: vscode.Uri): Promise<void> {
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    const own = tabs.filter(({ input }) => input instanceof vscode.TabInputText && sameUri(input.uri, uri));
    await vscode.window.tabGroups.close(own);
  }

  /** Nobody can ask again for what is closed. */
  forget(uri: vscode.Uri): void {
    this.contents.delete(uri.toString());
  }
}

function sameUri(one: vscode.Uri, other: vscode.Uri): boolean {
  return one.toString() === other.toString();
}
