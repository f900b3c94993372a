/** One figure; `met` where there is a budget for it. */
export interface Row {
  readonly what: string;
  readonly figure: string;
  readonly limit?: string;
  readonly met?: boolean;
  readonly note?: string;
}

export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}

/** @param limit the most it may be; null: only told */
export function budget(value: number, limit: number | null): Pick<Row, "figure" | "limit" | "met"> {
  const figure = value.toFixed(2);
  return limit === null ? { figure } : { figure, limit: `<= ${limit}`, met: value <= limit };
}

export function printTable(title: string, rows: readonly Row[]): void {
  const width = Math.max(...rows.map(({ what }) => what.length));
  console.log(title);
  for (const { what, figure, limit = "", met, note = "" } of rows) {
    const verdict = met === undefined ? "" : met ? "pass" : "MISS";
    console.log(
      `  ${what.padEnd(width)}  ${figure.padStart(9)}  ${limit.padEnd(8)}${verdict.padEnd(6)}${note}`.trimEnd(),
    );
  }
}
