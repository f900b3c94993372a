import { icfLanguageId, languageId, scatterLanguageId } from "../manifest";

/** Language ids of every dialect that regions are described in: GNU ld, IAR, Arm. */
export const allScripts: readonly string[] = [languageId, icfLanguageId, scatterLanguageId];
