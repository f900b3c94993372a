import * as data from "./chip-data";

/**
 * The tables of chip facts. Only this file names them, and the lookups beside it read them: the bundles have both in a
 * file of their own, loaded when somebody first asks, so that activation does not pay for them (esbuild.config.mjs).
 */
export function chipData(): typeof data {
  return data;
}
