import type { JobResult } from "./job-link";

/** Throws, with all a program said, unless it ended with this exit code. */
export function endedWith(code: number, result: JobResult): void {
  if (result.code !== code) fail(`It ended with code ${result.code}, not ${code}`, result);
}

/** Throws unless the program said something like this. */
export function said(words: RegExp, result: JobResult): void {
  if (!words.test(result.stdout + result.stderr)) fail(`It did not say ${String(words)}`, result);
}

/** Throws when the program told of its own code instead of the board. */
export function noStackTrace(result: JobResult): void {
  if (/^\s+at .*:\d+|node:internal|Unhandled/m.test(result.stderr)) fail("It printed a stack trace", result);
}

/** Throws where two stretches of bytes differ, with the first place. */
export function sameBytes(what: string, found: Uint8Array, wanted: Uint8Array): void {
  const at = wanted.findIndex((byte, index) => found[index] !== byte);
  if (at >= 0) throw new Error(`${what}: at offset ${at} there is ${found[at] ?? "nothing"}, not ${wanted[at]}.`);
  if (found.length !== wanted.length) throw new Error(`${what}: ${found.length} bytes, not ${wanted.length}.`);
}

export function same<T>(what: string, found: T, wanted: T): void {
  const [one, other] = [JSON.stringify(found), JSON.stringify(wanted)];
  if (one !== other) throw new Error(`${what}: ${one}, not ${other}.`);
}

function fail(what: string, { elapsed, stdout, stderr }: JobResult): never {
  throw new Error(`${what} (${elapsed} ms).\nstdout: ${stdout.slice(-1500)}\nstderr: ${stderr.slice(-1500)}`);
}
