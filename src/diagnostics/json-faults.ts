import * as vscode from "vscode";
import type { Finding } from "../core/rules/finding";

/** Codes of findings about how a JSON file is written; VS Code says the same of files that are open, by their schemas. */
const jsonCodes: readonly string[] = ["json-syntax", "bootsmith-json"];

/** Whether VS Code's own JSON support has a problem in a line of this finding: then ours is a second word for one mistake. */
export function isToldByJson({ code, severity, range: { uri } }: Finding, range: vscode.Range): boolean {
  if (severity !== "error" || !jsonCodes.includes(code)) return false;
  return vscode.languages
    .getDiagnostics(vscode.Uri.parse(uri, true))
    .some((one) => isJson(one) && one.range.start.line <= range.end.line && one.range.end.line >= range.start.line);
}

/** Whether the change may be VS Code's check of a JSON file. */
export function concernsJson({ uris }: vscode.DiagnosticChangeEvent): boolean {
  return uris.some(({ path }) => /\.json5?$/i.test(path));
}

function isJson({ source }: vscode.Diagnostic): boolean {
  return source === "json" || source === "jsonc";
}
