import type { ProjectSettings } from "../project/discovery";
import { isInside } from "../project/paths";
import type { SourceRange, SnapshotReader, Uri } from "../project/snapshot";
import { closest } from "../mcu/closest";
import { text } from "../text";
import { allCodes, isFindingCode } from "./all-rules";
import type { Finding, RuleLevel } from "./finding";
import { unknownSuppression, unsuppressed } from "./suppression";

/** The member `rules` of one `bootsmith.json`: what it makes of findings in its folder. */
export interface DeclaredLevels {
  readonly folder: Uri;
  readonly levels: readonly { readonly code: string; readonly level: RuleLevel; readonly range: SourceRange }[];
}

/**
 * The findings as people want to see them: comments silence single ones, `bootsmith.json` and the settings of the
 * workspace folder give a code another severity or switch it off. The setting wins, then the nearest `bootsmith.json`.
 */
export function withLevels(
  findings: readonly Finding[],
  declared: readonly DeclaredLevels[],
  settings: Readonly<Record<Uri, ProjectSettings>>,
  files: SnapshotReader,
): readonly Finding[] {
  const nearestFirst = declared.toSorted((a, b) => b.folder.length - a.folder.length);
  const roots = Object.keys(settings).toSorted((a, b) => b.length - a.length);
  const shown = [...unsuppressed(findings, files), ...declared.flatMap(unknownCodes)];
  return shown
    .flatMap((finding) => {
      const { uri } = finding.range;
      const root = roots.find((folder) => isInside(uri, folder));
      const level =
        (root === undefined ? undefined : levelIn(settings[root]?.rules ?? {}, finding.code)) ??
        nearestFirst
          .filter(({ folder }) => isInside(uri, folder))
          .flatMap(({ levels }) => levels.findLast(({ code }) => code === finding.code)?.level ?? [])[0] ??
        finding.severity;
      return level === "off" ? [] : [level === finding.severity ? finding : { ...finding, severity: level }];
    })
    .sort(byPlace);
}

function byPlace({ range: a }: Finding, { range: b }: Finding): number {
  return a.uri === b.uri ? a.start - b.start : a.uri < b.uri ? -1 : 1;
}

function levelIn(rules: ProjectSettings["rules"], code: string): RuleLevel | undefined {
  return Object.hasOwn(rules, code) ? rules[code] : undefined;
}

function unknownCodes({ levels }: DeclaredLevels): Finding[] {
  return levels
    .filter(({ code }) => !isFindingCode(code))
    .map(({ code, range }) => {
      const [like = ""] = closest(code, allCodes(), 1);
      return {
        code: unknownSuppression,
        severity: "information",
        range,
        message: text('No finding has the code "{0}". Did you mean {1}?', code, like),
        related: [],
        fixes: [
          { title: text('Write "{0}"', like), edits: [{ range, current: code, replacement: like }], preferred: true },
        ],
        refused: [],
      };
    });
}
