import * as feature from "./feature";

/**
 * Everything that writes snippets. Only this file names it: the extension's bundle reads it from a file of its own when
 * somebody first asks (esbuild.config.mjs).
 */
export function snippetFeature(): typeof feature {
  return feature;
}
