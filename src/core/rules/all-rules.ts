import { applicationEndMismatch, checkApplicationEnd } from "./application-end-mismatch";
import { applicationStartMismatch, checkApplicationStart } from "./application-start-mismatch";
import { checkEraseUnits, eraseUnitShared } from "./erase-unit-shared";
import { checkFlashAddress, flashAddressMismatch } from "./flash-address-mismatch";
import { checkHeaderSize, headerSizeMismatch } from "./header-size-mismatch";
import { checkOverlap, imageOverlap } from "./image-overlap";
import { checkRegions, regionExceedsMemory } from "./region-exceeds-memory";
import type { Rule } from "./rule";
import { checkSystemBootloaderAddress, systemBootloaderAddress } from "./system-bootloader-address";
import { checkVectorAlignment, vectorTableAlignment } from "./vector-table-alignment";
import { checkRelocation, vectorTableNotRelocated } from "./vector-table-not-relocated";
import { checkVectorTableOffset, vectorTableOffset } from "./vector-table-offset";

/** Every check over a layout, by the code it reports. A new rule is one file and one line here, and a page in media/rules. */
export const rules: Readonly<Record<string, Rule>> = {
  [applicationStartMismatch]: checkApplicationStart,
  [applicationEndMismatch]: checkApplicationEnd,
  [headerSizeMismatch]: checkHeaderSize,
  [imageOverlap]: checkOverlap,
  [eraseUnitShared]: checkEraseUnits,
  [vectorTableAlignment]: checkVectorAlignment,
  [vectorTableOffset]: checkVectorTableOffset,
  [vectorTableNotRelocated]: checkRelocation,
  [regionExceedsMemory]: checkRegions,
  [flashAddressMismatch]: checkFlashAddress,
  [systemBootloaderAddress]: checkSystemBootloaderAddress,
};

/** Codes that readers report while they read: not rules, but findings with a help page all the same. */
export const readerCodes = [
  "linker-script-syntax",
  "linker-script-include",
  "linker-script-value",
  "json-syntax",
  "bootsmith-json",
  "device-mismatch",
  "mbed-value",
  "mbed-key-conflict",
  "bootloader-image-missing",
  "restrict-size-rounded",
] as const;
