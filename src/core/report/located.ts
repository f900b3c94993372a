import { LineIndex, type Position } from "../project/position";
import type { Snapshot, SourceRange, Uri } from "../project/snapshot";
import type { Finding } from "../rules/finding";
import { english } from "../text";

/** A finding with lines instead of offsets, in English: what text, JSON and SARIF are made from. */
export interface LocatedFinding {
  readonly code: string;
  readonly severity: Finding["severity"];
  readonly message: string;
  readonly uri: Uri;
  readonly start: Position;
  readonly end: Position;
  readonly related: readonly {
    readonly uri: Uri;
    readonly start: Position;
    readonly end: Position;
    readonly message: string;
  }[];
  readonly fixes: readonly LocatedFix[];
}

/** A fix with the places that it replaces. */
export interface LocatedFix {
  readonly title: string;
  readonly edits: readonly {
    readonly uri: Uri;
    readonly start: Position;
    readonly end: Position;
    readonly replacement: string;
  }[];
}

/** Turns the offsets of ranges into lines, over the texts they were computed from. */
export class Locator {
  private readonly indices = new Map<Uri, LineIndex>();

  constructor(private readonly snapshot: Snapshot) {}

  locate(range: SourceRange): { readonly start: Position; readonly end: Position } {
    const index = this.indexOf(range.uri);
    return { start: index.position(range.start), end: index.position(range.end) };
  }

  private indexOf(uri: Uri): LineIndex {
    const known = this.indices.get(uri);
    if (known !== undefined) return known;
    const file = this.snapshot.texts.get(uri);
    const index = new LineIndex(file !== undefined && "text" in file ? file.text : "");
    this.indices.set(uri, index);
    return index;
  }
}

export function locateFindings(findings: readonly Finding[], snapshot: Snapshot): readonly LocatedFinding[] {
  const locator = new Locator(snapshot);
  return findings.map((finding) => ({
    code: finding.code,
    severity: finding.severity,
    message: messageOf(finding),
    uri: finding.range.uri,
    ...locator.locate(finding.range),
    related: finding.related.map((place) => ({
      uri: place.range.uri,
      ...locator.locate(place.range),
      message: english(place.message),
    })),
    fixes: finding.fixes.map((fix) => ({
      title: english(fix.title),
      edits: fix.edits.map(({ range, replacement }) => ({ uri: range.uri, ...locator.locate(range), replacement })),
    })),
  }));
}

/** The sentence of a finding, with the condition it holds under. */
export function messageOf(finding: Finding): string {
  const sentence = english(finding.message);
  return finding.condition === undefined ? sentence : `${sentence} (${english(finding.condition)})`;
}
