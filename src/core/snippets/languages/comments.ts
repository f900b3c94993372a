const WIDTH = 116;

/** Nothing in a sentence ends its line early, whatever name stands in it. */
function oneLine(sentence: string): string {
  return sentence.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu, " ");
}

/** Breaks sentences into lines of a comment; what begins with a space keeps its own line. */
function wrap(text: string, prefix: string, hanging = ""): string[] {
  const sentence = oneLine(text);
  if (sentence.startsWith(" ")) {
    return [prefix + sentence];
  }
  const lines: string[] = [];
  let line = "";
  for (const word of sentence.split(" ").filter((part) => part !== "")) {
    if (line !== "" && prefix.length + line.length + 1 + word.length > WIDTH) {
      lines.push(prefix + line);
      line = hanging + word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return line === "" ? lines : [...lines, prefix + line];
}

/** A comment in C: on one line where it fits. Nothing in it can end it early. */
export function cComment(sentences: readonly string[], indent = ""): string[] {
  const safe = sentences.map((sentence) => oneLine(sentence).replaceAll("*/", "* /"));
  const [only, ...more] = safe;
  if (only !== undefined && more.length === 0 && indent.length + only.length + 6 <= WIDTH) {
    return [`${indent}/* ${only} */`];
  }
  return [
    `${indent}/*`,
    ...safe.flatMap((sentence) => wrap(sentence, `${indent} * `, hangingOf(sentence))),
    `${indent} */`,
  ];
}

/** Line comments, as in Rust: `//` or `///`. */
export function lineComment(sentences: readonly string[], mark: string, indent = ""): string[] {
  return sentences.flatMap((sentence) => wrap(sentence, `${indent}${mark} `, hangingOf(sentence)));
}

function hangingOf(sentence: string): string {
  return sentence.startsWith("- ") ? "  " : "";
}
