import { parseLdLine, type LdMessage } from "./ld-messages";

/** A message, and what the lines before it tell of where it belongs. */
export interface LoggedMessage {
  readonly message: LdMessage;
  /** Folder that make was in, as it wrote it; undefined where it was where the build began. */
  readonly directory: string | undefined;
  /** The program that was being linked, as ld called it; undefined where no line named it. */
  readonly output: string | undefined;
}

/** Messages kept of one build; nobody reads more. */
const maximumMessages = 500;
const longestRest = 64 * 1024;
/** `make[1]: Entering directory '/firmware/app'`, in any language; leaving names the same folder again. */
const makeDirectory = /^\S*make(?:\.exe)?(?:\[\d+\])?: [^/\\:]*[`'‘“"«„»]\s?((?:[A-Za-z]:)?[\\/].*?)\s?['’”"»“«]$/;

/** Reads the output of a build as it comes, in pieces of any size. */
export class LinkLog {
  private readonly found: LoggedMessage[] = [];
  private readonly directories: string[] = [];
  private rest = "";

  write(chunk: string): void {
    const lines = (this.rest + chunk).split(/\r?\n|\r/);
    this.rest = (lines.pop() ?? "").slice(-longestRest);
    for (const line of lines) this.line(line);
  }

  /** Everything ld said, in order; of a region that overflowed not also each section that did not fit. */
  end(): readonly LoggedMessage[] {
    this.line(this.rest);
    this.rest = "";
    const full = new Set(this.found.flatMap(({ message }) => (message.kind === "overflow" ? [message.region] : [])));
    const outputs = new Map(
      this.found.flatMap(({ message }) =>
        message.kind === "no-fit" ? [[message.region, message.output] as const] : [],
      ),
    );
    return this.found
      .filter(({ message }) => message.kind !== "no-fit" || !full.has(message.region))
      .map((one) => ({ ...one, output: outputOf(one.message, outputs) }));
  }

  private line(line: string): void {
    const directory = makeDirectory.exec(line)?.[1];
    if (directory !== undefined) {
      if (this.directories.at(-1) === directory) this.directories.pop();
      else this.directories.push(directory);
      return;
    }
    const message = this.found.length < maximumMessages ? parseLdLine(line) : undefined;
    if (message !== undefined) this.found.push({ message, directory: this.directories.at(-1), output: undefined });
  }
}

function outputOf(message: LdMessage, outputs: ReadonlyMap<string, string>): string | undefined {
  if (message.kind === "no-fit" || message.kind === "outside") return message.output;
  return message.kind === "overflow" ? outputs.get(message.region) : undefined;
}
