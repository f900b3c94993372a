/** The `n` candidates with the fewest edits to reach `wanted`, best first. Where one is longer, its end costs nothing. */
export function closest(wanted: string, candidates: readonly string[], n: number): string[] {
  const target = wanted.toUpperCase();
  return [...new Set(candidates)]
    .map((candidate) => ({
      candidate,
      edits: distanceOfStarts(target, candidate.toUpperCase()),
    }))
    .sort((a, b) => a.edits - b.edits || a.candidate.localeCompare(b.candidate))
    .slice(0, n)
    .map(({ candidate }) => candidate);
}

function distanceOfStarts(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  return editDistance(a.slice(0, length), b.slice(0, length));
}

/** Levenshtein distance. */
export function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const substituted = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(substituted, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
