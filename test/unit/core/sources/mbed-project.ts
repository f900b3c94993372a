import type { Files } from "../../../support/memory-tree";

/** A `mbed_app.json` with these scopes. */
export const overrides = (scopes: Record<string, unknown>): string =>
  JSON.stringify({ target_overrides: scopes }, undefined, 2);
/** NUCLEO_F429ZI: ROM 0x08000000, 2 MiB; sectors 4×16K, 64K, 7×128K, twice. */
export const nucleo = (keys: Record<string, unknown>): Files => ({
  "mbed_app.json": overrides({ NUCLEO_F429ZI: keys }),
});
export const boot = { "boot.bin": new Uint8Array(0x7c00) };
export const header = [
  ["magic", "const", "32be", "1"],
  ["firmwareHash", "digest", "SHA512", "application"],
  ["headerCRC", "digest", "CRCITT32be", "header"],
];
