import { baseName } from "../project/paths";
import type { SourceRange, TextFile } from "../project/snapshot";

/** The name of a chip or board as a file states it. */
export interface ChipMention {
  readonly name: string;
  readonly range: SourceRange;
}

/** What names a chip stands at the top of a file; what comes behind this many characters is not searched. */
const searched = 4 * 1024 * 1024;

/** A file that names more chips than this says nothing about any of them. */
const maximumNames = 16;

/** CMSIS device defines (`STM32F407xx`, `STM32F030x6`) and those of the Standard Peripheral Library (`STM32F10X_MD`). */
const deviceDefine =
  /(?<!\w)(?:-D\s?)?(STM32[A-Z]{1,3}[0-9][0-9A-Z]{1,3}xx|STM32[A-Z]{1,2}[0-9]{2}[0-9A-Z]x[0-9A-Z]|STM32F10X_(?:[LMH]D(?:_VL)?|XL|CL))\b/g;
/** `DEVICE = stm32f407vgt6` of libopencm3's Makefiles, `set(MCU STM32F407VG)` of CMake. */
const chipVariable =
  /^[ \t]*(?:export[ \t]+)?(?:set[ \t]?\([ \t]?)?(?:DEVICE|CHIP|MCU|MCU_\w{1,20}|CPU_\w{1,20}|TARGET_MCU|STM32_CHIP)[ \t]?(?:[:?]?=|[ \t])[ \t]?"?(stm32[a-z]{1,3}[0-9][0-9a-z]{3,12}(?:-[ax])?)/gim;
/** `set(BOARD nucleo_f429zi)` of Zephyr's applications, `BOARD ?= nucleo-f429zi` of RIOT's. */
const boardVariable = /^[ \t]*(?:set[ \t]?\([ \t]?BOARD[ \t]|BOARD[ \t]?[:?]?=)[ \t]?"?([a-z0-9][\w@/.-]{2,60})/gim;

/** `Mcu.CPN` is the part that was chosen in CubeMX, `Mcu.UserName` its pattern. */
const cubeMcu = /^Mcu\.(?:CPN|UserName)=(STM32[^\s=]{4,20})\s*$/gm;
/** The MCU of a CubeIDE project, in every of its configurations. */
const cubeIdeMcu = /<option\b[^<>]{0,600}option\.target_mcu"[^<>]{0,300}\bvalue="(STM32\w{4,16})"/g;
/** The device of a Keil project. */
const keilDevice = /<Device>(STM32\w{4,16})<\/Device>/g;
/** What `mbed target` remembers. */
const mbedTarget = /^TARGET=(\w{2,60})\s*$/gm;

/** The part of a CubeMX project. */
export function chipOfCube(file: TextFile): readonly ChipMention[] {
  return mentions(file, cubeMcu);
}

/** The target that the Mbed CLI builds for when none is given: the file `.mbed`. */
export function targetOfMbed(file: TextFile): readonly ChipMention[] {
  return mentions(file, mbedTarget);
}

/** Chips that a build file names: the project's own setting where it has one, else its variables and defines. */
export function chipsOfBuildFile(file: TextFile): readonly ChipMention[] {
  const name = baseName(file.uri);
  const setting = name === ".cproject" ? mentions(file, cubeIdeMcu) : mentions(file, keilDevice);
  if (setting.length > 0) return setting;
  return [...mentions(file, chipVariable), ...mentions(file, boardVariable), ...mentions(file, deviceDefine)];
}

/** A device define of a compilation database, with the sources that are compiled with it. */
export interface CompiledFor extends ChipMention {
  readonly sources: readonly string[];
}

/** The device defines of a `compile_commands.json`, by name. Its entries are flat objects. */
export function chipsOfCompileCommands(file: TextFile): readonly CompiledFor[] {
  const byName = new Map<string, { mention: ChipMention; sources: string[] }>();
  for (const mention of all(file, deviceDefine)) {
    const source = sourceOfEntry(file.text, mention.range.start);
    const known = byName.get(mention.name);
    if (known === undefined) byName.set(mention.name, { mention, sources: [source] });
    else if (known.sources.at(-1) !== source) known.sources.push(source);
  }
  return [...byName.values()].map(({ mention, sources }) => ({ ...mention, sources }));
}

/** An entry is looked for this far around: the longest command lines have some thousand characters. */
const longestEntry = 16_384;

function sourceOfEntry(text: string, at: number): string {
  const from = Math.max(0, at - longestEntry);
  const around = text.slice(from, at + longestEntry);
  const end = around.indexOf("}", at - from);
  const entry = around.slice(Math.max(0, around.lastIndexOf("{", at - from)), end < 0 ? undefined : end);
  return (/"file"\s{0,4}:\s{0,4}"([^"]{1,1000})"/.exec(entry)?.[1] ?? "").replace(/\\\\?/g, "/");
}

/** Each name once, where it stands first; none where there are too many. */
function mentions(file: TextFile, pattern: RegExp): readonly ChipMention[] {
  const first = new Map<string, ChipMention>();
  for (const mention of all(file, pattern)) {
    if (!first.has(mention.name)) first.set(mention.name, mention);
    if (first.size > maximumNames) return [];
  }
  return [...first.values()];
}

function* all(file: TextFile, pattern: RegExp): Generator<ChipMention> {
  for (const match of file.text.slice(0, searched).matchAll(pattern)) {
    const name = match[1] ?? "";
    const start = match.index + match[0].lastIndexOf(name);
    yield { name, range: { uri: file.uri, start, end: start + name.length } };
  }
}
