import * as vscode from "vscode";
import type { Text } from "../core/text";
import { commands, imageSetsView } from "../manifest";
import type { AnalysisService } from "../workspace/analysis-service";
import { localize, localizeError } from "../workspace/l10n";
import type { SetEditor } from "./edit-sets";
import { childrenOf, lookOf, setNodes, type SetNode } from "./set-nodes";

/** The view “Image Sets” and its commands: which images share one chip's flash, why, and how to say otherwise. */
export function registerImageSets(
  analysis: Pick<AnalysisService, "settled" | "layouts" | "onDidChange">,
): vscode.Disposable {
  const changed = new vscode.EventEmitter<undefined>();
  const view = vscode.window.createTreeView<SetNode>(imageSetsView, {
    showCollapseAll: true,
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getTreeItem: itemOf,
      getChildren: (node) => [...(node === undefined ? setNodes(analysis.layouts) : childrenOf(node))],
    },
  });
  const on = (command: string, run: (editor: SetEditor, node: unknown) => Promise<void>): vscode.Disposable =>
    vscode.commands.registerCommand(command, async (node: unknown) => {
      try {
        const { SetEditor: Editor } = await import("./edit-sets");
        await run(new Editor(analysis), node);
      } catch (error) {
        const { message, nextStep } = localizeError(error);
        void vscode.window.showErrorMessage(nextStep === undefined ? message : `${message} ${nextStep}`);
      }
    });
  return vscode.Disposable.from(
    changed,
    view,
    analysis.onDidChange(() => changed.fire(undefined)),
    on(commands.editImageSet, (editor, node) => editor.edit(node)),
    on(commands.joinImages, (editor) => editor.join()),
    on(commands.separateImages, (editor, node) => editor.separate(node)),
    on(commands.changeRole, (editor, node) => editor.changeRole(node)),
  );
}

function itemOf(node: SetNode): vscode.TreeItem {
  const { id, label, description, icon, context, expanded } = lookOf(node);
  const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(label, expanded === undefined ? None : expanded ? Expanded : Collapsed);
  const words = (some: readonly Text[]): string => some.map(localize).join(" · ");
  item.id = id;
  item.description = words(description);
  item.contextValue = context;
  item.iconPath = new vscode.ThemeIcon(icon);
  item.tooltip = [label, ...description.map(localize)].join("\n");
  item.accessibilityInformation = { label: [label, ...description.map(localize)].join(", ") };
  if (node.kind === "file") {
    item.resourceUri = vscode.Uri.parse(node.uri, true);
    item.command = { command: "vscode.open", title: vscode.l10n.t("Open"), arguments: [item.resourceUri] };
  }
  return item;
}
