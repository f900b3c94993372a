import type { LayoutProblem } from "../layout/boot-layout";
import type { MbedTool } from "../project/discovery";
import type { ImageDeclaration } from "../project/image-set";
import { baseName } from "../project/paths";
import { remembered } from "../project/remembered";
import type { SnapshotReader } from "../project/snapshot";
import { text, type Text } from "../text";
import type { MbedEntry } from "./mbed-config";
import { mbedKey, obeys, toolNames } from "./mbed-keys";

/** Which tool builds a project, and what says so. */
export interface MbedToolChoice {
  readonly tool: MbedTool;
  /** A file that shows it; undefined where it is the setting, or the default. */
  readonly evidence?: string;
  /** A tool that the project is prepared for as well. */
  readonly also?: { readonly tool: MbedTool; readonly evidence: string };
}

/** Names of Mbed CE's CMake modules and functions (mbed-ce/mbed-os tools/cmake). */
const ofMbedCe = /\bmbed_toolchain_setup\b|\bmbed_project_setup\b|\bmbed_finalize_build\b/;
/** The module that Mbed OS 6 with `mbed-tools` includes (ARMmbed/mbed-os tools/cmake/app.cmake). */
const ofMbedTools = /tools\/cmake\/app(\.cmake)?\b/;

/** The setting where it names another tool than the default, else what the project's files show beyond doubt. */
export function mbedToolOf(
  setting: MbedTool,
  image: ImageDeclaration,
  hasBanks: boolean,
  files: SnapshotReader,
): MbedToolChoice {
  if (setting !== "mbed-cli-1") return { tool: setting };
  const config = baseName(image.mbedConfig ?? "");
  if (config.endsWith(".json5") || hasBanks) return { tool: "mbed-ce", evidence: config };
  const lists = [...(image.buildFiles?.own ?? []), ...(image.buildFiles?.shared ?? [])].filter(
    (uri) => baseName(uri) === "CMakeLists.txt",
  );
  const traces = lists.flatMap((uri) => {
    const file = files.text(uri);
    return file === undefined ? [] : [remembered(file, "mbed tool", files, () => traceOf(file.text))];
  });
  if (traces.includes("mbed-ce")) return { tool: "mbed-ce", evidence: "CMakeLists.txt" };
  return traces.includes("mbed-tools")
    ? { tool: setting, also: { tool: "mbed-tools", evidence: "CMakeLists.txt" } }
    : { tool: setting };
}

function traceOf(list: string): MbedTool | undefined {
  return ofMbedCe.test(list) ? "mbed-ce" : ofMbedTools.test(list) ? "mbed-tools" : undefined;
}

/** Keys in force that do nothing under the tool that builds; an information where another tool that may build too drops them. */
export function ignoredKeys(entries: Iterable<MbedEntry>, { tool, evidence, also }: MbedToolChoice): LayoutProblem[] {
  return [...entries].flatMap(({ key, keyRange }): LayoutProblem[] => {
    const mode = mbedKey(key)?.mode;
    const found = (severity: LayoutProblem["severity"], message: Text): LayoutProblem[] => [
      { code: "mbed-key-ignored", severity, range: keyRange, message },
    ];
    if (mode === undefined) return [];
    if (!obeys(tool, mode))
      return found(
        "warning",
        evidence === undefined
          ? text("{0} does nothing under {1}, which bootsmith.mbedTool names.", key, toolNames[tool])
          : text(
              "{0} does nothing under {1}, which {2} is for; if another tool builds, say so in bootsmith.mbedTool.",
              key,
              toolNames[tool],
              evidence,
            ),
      );
    return also === undefined || obeys(also.tool, mode)
      ? []
      : found(
          "information",
          text("{0} does nothing under {1}, which {2} is for as well.", key, toolNames[also.tool], also.evidence),
        );
  });
}
