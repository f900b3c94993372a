import * as vscode from "vscode";
import { loadAnalysis } from "../core/load-analysis";
import type { Fix } from "../core/rules/finding";
import { internalCommands } from "../manifest";
import type { AnalysisService } from "../workspace/analysis-service";
import { applyFix } from "./apply-fix";
import { FixPreview } from "./fix-preview";
import { FindingActions } from "./code-actions";
import { DiagnosticsPublisher } from "./publisher";

/** Findings in the Problems panel, their quick fixes, and the page that explains each. */
export function registerDiagnostics(analysis: AnalysisService, extensionUri: vscode.Uri): vscode.Disposable {
  const preview = new FixPreview();
  return vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(FixPreview.scheme, preview),
    new DiagnosticsPublisher(analysis),
    vscode.languages.registerCodeActionsProvider(
      { pattern: "**/*" },
      new FindingActions(analysis),
      FindingActions.metadata,
    ),
    vscode.commands.registerCommand(internalCommands.applyFix, async (fix: Fix, previewed: boolean) => {
      if (!previewed || (await preview.confirm(fix))) await applyFix(fix);
    }),
    vscode.commands.registerCommand(internalCommands.explainFinding, (code: string) =>
      explainFinding(code, extensionUri),
    ),
  );
}

async function explainFinding(code: string, extensionUri: vscode.Uri): Promise<void> {
  if (!loadAnalysis().isFindingCode(code)) return;
  await vscode.commands.executeCommand(
    "markdown.showPreview",
    vscode.Uri.joinPath(extensionUri, "media", "rules", `${code}.md`),
  );
}
