import type { Uri } from "../project/snapshot";
import type { LocatedFinding } from "./located";

/** How a file is called in a report: a path for a person, relative where that helps. */
export type NameOf = (uri: Uri) => string;

/** `file:line:column: severity code: message`, as compilers write it, and a closing count. */
export function findingsText(findings: readonly LocatedFinding[], nameOf: NameOf): string {
  const lines = findings.flatMap((finding) => [
    `${place(finding, nameOf)}: ${finding.severity} ${finding.code}: ${finding.message}`,
    ...finding.related.map((related) => `    ${place(related, nameOf)}: ${related.message}`),
    ...finding.fixes.map((fix) => `    fix: ${fix.title}`),
  ]);
  const count = (severity: string): number => findings.filter((finding) => finding.severity === severity).length;
  lines.push(
    findings.length === 0
      ? "No findings."
      : `${count("error")} errors, ${count("warning")} warnings, ${count("information")} notes.`,
  );
  return lines.join("\n") + "\n";
}

/** Lines and columns count from 1, as in the text. */
export function findingsJson(findings: readonly LocatedFinding[], nameOf: NameOf): unknown {
  return findings.map((finding) => ({
    file: nameOf(finding.uri),
    line: finding.start.line + 1,
    column: finding.start.character + 1,
    endLine: finding.end.line + 1,
    endColumn: finding.end.character + 1,
    severity: finding.severity,
    code: finding.code,
    message: finding.message,
    related: finding.related.map((related) => ({
      file: nameOf(related.uri),
      line: related.start.line + 1,
      column: related.start.character + 1,
      message: related.message,
    })),
    fixes: finding.fixes.map(({ title }) => title),
  }));
}

function place(at: Pick<LocatedFinding, "uri" | "start">, nameOf: NameOf): string {
  return `${nameOf(at.uri)}:${at.start.line + 1}:${at.start.character + 1}`;
}
