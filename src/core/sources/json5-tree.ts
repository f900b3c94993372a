import type { Node } from "jsonc-parser";

/** A JSON5 document as the same tree that JSON gives. */
export interface Json5Tree {
  readonly node: Node;
  /** Offset of the first thing that only JSON5 allows, beyond comments and trailing commas; undefined: there is none. */
  readonly firstExtension: number | undefined;
}

const maximumDepth = 200;
const identifier = /[\p{L}\p{Nl}$_][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}$_\u200c\u200d]*/uy;
const number = /[+-]?(?:0[xX][0-9a-fA-F]+|Infinity|NaN|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)/y;
const plainNumber = /^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$/;
const blank = /\s+|\/\/[^\n\r\u2028\u2029]*|\/\*[^]*?\*\//y;
const escapes: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v", "0": "\0" };
const literals: Readonly<Record<string, boolean | null>> = { true: true, false: false, null: null };

/** Reads a JSON5 document (spec.json5.org); undefined where it is not one: nothing is mended here. */
export function parseJson5(text: string): Json5Tree | undefined {
  const reader = new Reader(text);
  const node = reader.document();
  return node === undefined ? undefined : { node, firstExtension: reader.firstExtension };
}

class Reader {
  firstExtension: number | undefined;
  private at = 0;
  private depth = 0;

  constructor(private readonly text: string) {}

  document(): Node | undefined {
    const node = this.value();
    this.skip();
    return this.at === this.text.length ? node : undefined;
  }

  private value(): Node | undefined {
    this.skip();
    if (++this.depth > maximumDepth) return undefined;
    const node = this.valueHere();
    this.depth--;
    return node;
  }

  private valueHere(): Node | undefined {
    const first = this.text[this.at];
    if (first === "{") return this.members("object", "}", () => this.property());
    if (first === "[") return this.members("array", "]", () => this.value());
    if (first === '"' || first === "'") return this.string();
    const start = this.at;
    const word = this.take(identifier);
    if (word !== undefined && word in literals) {
      const value = literals[word] ?? null;
      return { type: value === null ? "null" : "boolean", offset: start, length: word.length, value };
    }
    this.at = start;
    const digits = this.take(number);
    if (digits === undefined) return undefined;
    if (!plainNumber.test(digits)) this.extension(start);
    const sign = digits.startsWith("-") ? -1 : 1;
    return { type: "number", offset: start, length: digits.length, value: sign * Number(digits.replace(/^[+-]/, "")) };
  }

  /** What stands between brackets, with commas between and perhaps one behind. */
  private members(type: "object" | "array", close: string, member: () => Node | undefined): Node | undefined {
    const start = this.at++;
    const children: Node[] = [];
    for (;;) {
      this.skip();
      if (this.is(close)) break;
      const child = member();
      if (child === undefined) return undefined;
      children.push(child);
      this.skip();
      if (this.is(close)) break;
      if (!this.is(",")) return undefined;
    }
    return { type, offset: start, length: this.at - start, children };
  }

  private property(): Node | undefined {
    const key = this.key();
    this.skip();
    if (key === undefined || !this.is(":")) return undefined;
    const value = this.value();
    if (value === undefined) return undefined;
    return { type: "property", offset: key.offset, length: this.at - key.offset, children: [key, value] };
  }

  private key(): Node | undefined {
    if (this.text[this.at] === '"' || this.text[this.at] === "'") return this.string();
    const start = this.at;
    const name = this.take(identifier);
    if (name === undefined) return undefined;
    this.extension(start);
    // Read as a string without quotes: `length` counts two that are not there, as those who cut quotes off expect.
    return { type: "string", offset: start - 1, length: name.length + 2, value: name };
  }

  private string(): Node | undefined {
    const start = this.at;
    const quote = this.text[this.at++];
    if (quote === "'") this.extension(start);
    let value = "";
    for (;;) {
      const character = this.text[this.at++];
      if (character === undefined || character === "\n" || character === "\r") return undefined;
      if (character === quote) break;
      value += character === "\\" ? this.escape() : character;
    }
    return { type: "string", offset: start, length: this.at - start, value };
  }

  private escape(): string {
    const character = this.text[this.at++] ?? "";
    const digits = { u: 4, x: 2 }[character];
    if (digits !== undefined) {
      const code = this.text.slice(this.at, this.at + digits);
      this.at += digits;
      return String.fromCharCode(parseInt(code, 16));
    }
    if (character === "\r" && this.text[this.at] === "\n") this.at++;
    return /[\n\r\u2028\u2029]/.test(character) ? "" : (escapes[character] ?? character);
  }

  private skip(): void {
    while (this.take(blank) !== undefined);
  }

  private is(character: string): boolean {
    if (this.text[this.at] !== character) return false;
    this.at++;
    return true;
  }

  private take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (match === null) return undefined;
    this.at += match[0].length;
    return match[0];
  }

  private extension(at: number): void {
    this.firstExtension ??= at;
  }
}
