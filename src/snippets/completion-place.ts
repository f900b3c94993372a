import type { SnippetLanguage } from "../core/snippets/request";

/** Letters that a completion prefix is made of. */
const word = /[A-Za-z0-9_]*$/;

/**
 * Whether whole functions can stand at the end of `text`: on a line of their own, in no comment or string, and in no
 * block but a namespace, `extern "C"` or a module. A cursor at the margin is taken for the top level: conditional
 * compilation can open a brace twice.
 */
export function takesFunctions(text: string, language: SnippetLanguage): boolean {
  const line = text.slice(text.lastIndexOf("\n") + 1).replace(word, "");
  if (line.trim() !== "") {
    return false;
  }
  const { inCode, blocks } = scan(text.slice(0, text.length - (word.exec(text)?.[0].length ?? 0)), language);
  return inCode && (line === "" || blocks.every((opening) => scope.test(opening)));
}

/** What stands before the brace of a block that holds functions. */
const scope = /\b(namespace(\s+[\w:]+)?|mod\s+\w+|extern\s*"C(\+\+)?")\s*$/;

/**
 * A comment, a string or character literal, a brace: whatever comes first decides, and a literal that is not closed
 * matches to the end. A quote in Rust may be a lifetime: only `'x'` and `'\n'` are characters there.
 */
const tokens: Readonly<Record<SnippetLanguage, RegExp>> = {
  c: cTokens(),
  cpp: cTokens(),
  rust: /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|r(#*)"[\s\S]*?(?:"\1|$)|"(?:[^"\\]|\\[\s\S])*(?:"|$)|'(?:[^'\\\n]|\\[^\n]{1,8}?)'|[{}]/g,
};

function cTokens(): RegExp {
  return /\/\/(?:[^\n\\]|\\[\s\S])*|\/\*[\s\S]*?(?:\*\/|$)|R"([^(\s]*)\([\s\S]*?(?:\)\1"|$)|"(?:[^"\\\n]|\\[\s\S])*(?:"|$)|'(?:[^'\\\n]|\\[^\n])*'?|[{}]/g;
}

interface Scanned {
  readonly inCode: boolean;
  /** What stands before the brace of every block that is open, outermost first. */
  readonly blocks: readonly string[];
}

function scan(text: string, language: SnippetLanguage): Scanned {
  const blocks: string[] = [];
  for (const { 0: token, index } of text.matchAll(tokens[language])) {
    if (token === "{") {
      blocks.push(text.slice(Math.max(0, index - 80), index));
    } else if (token === "}") {
      blocks.pop();
    } else if (index + token.length === text.length && !isClosed(token)) {
      return { inCode: false, blocks };
    }
  }
  return { inCode: true, blocks };
}

function isClosed(token: string): boolean {
  if (token.startsWith("/*")) {
    return token.length >= 4 && token.endsWith("*/");
  }
  return !token.startsWith("//") && token.length >= 2 && /["']$/.test(token);
}
