import type { TextFile } from "../project/snapshot";
import { cmakeVariables, expanded, makeVariables } from "./build-variables";

const option = /(?:^|[\s"'=,])-[IL][ \t]?([^\s"'\\,;]{1,300})/gm;
const cmakeFolders =
  /\b(?:target_include_directories|include_directories|target_link_directories|link_directories)[ \t]?\(([^()]{0,4000})\)/g;
const keyword = /^(PUBLIC|PRIVATE|INTERFACE|SYSTEM|BEFORE|AFTER)$/;
const here =
  /^\$[({](CMAKE_CURRENT_SOURCE_DIR|CMAKE_CURRENT_LIST_DIR|CMAKE_SOURCE_DIR|PROJECT_SOURCE_DIR|PROJECT_DIR|CURDIR|PWD)[)}]\/?/;

/** Folders that a build file has searched for includes (`-I`, `-L`, CMake's calls), relative to its own; no absolute ones. */
export function statedIncludePaths(file: TextFile): readonly string[] {
  const cmake = /CMakeLists\.txt$|\.cmake$/.test(file.uri);
  const words = [
    ...[...file.text.matchAll(option)].map((match) => match[1] ?? ""),
    ...[...file.text.matchAll(cmakeFolders)].flatMap((match) =>
      (match[1] ?? "")
        .split(/[\s"]+/)
        .filter((one) => one !== "" && !keyword.test(one))
        .slice(1),
    ),
  ];
  if (words.length === 0) return [];
  const variables = cmake ? cmakeVariables(file.text) : makeVariables(file.text);
  const paths = words.map((one) => expanded(one, variables).replace(here, "./"));
  return [...new Set(paths)].filter((path) => path !== "" && !/\$|^\/|^[A-Za-z]:/.test(path)).slice(0, 64);
}
