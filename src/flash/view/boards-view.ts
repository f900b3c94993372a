import * as vscode from "vscode";
import { boardsView, commands } from "../../manifest";
import type { Text } from "../../core/text";
import { localize } from "../../workspace/l10n";
import { lookOf, type BoardNode } from "./board-nodes";

/** What the view shows; made when the view is first in sight, since looking for boards loads USB. */
export interface BoardsTree {
  children(node?: BoardNode): Promise<readonly BoardNode[]>;
  /** Called when the rows must be asked for again. */
  readonly onDidChange: vscode.Event<void>;
  /** Follows plugging and unplugging, or stops to. */
  watch(visible: boolean): void;
}

/** The view “Boards”: empty in Restricted Mode, and without a look at USB until somebody sees it. */
export function registerBoardsView(open: () => Promise<BoardsTree>): vscode.Disposable {
  const changed = new vscode.EventEmitter<undefined>();
  const parts: { dispose(): unknown }[] = [changed];
  let opened: Promise<BoardsTree> | undefined;
  const tree = () =>
    (opened ??= open().then((made) => {
      parts.push(made.onDidChange(() => changed.fire(undefined)));
      made.watch(view.visible);
      return made;
    }));
  const view = vscode.window.createTreeView<BoardNode>(boardsView, {
    showCollapseAll: true,
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getTreeItem: itemOf,
      getChildren: async (node) => (vscode.workspace.isTrusted ? [...(await (await tree()).children(node))] : []),
    },
  });
  return vscode.Disposable.from(
    view,
    view.onDidChangeVisibility(({ visible }) => void opened?.then((made) => made.watch(visible))),
    vscode.workspace.onDidGrantWorkspaceTrust(() => changed.fire(undefined)),
    { dispose: () => parts.forEach((part) => part.dispose()) },
  );
}

function itemOf(node: BoardNode): vscode.TreeItem {
  const { id, label, description, tooltip, icon, context, expandable } = lookOf(node);
  const { None, Collapsed } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(localize(label), expandable ? Collapsed : None);
  const words = (some: readonly Text[]): string => some.map(localize).join(" · ");
  item.id = id;
  item.description = words(description);
  item.contextValue = context;
  const all = [localize(label), ...description.map(localize)];
  // A narrow side bar cuts the description off.
  item.tooltip = tooltip === null ? all.join("\n") : localize(tooltip);
  if (icon !== "") item.iconPath = new vscode.ThemeIcon(icon);
  if (node.kind === "fault") item.command = { command: commands.usbHelp, title: vscode.l10n.t("Help with USB") };
  item.accessibilityInformation = { label: all.join(", ") };
  return item;
}
