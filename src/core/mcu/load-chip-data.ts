import * as data from "./chip-data";

/**
 * The tables of chip facts. Only this file names them: the bundles have them in a file of their own, read when somebody
 * first asks, so that activation does not pay for them (esbuild.config.mjs).
 */
export function chipData(): typeof data {
  return data;
}
