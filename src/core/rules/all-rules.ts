import { applicationEndMismatch, checkApplicationEnd } from "./application-end-mismatch";
import { applicationStartMismatch, checkApplicationStart } from "./application-start-mismatch";
import { builtElsewhere, checkBuiltPlace } from "./built-elsewhere";
import { builtImageTooLarge, checkBuiltSize } from "./built-image-too-large";
import { builtVectorsImplausible, checkBuiltVectors } from "./built-vectors-implausible";
import { checkEraseUnits, eraseUnitShared } from "./erase-unit-shared";
import { checkFlashAddress, flashAddressMismatch } from "./flash-address-mismatch";
import { checkHeaderSize, headerSizeMismatch } from "./header-size-mismatch";
import { checkOverlap, imageOverlap } from "./image-overlap";
import { checkNoInitAddresses, noInitMismatch } from "./no-init-mismatch";
import { checkNoInitSurvives, noInitLost } from "./no-init-lost";
import { checkProgramUnits, programUnitShared } from "./program-unit-shared";
import { checkBanks, regionAcrossBanks } from "./region-across-banks";
import { checkRegions, regionExceedsMemory } from "./region-exceeds-memory";
import { checkRegionPlace, regionOutsideMemory } from "./region-outside-memory";
import { checkOverflow, regionOverflow } from "./region-overflow";
import { checkRegionSize, regionTooSmall } from "./region-too-small";
import type { Rule } from "./rule";
import { checkStackTop, stackTop } from "./stack-top";
import { checkSystemBootloaderAddress, systemBootloaderAddress } from "./system-bootloader-address";
import { checkWorlds, trustzoneOverlap } from "./trustzone-overlap";
import { checkVectorFirst, vectorSectionNotFirst } from "./vector-section-not-first";
import { checkVectorKept, vectorSectionNotKept } from "./vector-section-not-kept";
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
  [vectorSectionNotFirst]: checkVectorFirst,
  [vectorSectionNotKept]: checkVectorKept,
  [regionExceedsMemory]: checkRegions,
  [regionOutsideMemory]: checkRegionPlace,
  [regionTooSmall]: checkRegionSize,
  [regionAcrossBanks]: checkBanks,
  [programUnitShared]: checkProgramUnits,
  [trustzoneOverlap]: checkWorlds,
  [stackTop]: checkStackTop,
  [noInitLost]: checkNoInitSurvives,
  [noInitMismatch]: checkNoInitAddresses,
  [flashAddressMismatch]: checkFlashAddress,
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
  "mbed-key-unknown",
  "mbed-key-ignored",
  "mbed-key-conflict",
  "mbed-offset-alone",
  "mbed-bootloader-unsupported",
  "mbed-slot-exceeded",
  "mbed-storage-unaligned",
  "bootloader-image-missing",
  "restrict-size-rounded",
  "unknown-suppression",
] as const;

/** Every code a finding can have. */
export function allCodes(): readonly string[] {
  return [...Object.keys(rules), ...readerCodes];
}

/** Whether a word is the code of a finding that rules or readers report; each has a help page. */
export function isFindingCode(code: string): boolean {
  return Object.hasOwn(rules, code) || readerCodes.some((known) => known === code);
}
