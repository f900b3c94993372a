/**
 * A sentence for a person, kept as template and arguments so that VS Code can translate it.
 * Placeholders are `{0}`, `{1}` …, as in `vscode.l10n.t`.
 */
export interface Text {
  readonly template: string;
  readonly args: readonly (string | number)[];
}

/** Builds a {@link Text}. */
export function text(template: string, ...args: (string | number)[]): Text {
  return { template, args };
}

/** The English sentence of a {@link Text}: for the command line, SARIF and logs. */
export function english(sentence: Text): string {
  return sentence.template.replace(/\{(\d+)\}/g, (whole, index: string) => {
    const argument = sentence.args[Number(index)];
    return argument === undefined ? whole : String(argument);
  });
}
