import type { ArtifactChange, Fix, Log, PhysicalLocation, Region } from "sarif";
import type { NameOf } from "./findings-report";
import type { LocatedFinding, LocatedFix } from "./located";

const levels = { error: "error", warning: "warning", information: "note" } as const;

/** A SARIF 2.1.0 log of one run (OASIS, sarif-v2.1.0). File names are relative URIs. */
export function sarif(findings: readonly LocatedFinding[], nameOf: NameOf, version: string): Log {
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
          ...(finding.fixes.length > 0 && { fixes: finding.fixes.map((fix) => fixOf(fix, nameOf)) }),
        })),
      },
    ],
  };
}

type Place = Pick<LocatedFinding, "uri" | "start" | "end">;

function physical(at: Place, nameOf: NameOf): PhysicalLocation {
  return { artifactLocation: { uri: relativeUri(at, nameOf) }, region: region(at) };
}

/** One change per file, as §3.56 asks. */
function fixOf({ title, edits }: LocatedFix, nameOf: NameOf): Fix {
  const byFile = new Map<string, ArtifactChange>();
  for (const edit of edits) {
    const uri = relativeUri(edit, nameOf);
    const change = byFile.get(uri) ?? { artifactLocation: { uri }, replacements: [] };
    change.replacements.push({ deletedRegion: region(edit), insertedContent: { text: edit.replacement } });
    byFile.set(uri, change);
  }
  return { description: { text: title }, artifactChanges: [...byFile.values()] };
}

function relativeUri({ uri }: Pick<Place, "uri">, nameOf: NameOf): string {
  return nameOf(uri).split("/").map(encodeURIComponent).join("/");
}

/** Lines and columns count from 1. */
function region({ start, end }: Place): Region {
  return {
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}
