import * as vscode from "vscode";
import { Locator } from "../core/report/located";
import type { Finding, Severity } from "../core/rules/finding";
import { localize } from "../workspace/l10n";
import type { AnalysisService, SettledAnalysis } from "../workspace/analysis-service";
import { concernsJson, isToldByJson } from "./json-faults";

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
  /** Findings that VS Code's check of JSON tells already. */
  private hidden = "";

  constructor(private readonly analysis: AnalysisService) {
    this.subscription = vscode.Disposable.from(
      analysis.onDidChange(() => this.publish()),
      vscode.languages.onDidChangeDiagnostics((change) => {
        if (concernsJson(change)) this.jsonChecked();
      }),
    );
  }

  private publish(): void {
    const { current } = this.analysis;
    if (current === undefined) return;
    const byFile = new Map<string, vscode.Diagnostic[]>();
    const locator = new Locator(current.snapshot);
    const hidden = new Set(this.toldByJson(current, locator));
    this.hidden = [...hidden].map(keyOf).join("\n");
    for (const finding of current.findings) {
      if (hidden.has(finding)) continue;
      const list = byFile.get(finding.range.uri) ?? [];
      list.push(toDiagnostic(finding, locator));
      byFile.set(finding.range.uri, list);
    }
    this.collection.clear();
    this.collection.set([...byFile].map(([uri, diagnostics]) => [vscode.Uri.parse(uri, true), diagnostics]));
  }

  /** VS Code has checked a JSON file, or forgotten it with its tab: then our word for the same mistake goes or comes. */
  private jsonChecked(): void {
    const { current } = this.analysis;
    if (current === undefined) return;
    const hidden = this.toldByJson(current, new Locator(current.snapshot)).map(keyOf).join("\n");
    if (hidden !== this.hidden) this.publish();
  }

  private toldByJson({ findings }: SettledAnalysis, locator: Locator): readonly Finding[] {
    return findings.filter((finding) => isToldByJson(finding, toRange(locator.locate(finding.range))));
  }

  dispose(): void {
    this.subscription.dispose();
    this.collection.dispose();
  }
}

function keyOf({ code, range: { uri, start } }: Finding): string {
  return `${code} ${uri} ${start}`;
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
