import * as vscode from "vscode";
import { BootsmithError } from "../core/errors";
import type { Text } from "../core/text";

/** A sentence of core in the language of this VS Code. */
export function localize(sentence: Text): string {
  return vscode.l10n.t(sentence.template, ...sentence.args);
}

/** What a person is told of an error, and what to do next where that is known. */
export interface LocalizedError {
  readonly message: string;
  readonly nextStep?: string;
}

/** Whatever was thrown, as one or two sentences; never a stack trace. */
export function localizeError(error: unknown): LocalizedError {
  if (error instanceof BootsmithError) {
    const message = localize(error.what);
    return error.nextStep === undefined ? { message } : { message, nextStep: localize(error.nextStep) };
  }
  return { message: error instanceof Error ? error.message : String(error) };
}
