import * as vscode from "vscode";
import { lineOfMention } from "../core/language/mentions";
import { definitionsAt, referencesAt } from "../core/language/references";
import { rename, renameTarget, type Mention } from "../core/language/rename";
import { linkerScriptOf } from "../core/project/linker-script-of";
import { hashText, SnapshotReader, type Uri } from "../core/project/snapshot";
import type { Text } from "../core/text";
import { localize } from "../workspace/l10n";
import { VscodeSourceTree } from "../workspace/vscode-source-tree";
import { locationOf, scriptsOf, type ScriptViews } from "./script-views";

/** Where the name under the cursor is defined. */
export async function definitionsInScript(
  views: ScriptViews,
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<vscode.Location[]> {
  const found = await views.of(document);
  const open = { uri: document.uri.toString(), text: document.getText() };
  const [first] = found;
  if (first === undefined) return [];
  const ranges = definitionsAt(scriptsOf(found), open, document.offsetAt(position));
  return ranges.map((range) => locationOf(range, first.textOf));
}

/** Every place of the name under the cursor, also in scripts that share a file with this one. */
export async function referencesInScript(
  views: ScriptViews,
  document: vscode.TextDocument,
  position: vscode.Position,
  { includeDeclaration }: vscode.ReferenceContext,
): Promise<vscode.Location[]> {
  const found = await views.sharing(document);
  const open = { uri: document.uri.toString(), text: document.getText() };
  const [first] = found;
  if (first === undefined) return [];
  return referencesAt(scriptsOf(found), open, document.offsetAt(position), first.textOf)
    .filter(({ role }) => includeDeclaration || role === "reference")
    .map(({ range }) => locationOf(range, first.textOf));
}

/** The name that a rename would change; throws the reason where it cannot be. */
export async function prepareRenameInScript(
  views: ScriptViews,
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<vscode.Range> {
  const { start, end } = subjectOf(scriptsOf(await views.sharing(document)), document, position);
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}

/** The edits that rename the name under the cursor in all files; throws the reason where it cannot be. */
export async function renameInScript(
  views: ScriptViews,
  document: vscode.TextDocument,
  position: vscode.Position,
  newName: string,
): Promise<vscode.WorkspaceEdit> {
  const found = await views.sharing(document);
  const scripts = scriptsOf(found);
  const subject = subjectOf(scripts, document, position);
  const edit = new vscode.WorkspaceEdit();
  const [first] = found;
  if (first === undefined || newName === subject.name) return edit;
  const { snapshot, textOf } = first;
  const own = new Set(scripts.flatMap(({ files }) => files));
  const others = snapshot.listing.filter((uri) => sourceFile.test(uri) && !own.has(uri));
  const usedOutside = subject.kind === "symbol" || subject.kind === "macro";
  const mentions = usedOutside ? await mentionsIn(others, subject.name) : [];
  const reread = (texts: ReadonlyMap<Uri, string>) => {
    const changed = [...texts].map(([uri, text]) => [uri, { uri, text, hash: hashText(text) }] as const);
    const files = new SnapshotReader({ ...snapshot, texts: new Map([...snapshot.texts, ...changed]) });
    return scripts.map(({ uri, options }) =>
      linkerScriptOf(uri, files, options ?? { defines: {}, defsyms: {}, includePaths: [] }),
    );
  };
  const renaming = rename(scripts, subject, newName, textOf, reread, mentions);
  if ("refused" in renaming) throw refusal(renaming.refused);
  for (const range of renaming.ranges) {
    const place = locationOf(range, textOf);
    edit.replace(place.uri, place.range, newName);
  }
  return edit;
}

function subjectOf(scripts: ReturnType<typeof scriptsOf>, document: vscode.TextDocument, position: vscode.Position) {
  const open = { uri: document.uri.toString(), text: document.getText() };
  const target = renameTarget(scripts, open, document.offsetAt(position));
  if ("refused" in target) throw refusal(target.refused);
  return target.subject;
}

/** VS Code shows the message of what a rename provider throws. */
function refusal(reason: Text): Error {
  return new Error(localize(reason));
}

const sourceFile = /\.(c|cc|cpp|cxx|h|hh|hpp|ino|s|asm|rs)$/i;
/** More sources than this are not searched: the first mention is enough, and it is rarely in the last file. */
const mostSources = 10_000;

/** Where sources that no linker script includes use a name, outside comments. */
async function mentionsIn(sources: readonly Uri[], name: string): Promise<Mention[]> {
  const tree = new VscodeSourceTree();
  for (const uri of sources.slice(0, mostSources)) {
    const source = await tree.readText(uri);
    const line = typeof source === "string" ? lineOfMention(source, name) : undefined;
    if (line !== undefined) return [{ uri, line }];
  }
  return [];
}
