import * as analysis from "./analysis";

/**
 * What makes an analysis: readers, layouts, rules. Only this file names it: the extension's bundle replaces it by one
 * that reads them from a file of their own at the first analysis, so that activation does not pay for them
 * (esbuild.config.mjs).
 */
export function loadAnalysis(): typeof analysis {
  return analysis;
}
