import type { LocatedFinding } from "./located";
import type { NameOf } from "./findings-report";

const levels = { error: "error", warning: "warning", information: "note" } as const;

/** A SARIF 2.1.0 log of one run (OASIS, sarif-v2.1.0). File names are relative URIs. */
export function sarif(findings: readonly LocatedFinding[], nameOf: NameOf, version: string): unknown {
  const codes = [...new Set(findings.map((finding) => finding.code))].sort();
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "bootsmith", version, rules: codes.map((id) => ({ id })) } },
        columnKind: "utf16CodeUnits",
        results: findings.map((finding) => ({
          ruleId: finding.code,
          ruleIndex: codes.indexOf(finding.code),
          level: levels[finding.severity],
          message: { text: finding.message },
          locations: [{ physicalLocation: physical(finding, nameOf) }],
          relatedLocations: finding.related.map((related, id) => ({
            id,
            physicalLocation: physical(related, nameOf),
            message: { text: related.message },
          })),
        })),
      },
    ],
  };
}

function physical(at: Pick<LocatedFinding, "uri" | "start" | "end">, nameOf: NameOf): unknown {
  return {
    artifactLocation: { uri: nameOf(at.uri).split("/").map(encodeURIComponent).join("/") },
    region: {
      startLine: at.start.line + 1,
      startColumn: at.start.character + 1,
      endLine: at.end.line + 1,
      endColumn: at.end.character + 1,
    },
  };
}
