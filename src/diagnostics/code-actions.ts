import * as vscode from "vscode";
import { loadAnalysis } from "../core/load-analysis";
import type { Finding, Fix } from "../core/rules/finding";
import { internalCommands } from "../manifest";
import { localize } from "../workspace/l10n";
import type { AnalysisService, SettledAnalysis } from "../workspace/analysis-service";
import { diagnosticSource, findingsAt } from "./publisher";

/** Quick fixes of findings: mend every file at once, the same with a preview, or read what the finding means. */
export class FindingActions implements vscode.CodeActionProvider {
  static readonly metadata: vscode.CodeActionProviderMetadata = {
    providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
  };

  constructor(private readonly analysis: AnalysisService) {}

  provideCodeActions(
    document: vscode.TextDocument,
    _range: vscode.Range,
    context: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    const { current } = this.analysis;
    if (current === undefined) return [];
    const own = context.diagnostics.filter((diagnostic) => diagnostic.source === diagnosticSource);
    return own.flatMap((diagnostic) => {
      const findings = findingsAt(current, document.uri, diagnostic);
      return [
        ...findings.flatMap((finding) => finding.fixes.flatMap((fix) => fixActions(fix, diagnostic))),
        ...findings.flatMap((finding) =>
          finding.refused.map((refused) =>
            refusedAction(localize(refused.title), localize(refused.reason), diagnostic),
          ),
        ),
        ...findings.slice(0, 1).flatMap((finding) => ignoreAction(finding, current, diagnostic)),
        ...(typeof diagnostic.code === "string" ? [explainAction(diagnostic.code, diagnostic)] : []),
      ];
    });
  }
}

function fixActions(fix: Fix, diagnostic: vscode.Diagnostic): vscode.CodeAction[] {
  const title = localize(fix.title);
  const files = new Set(fix.edits.map((edit) => edit.range.uri)).size;
  const counted = files === 1 ? title : vscode.l10n.t("{0} ({1} files)", title, files);
  const apply = action(counted, diagnostic, internalCommands.applyFix, fix, false);
  apply.isPreferred = fix.preferred;
  return [apply, action(vscode.l10n.t("{0}: preview…", counted), diagnostic, internalCommands.applyFix, fix, true)];
}

function refusedAction(title: string, reason: string, diagnostic: vscode.Diagnostic): vscode.CodeAction {
  const refused = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  refused.diagnostics = [diagnostic];
  refused.disabled = { reason };
  return refused;
}

/** Silences the finding by a comment; nothing where its file takes none. */
function ignoreAction(
  finding: Finding,
  { snapshot }: SettledAnalysis,
  diagnostic: vscode.Diagnostic,
): vscode.CodeAction[] {
  const file = snapshot.texts.get(finding.range.uri);
  const fix = file === undefined || "absent" in file ? undefined : loadAnalysis().suppressionEdit(finding, file);
  return fix === undefined ? [] : [action(localize(fix.title), diagnostic, internalCommands.applyFix, fix, false)];
}

function explainAction(code: string, diagnostic: vscode.Diagnostic): vscode.CodeAction {
  return action(vscode.l10n.t("Explain {0}", code), diagnostic, internalCommands.explainFinding, code);
}

function action(title: string, diagnostic: vscode.Diagnostic, command: string, ...args: unknown[]): vscode.CodeAction {
  const made = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  made.diagnostics = [diagnostic];
  made.command = { command, title, arguments: args };
  return made;
}
