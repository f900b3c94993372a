import type { BootLayout } from "../layout/boot-layout";
import type { LayoutProblem } from "../layout/boot-layout";
import { finish, type Steps } from "../steps";
import { english, text, type Text } from "../text";
import { rules } from "./all-rules";
import type { Finding, Fix, RefusedFix, Severity } from "./finding";
import { afterMend } from "./after-mend";
import { mended, type Mended } from "./mend";
import type { Draft, Mend } from "./rule";

const weight: Readonly<Record<Severity, number>> = { error: 2, warning: 1, information: 0 };

/** All rules over all layouts, and what the readers found. The same finding in several configurations comes once. */
export function check(layouts: readonly BootLayout[], problems: readonly LayoutProblem[]): readonly Finding[] {
  return finish(checkSteps(layouts, problems));
}

/** {@link check}, one layout after the other. */
export function* checkSteps(
  layouts: readonly BootLayout[],
  problems: readonly LayoutProblem[],
): Steps<readonly Finding[]> {
  const found: Found[] = [];
  for (const layout of layouts) {
    yield;
    found.push(...findingsOf(layout));
  }
  const merged = [...problems.map(ofProblem), ...mergeConfigurations(found)];
  return merged.sort((a, b) =>
    a.range.uri === b.range.uri ? a.range.start - b.range.start : a.range.uri < b.range.uri ? -1 : 1,
  );
}

function findingsOf(layout: BootLayout): Found[] {
  const drafts = draftsOf(layout);
  const mender = new Mender(layout, drafts);
  return [...layout.problems.map(ofProblem), ...drafts.map((draft) => ofDraft(draft, mender))].map((finding) => ({
    layout,
    finding,
  }));
}

function ofProblem({ fix, ...problem }: LayoutProblem): Finding {
  return { ...problem, related: [], fixes: fix === undefined ? [] : [fix], refused: [] };
}

function draftsOf(layout: BootLayout): Draft[] {
  return Object.values(rules).flatMap((rule) => rule(layout));
}

function ofDraft(draft: Draft, mender: Mender): Finding {
  const { mend = [], related = [], fixes: own = [], ...rest } = draft;
  const results = mender.ordered(mend).flatMap((one) => mender.result(one) ?? []);
  const fixes = results.flatMap((result): Fix[] =>
    "fix" in result && result.fix.edits.length > 0 ? [result.fix] : [],
  );
  const refused = results.flatMap((result): RefusedFix[] => ("refused" in result ? [result.refused] : []));
  return { ...rest, related, fixes: [...own, ...fixes], refused };
}

/** Trying a mend runs every rule again: of a file with thousands of findings only so many are tried. */
const mostTrials = 100;

/** What mends of one layout come to; the same mend, asked for by several findings, is tried once. */
class Mender {
  private readonly known: ReadonlySet<string>;
  private readonly tried = new Map<string, Mended | undefined>();
  /** Findings that a tried mend leaves. */
  private readonly left = new Map<string, number>();

  constructor(
    private readonly layout: BootLayout,
    drafts: readonly Draft[],
  ) {
    this.known = new Set(drafts.map(keyOf));
  }

  result(mend: Mend): Mended | undefined {
    if (mend.kind === "claim") return mended(this.layout, mend);
    const key = JSON.stringify(mend);
    if (!this.tried.has(key)) {
      if (this.tried.size >= mostTrials) return undefined;
      this.tried.set(key, this.withoutHarm(mend, mended(this.layout, mend)));
    }
    return this.tried.get(key);
  }

  /** Where none is the obvious one, what leaves the fewest findings comes first. */
  ordered(mends: readonly Mend[]): readonly Mend[] {
    if (mends.length < 2 || mends.some(({ preferred }) => preferred)) return mends;
    for (const mend of mends) this.result(mend);
    const left = (mend: Mend): number => this.left.get(JSON.stringify(mend)) ?? 0;
    return mends.toSorted((a, b) => left(a) - left(b));
  }

  /** A mend that lays something else in ruins is refused, with what it would do. */
  private withoutHarm(mend: Mend, result: Mended | undefined): Mended | undefined {
    if (result === undefined || "refused" in result) return result;
    const drafts = draftsOf(afterMend(this.layout, mend)).filter(({ severity }) => severity !== "information");
    this.left.set(JSON.stringify(mend), drafts.length);
    const harm = drafts.find((draft) => !this.known.has(keyOf(draft)));
    return harm === undefined
      ? result
      : { refused: { title: result.fix.title, reason: text("then {0}", english(harm.message)), range: harm.range } };
  }
}

function keyOf({ code, range }: Draft): string {
  return `${code} ${range.uri} ${range.start}`;
}

interface Found {
  readonly layout: BootLayout;
  readonly finding: Finding;
}

/** One finding per code and place; what holds for some targets of the set only says for which. */
function mergeConfigurations(found: readonly Found[]): Finding[] {
  const groups = new Map<string, Found[]>();
  for (const one of found) {
    const { code, range } = one.finding;
    const key = `${code} ${range.uri} ${range.start} ${range.end}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].flatMap((group) => {
    const worst = group.reduce((a, b) => (weight[b.finding.severity] > weight[a.finding.severity] ? b : a));
    const own = [
      ...new Map(
        group.filter((one) => one.layout === worst.layout).map((one) => [english(one.finding.message), one.finding]),
      ).values(),
    ];
    const condition = conditionOf(worst.layout, group);
    return own.map((finding) => ({
      ...finding,
      fixes: distinct(group),
      ...(condition !== undefined && finding.condition === undefined && { condition }),
    }));
  });
}

/** Of which configurations of its set a finding holds: Mbed targets, environments; undefined where it is all of them. */
function conditionOf({ set }: BootLayout, group: readonly Found[]): Text | undefined {
  const found = [...new Map(group.map(({ layout: { configuration } }) => [configuration.id, configuration])).values()];
  if (found.length === set.configurations.length) return undefined;
  const targets = found.flatMap(({ target }) => target ?? []);
  return targets.length > 0
    ? text("for target {0}", [...new Set(targets)].join(", "))
    : text("in configuration {0}", found.map(({ id }) => id).join(", "));
}

/** The fixes of all configurations, each once. */
function distinct(group: readonly Found[]): readonly Fix[] {
  const fixes = group.flatMap(({ finding }) => finding.fixes);
  return [...new Map(fixes.map((fix) => [JSON.stringify(fix.edits), fix])).values()];
}
