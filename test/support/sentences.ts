import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const source = fileURLToPath(new URL("../../src", import.meta.url));

export interface Sentences {
  /** Every sentence for people, sorted: the first argument of `l10n.t(…)` and of core's `text(…)`. */
  readonly templates: readonly string[];
  /** Calls whose sentence is no literal, as `file:line`: nobody could translate them. */
  readonly dynamic: readonly string[];
}

/** All sentences of the sources. */
export function sentences(): Sentences {
  const templates = new Set<string>();
  const dynamic: string[] = [];
  for (const entry of readdirSync(source, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith(".ts")) continue;
    const path = join(entry.parentPath, entry.name);
    const file = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true);
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node) && isSentence(node.expression)) {
        const found = literals(node.arguments[0]);
        if (found === undefined) dynamic.push(`${path.slice(source.length + 1)}:${line(file, node)}`);
        else for (const one of found) templates.add(one);
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
  }
  return { templates: [...templates].sort(), dynamic };
}

function isSentence(callee: ts.Expression): boolean {
  return /^(text|vscode\.l10n\.t)$/.test(callee.getText());
}

/** A literal, or a choice between literals. */
function literals(argument: ts.Expression | undefined): string[] | undefined {
  if (argument === undefined) return undefined;
  if (ts.isStringLiteralLike(argument)) return [argument.text];
  if (ts.isParenthesizedExpression(argument)) return literals(argument.expression);
  if (ts.isConditionalExpression(argument)) {
    const [yes, no] = [literals(argument.whenTrue), literals(argument.whenFalse)];
    return yes === undefined || no === undefined ? undefined : [...yes, ...no];
  }
  return undefined;
}

function line(file: ts.SourceFile, node: ts.Node): number {
  return file.getLineAndCharacterOfPosition(node.getStart()).line + 1;
}
