import { applicationEndMismatch, checkApplicationEnd } from "./application-end-mismatch";
import { applicationStartMismatch, checkApplicationStart } from "./application-start-mismatch";
import { builtElsewhere, checkBuiltPlace } from "./built-elsewhere";
import { builtImageTooLarge, checkBuiltSize } from "./built-image-too-large";
import { builtVectorsImplausible, checkBuiltVectors } from "./built-vectors-implausible";
import { checkEraseUnits, eraseUnitShared } from "./erase-unit-shared";
import { checkHeaderSize, headerSizeMismatch } from "./header-size-mismatch";
import { checkOverlap, imageOverlap } from "./image-overlap";
import { checkRegions, regionExceedsMemory } from "./region-exceeds-memory";
import { checkOverflow, regionOverflow } from "./region-overflow";
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
  [systemBootloaderAddress]: checkSystemBootloaderAddress,
  [builtVectorsImplausible]: checkBuiltVectors,
  [builtElsewhere]: checkBuiltPlace,
  [builtImageTooLarge]: checkBuiltSize,
  [regionOverflow]: checkOverflow,
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
