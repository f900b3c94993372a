import { closest } from "../mcu/closest";
import type { SnapshotReader, TextFile } from "../project/snapshot";
import { text, type Text } from "../text";
import { allCodes, isFindingCode } from "./all-rules";
import type { Finding, Fix } from "./finding";

export const unknownSuppression = "unknown-suppression";

/** One code of a comment `bootsmith-ignore code, code -- reason`. */
interface Suppression {
  readonly code: string;
  readonly start: number;
  /** Lines it speaks of, counted from 0; undefined: the whole file. */
  readonly lines: readonly number[] | undefined;
}

/** What the comments of one file say, and its line starts. */
interface Suppressions {
  readonly list: readonly Suppression[];
  readonly lineOf: (offset: number) => number;
}

const mark = "bootsmith-ignore";
const directive = /bootsmith-ignore(-file)?(?![\w-])[ \t]*([^\r\n]*)/g;
/** What opens a comment in the languages around: C, shell and CMake, ini and scatter files, assembler. */
const opener = /\/\*|\/\/|[#;@]|--|<!--/;
const wholeLine = /^[ \t]*(?:\/\*|\/\/|[#;@*]|--|<!--|bootsmith-ignore)/;

/** The findings that no comment silences, and what is wrong with the comments themselves. */
export function unsuppressed(findings: readonly Finding[], files: SnapshotReader): readonly Finding[] {
  const byFile = new Map<string, Suppressions>();
  const misspelt: Finding[] = [];
  for (const file of files.snapshot.texts.values()) {
    const suppressions = "absent" in file ? undefined : suppressionsIn(file);
    if ("absent" in file || suppressions === undefined) continue;
    byFile.set(file.uri, suppressions);
    misspelt.push(...suppressions.list.flatMap((one) => unknownCode(file, one)));
  }
  if (byFile.size === 0) return findings;
  return [...findings, ...misspelt].filter((finding) => {
    const own = byFile.get(finding.range.uri);
    return own === undefined || !isSilenced(finding, own);
  });
}

/** Read once per text; undefined for the many that have no such comment. */
const known = new WeakMap<TextFile, { readonly suppressions: Suppressions | undefined }>();

function suppressionsIn(file: TextFile): Suppressions | undefined {
  const before = known.get(file);
  if (before !== undefined) return before.suppressions;
  const suppressions = file.text.includes(mark) ? read(file.text) : undefined;
  known.set(file, { suppressions });
  return suppressions;
}

function isSilenced({ code, range }: Finding, { list, lineOf }: Suppressions): boolean {
  return list.some((one) => one.code === code && (one.lines === undefined || one.lines.includes(lineOf(range.start))));
}

function read(source: string): Suppressions {
  const starts = lineStarts(source);
  const lineOf = (offset: number): number => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  const lineText = (line: number): string => source.slice(starts[line], starts[line + 1]);
  const list = [...source.matchAll(directive)].flatMap((match): Suppression[] => {
    const [, ofFile, rest = ""] = match;
    const line = lineOf(match.index);
    const before = source.slice(starts[line], match.index);
    if (before.trim() !== "" && !opener.test(before) && !/^\s*\*/.test(before)) return [];
    const lines = ofFile === undefined ? linesOf(match.index, line, { source, lineOf, lineText }) : undefined;
    const codes = rest.split(/--|\*\/|;|#/, 1)[0] ?? "";
    const from = match.index + match[0].length - rest.length;
    if (codes.trim() === "") return [{ code: "", start: match.index, lines }];
    return [...codes.matchAll(/[^\s,]+/g)].map((word) => ({ code: word[0], start: from + word.index, lines }));
  });
  return { list, lineOf };
}

/** Behind code: that line. A comment of its own: the line it ends in, and the next that is no such comment. */
function linesOf(
  at: number,
  line: number,
  { source, lineOf, lineText }: Pick<Suppressions, "lineOf"> & { source: string; lineText: (line: number) => string },
): readonly number[] {
  if (!wholeLine.test(lineText(line)) || hasCodeBehind(lineText(line))) return [line];
  const opened = source.lastIndexOf("/*", at);
  const closed = opened >= 0 && source.indexOf("*/", opened) > at ? source.indexOf("*/", at) : at;
  let next = lineOf(closed) + 1;
  while (lineText(next).includes(mark) && wholeLine.test(lineText(next))) next++;
  return [line, next];
}

/** `/* bootsmith-ignore code *\/ FLASH : …`: a comment in front of what it means. */
function hasCodeBehind(line: string): boolean {
  const end = line.indexOf("*/");
  return end >= 0 && line.slice(end + 2).trim() !== "";
}

function lineStarts(source: string): number[] {
  const starts = [0];
  for (let at = source.indexOf("\n"); at >= 0; at = source.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

function unknownCode({ uri }: TextFile, { code, start }: Suppression): Finding[] {
  if (isFindingCode(code)) return [];
  if (code === "") {
    const range = { uri, start, end: start + mark.length };
    const message = text("This comment silences nothing: it names no finding. Write its code behind {0}.", mark);
    return [{ code: unknownSuppression, severity: "information", range, message, related: [], fixes: [], refused: [] }];
  }
  const range = { uri, start, end: start + code.length };
  const [like = ""] = closest(code, allCodes(), 1);
  return [
    {
      code: unknownSuppression,
      severity: "information",
      range,
      message: text('This comment silences nothing: no finding has the code "{0}". Did you mean {1}?', code, like),
      related: [],
      fixes: [
        {
          title: text('Write "{0}"', like),
          edits: [{ range, current: code, replacement: like }],
          preferred: true,
        },
      ],
      refused: [],
    },
  ];
}

/**
 * The edit that silences a finding where it stands: a comment line above it, in the manner of the file. Undefined where
 * the file takes no comments (JSON) or none in that place: bootsmith.json and the setting `bootsmith.rules` do it there.
 */
export function suppressionEdit({ code, range }: Finding, file: TextFile): Fix | undefined {
  const comment = commentOf(file, `${mark} ${code}`);
  const lineStart = file.text.lastIndexOf("\n", range.start - 1) + 1;
  // A macro goes on behind a backslash, and a comment line would become part of it.
  if (comment === undefined || /\\\r?\n$/.test(file.text.slice(Math.max(0, lineStart - 3), lineStart)))
    return undefined;
  const indent = /^[ \t]*/.exec(file.text.slice(lineStart))?.[0] ?? "";
  const lineEnd = file.text.includes("\r\n") ? "\r\n" : "\n";
  const title: Text = text("Ignore {0} here", code);
  return {
    title,
    edits: [
      {
        range: { uri: file.uri, start: lineStart, end: lineStart },
        current: "",
        replacement: `${indent}${comment}${lineEnd}`,
      },
    ],
    preferred: false,
  };
}

/** Comments by the name of the file; first match. Null: it takes none. */
const comments: readonly (readonly [name: RegExp, comment: ((words: string) => string) | null])[] = [
  [/\.(json[5c]|code-workspace)$|\/\.vscode\/[^/]*\.json$/, (words) => `// ${words}`],
  [/\.(json|elf|axf|hex|s19|srec|bin|map)$/, null],
  [/\.(sct|scf|scat|ini)$/, (words) => `; ${words}`],
  [/\.(xml|uvprojx?|ewp|eww)$|\/\.c?project$/, (words) => `<!-- ${words} -->`],
  [
    /\/(cmakelists\.txt|(gnu)?makefile|kconfig)$|\.(cmake|mk|mak|txt|ya?ml|toml|py|conf|cfg|properties|ioc)$/,
    (words) => `# ${words}`,
  ],
  [/\.rs$/, (words) => `// ${words}`],
];

function commentOf({ uri }: TextFile, words: string): string | undefined {
  const found = comments.find(([name]) => name.test(uri.toLowerCase()));
  if (found === undefined) return `/* ${words} */`;
  return found[1]?.(words);
}
