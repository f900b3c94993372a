import type { ScriptCase } from "../script-case";
import { memoryCases } from "./memory";
import { preprocessorCases } from "./preprocessor";
import { sectionCases } from "./sections";
import { vendorCases } from "./vendors";

/** The corpus: written for this project, after the constructs that real scripts use. */
export const corpus: readonly ScriptCase[] = [...memoryCases, ...sectionCases, ...preprocessorCases, ...vendorCases];
