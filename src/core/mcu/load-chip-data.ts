import * as data from "./chip-data";

/**
 * The tables of chip facts. Only this file names them: the extension's bundle replaces it by one that reads them from
 * a file of their own when somebody first asks, so that activation does not pay for them (esbuild.config.mjs).
 */
export function chipData(): typeof data {
  return data;
}
