import * as vscode from "vscode";
import { Locator } from "../core/report/located";
import type { Finding, Severity } from "../core/rules/finding";
import { localize } from "../workspace/l10n";
import type { AnalysisService, SettledAnalysis } from "../workspace/analysis-service";

export const diagnosticSource = "bootsmith";

const severities: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
};

/** Shows every finding of the latest analysis in the Problems panel. */
export class DiagnosticsPublisher implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection(diagnosticSource);
  private readonly subscription: vscode.Disposable;

  constructor(private readonly analysis: AnalysisService) {
    this.subscription = analysis.onDidChange(() => this.publish());
  }

  private publish(): void {
    const { current } = this.analysis;
    if (current === undefined) return;
    const byFile = new Map<string, vscode.Diagnostic[]>();
    const locator = new Locator(current.snapshot);
    for (const finding of current.findings) {
      const list = byFile.get(finding.range.uri) ?? [];
      list.push(toDiagnostic(finding, locator));
      byFile.set(finding.range.uri, list);
    }
    this.collection.clear();
    this.collection.set([...byFile].map(([uri, diagnostics]) => [vscode.Uri.parse(uri, true), diagnostics]));
  }

  dispose(): void {
    this.subscription.dispose();
    this.collection.dispose();
  }
}

function toDiagnostic(finding: Finding, locator: Locator): vscode.Diagnostic {
  const sentence = localize(finding.message);
  const message = finding.condition === undefined ? sentence : `${sentence} (${localize(finding.condition)})`;
  const diagnostic = new vscode.Diagnostic(
    toRange(locator.locate(finding.range)),
    message,
    severities[finding.severity],
  );
  diagnostic.source = diagnosticSource;
  diagnostic.code = finding.code;
  diagnostic.relatedInformation = finding.related.map(
    (place) =>
      new vscode.DiagnosticRelatedInformation(
        new vscode.Location(vscode.Uri.parse(place.range.uri, true), toRange(locator.locate(place.range))),
        localize(place.message),
      ),
  );
  return diagnostic;
}

function toRange({ start, end }: ReturnType<Locator["locate"]>): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

/** The findings a diagnostic was made from. */
export function findingsAt(
  analysis: SettledAnalysis,
  uri: vscode.Uri,
  diagnostic: vscode.Diagnostic,
): readonly Finding[] {
  const locator = new Locator(analysis.snapshot);
  return analysis.findings.filter(
    (finding) =>
      finding.code === diagnostic.code &&
      finding.range.uri === uri.toString() &&
      toRange(locator.locate(finding.range)).isEqual(diagnostic.range),
  );
}
