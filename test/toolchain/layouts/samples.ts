import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { sampleFiles, workspacesFolder } from "../../support/sample-workspaces";
import type { Files } from "../../support/memory-tree";
import { folder as toolchain } from "../tools";
import { ReferenceChip } from "./chip";
import type { Linked, Program } from "./link";
import { scriptNumbers, type Places, type Steps } from "./mutants";
import { defineOf, judgePair, judgeProgram, type Verdict } from "./oracle";

/** A correct workspace whose numbers are changed, one at a time. */
export interface Sample {
  readonly name: string;
  readonly files: Files;
  readonly places: Places;
  readonly steps: Steps;
  /** Its programs by their linker scripts. */
  readonly programs: Readonly<Record<string, Program>>;
  /** @param linked by script; what GNU ld made of each as it is in `files` */
  judge(files: Files, linked: (script: string) => Linked): Verdict;
}

const kib = 1024;
const m4 = ["-mcpu=cortex-m4", "-mthumb", "-mfpu=fpv4-sp-d16", "-mfloat-abi=hard"];
const m7 = ["-mcpu=cortex-m7", "-mthumb", "-mfpu=fpv5-d16", "-mfloat-abi=hard"];
const offset = /VECT_TAB_OFFSET +(0x[0-9A-Fa-f]+)/g;

function both(...verdicts: readonly Verdict[]): Verdict {
  return { broken: verdicts.flatMap(({ broken }) => broken), open: verdicts.flatMap(({ open }) => open) };
}

function sourcesIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => /\.(c|s)$/.test(name))
    .sort()
    .map((name) => join(folder, name));
}

/** ST's way, as the samples have it: `VECT_TAB_BASE_ADDRESS | VECT_TAB_OFFSET`, a bitwise OR. */
function vtorOf(text: string, base: number, which: RegExp): number | undefined {
  const value = which.exec(text)?.[1];
  return value === undefined ? undefined : (base | Number(value)) >>> 0;
}

const flashOffset = /FLASH_BASE[^\n]*\n#define VECT_TAB_OFFSET +(0x[0-9A-Fa-f]+)/;

function l475(): Sample {
  const name = "stm32l475-boot-app";
  const chip = new ReferenceChip("STM32L475VG");
  const program = (image: string): Program => ({
    folder: join(workspacesFolder, name, image),
    sources: sourcesIn(join(workspacesFolder, name, image, "src")),
    flags: [...m4, "-std=c11", "-Iinc", "-DSTM32L475xx", "-D__FPU_PRESENT=1", "-D__FPU_USED=1"],
  });
  const [boot, app] = ["bootloader/STM32L475VGTX_FLASH.ld", "application/STM32L475VGTX_FLASH.ld"];
  const system = "application/src/system_stm32l4xx.c";
  return {
    name,
    files: sampleFiles(name),
    steps: { unit: 2 * kib, sector: 128 * kib, bank: 512 * kib },
    programs: { [boot]: program("bootloader"), [app]: program("application") },
    places: [
      [boot, scriptNumbers],
      [app, scriptNumbers],
      ["bootloader/src/main.c", /APP_ADDRESS +(0x[0-9A-F]+)/g],
      ["bootloader/src/main.c", /APP_HEADER_SIZE +(0x[0-9A-F]+)/g],
      [system, offset],
      ["bootloader/src/system_stm32l4xx.c", offset],
      ["bootsmith.json", /"size": "(0x[0-9a-fA-F]+)"/g],
    ],
    judge(files, linked) {
      const main = String(files["bootloader/src/main.c"]);
      const vtor = vtorOf(String(files[system]), chip.boot, flashOffset);
      const stack = { stackSymbol: "_estack", codeRegion: "FLASH" };
      const bootloader = judgeProgram(chip, { linked: linked(boot), ...stack });
      const application = judgeProgram(chip, { linked: linked(app), ...stack, headerRegion: "HEADER", vtor });
      const header = linked(app).regions.find((region) => region.name === "HEADER")?.length;
      const stated = Number(/"size": "(\w+)"/.exec(String(files["bootsmith.json"]))?.[1]);
      const counted = defineOf(main, "APP_HEADER_SIZE");
      const disagree = new Set([header, stated, counted]).size > 1 ? ["the header's size is stated differently"] : [];
      const jump = { slot: defineOf(main, "APP_ADDRESS"), headerSize: counted };
      const pair =
        bootloader.place && application.place ? judgePair(chip, bootloader.place, application.place, jump) : [];
      return both(bootloader, application, { broken: [...disagree, ...pair], open: [] });
    },
  };
}

function f407(): Sample {
  const name = "stm32f407-discovery";
  const chip = new ReferenceChip("STM32F407VG");
  const folder = join(workspacesFolder, name);
  const script = "STM32F407VGTX_FLASH.ld";
  const system = "src/system_stm32f4xx.c";
  return {
    name,
    files: sampleFiles(name),
    steps: { unit: 16 * kib, sector: 128 * kib, bank: 512 * kib },
    programs: {
      [script]: {
        folder,
        sources: sourcesIn(join(folder, "src")),
        flags: [...m4, "-std=c11", "-Iinc", "-DSTM32F407xx", "-D__FPU_PRESENT=1", "-D__FPU_USED=1"],
      },
    },
    places: [
      [script, scriptNumbers],
      [system, offset],
    ],
    judge(files, linked) {
      const vtor = vtorOf(String(files[system]), chip.boot, /VECT_TAB_OFFSET +(0x[0-9A-Fa-f]+)/);
      const one = judgeProgram(chip, { linked: linked(script), stackSymbol: "_estack", codeRegion: "FLASH", vtor });
      const boots = one.place !== undefined && one.place.slot !== chip.boot ? ["the chip does not boot it"] : [];
      return both(one, { broken: boots, open: [] });
    },
  };
}

function portenta(): Sample {
  const name = "portenta-h7";
  const chip = new ReferenceChip("STM32H747XI");
  const folder = join(workspacesFolder, name);
  const variant = "variants/PORTENTA_H7_M7";
  const script = `${variant}/linker_script.ld`;
  const config = `${variant}/conf/mbed_app.json`;
  const system = `${variant}/system_stm32h7xx.c`;
  // Arduino's core for the board: its bootloader is in the first sector and starts what is at this address.
  const factory = { end: 0x08040000, starts: 0x08040000 };
  const key = (files: Files, name: string): number =>
    Number(new RegExp(`"target.${name}": "(\\w+)"`).exec(String(files[config]))?.[1]);
  return {
    name,
    files: sampleFiles(name),
    steps: { unit: 128 * kib, sector: 128 * kib, bank: 1024 * kib },
    programs: {
      [script]: {
        folder,
        sources: [
          `${variant}/startup_stm32h747xx.c`,
          `${variant}/system_stm32h7xx.c`,
          "cores/arduino/main.cpp",
          "Blink/Blink.ino",
        ],
        flags: [...m7, `-I${variant}`, "-Icores/arduino", "-DSTM32H747xx", "-DCORE_CM7", "-include", "Arduino.h"],
      },
    },
    places: [
      [script, scriptNumbers],
      [config, /"target\.mbed_app_(?:start|size)": "(0x[0-9a-fA-F]+)"/g],
      [system, offset],
    ],
    judge(files, linked) {
      const vtor = vtorOf(String(files[system]), chip.boot, /VECT_TAB_OFFSET +(0x[0-9A-Fa-f]+)/);
      const one = judgeProgram(chip, { linked: linked(script), stackSymbol: "__StackTop", codeRegion: "FLASH", vtor });
      const broken: string[] = [];
      const [start, size] = [key(files, "mbed_app_start"), key(files, "mbed_app_size")];
      if (one.place !== undefined) {
        if (one.place.vectors !== factory.starts) broken.push("the factory bootloader starts another address");
        if (one.place.slot < factory.end) broken.push("it overwrites the factory bootloader");
        if (start !== one.place.vectors) broken.push("mbed_app_start is another address");
        else if (start + size !== one.place.end) broken.push("mbed_app_size gives another end");
      }
      return both(one, { broken, open: [] });
    },
  };
}

/** Sectors of the three targets, from the reference of the Mbed tools' own data: K64F's is not an STM32. */
const mbedTargets = [
  { label: "UBLOX_EVK_ODIN_W2", chip: "STM32F439ZI" },
  { label: "NUCLEO_F429ZI", chip: "STM32F429ZI" },
  { label: "K64F", chip: undefined },
] as const;

function mbed(): Sample {
  const name = "mbed-bootloader";
  const config = "bootloader/mbed_app.json";
  const files = sampleFiles(name);
  // Kinetis K64: 1 MiB of flash in 4 KiB sectors, from address 0 (K64P144M120SF5RM).
  const kinetis = Array.from({ length: 256 }, (_, unit) => ({ base: unit * 4 * kib, end: (unit + 1) * 4 * kib }));
  return {
    name,
    files,
    steps: { unit: 4 * kib, sector: 128 * kib, bank: 1024 * kib },
    programs: {},
    places: [[config, /"target\.restrict_size": "(0x[0-9a-fA-F]+)"/g]],
    judge(mutated) {
      const broken = mbedTargets.flatMap(({ label, chip }) => {
        const stated = new RegExp(`"${label}": \\{\\s*"target.restrict_size": "(\\w+)"`).exec(
          String(mutated[config]),
        )?.[1];
        const units = chip === undefined ? kinetis : new ReferenceChip(chip).units;
        const base = units[0]?.base ?? 0;
        const image = files[`application/bootloader/${label}.bin`] as Uint8Array;
        // The application is built behind the bootloader that was built before: its size decides (managed mode).
        const application = base + image.length;
        const end = base + Number(stated);
        if (end > (units.at(-1)?.end ?? 0)) return [`${label}: the bootloader is larger than flash`];
        const isBoundary = units.some((unit) => unit.base === end || unit.end === end);
        if (!isBoundary) return [`${label}: the size is no multiple of the erase unit`];
        return end === application ? [] : [`${label}: the bootloader jumps to where no application is`];
      });
      return { broken, open: [] };
    },
  };
}

/** The sample that QEMU boots as well: its machine netduinoplus2 is an STM32F405RG. */
export const bootedSample = "stm32f405-boot-app";

const f405Folder = join(toolchain, "layouts", bootedSample);

function filesIn(folder: string): Files {
  const files: Record<string, string> = {};
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) files[relative(folder, path).replace(/\\/g, "/")] = readFileSync(path, "utf8");
  }
  return files;
}

function f405(): Sample {
  const chip = new ReferenceChip("STM32F405RG");
  const program = (image: string): Program => ({
    folder: f405Folder,
    sources: [...sourcesIn(join(f405Folder, image, "src")), "common/board.c", "common/startup_stm32f405xx.c"],
    flags: ["-mcpu=cortex-m4", "-mthumb", "-std=gnu17", "-Icommon", "-DSTM32F405xx"],
  });
  const [boot, app] = ["bootloader/STM32F405RGTX_FLASH.ld", "application/STM32F405RGTX_FLASH.ld"];
  const system = "application/src/system_stm32f4xx.c";
  const tasks = ".vscode/tasks.json";
  return {
    name: bootedSample,
    files: filesIn(f405Folder),
    steps: { unit: 16 * kib, sector: 128 * kib, bank: 512 * kib },
    programs: { [boot]: program("bootloader"), [app]: program("application") },
    places: [
      [boot, scriptNumbers],
      [app, scriptNumbers],
      ["bootloader/src/main.c", /APP_ADDRESS +(0x[0-9A-F]+)/g],
      [system, offset],
      ["bootloader/src/system_stm32f4xx.c", offset],
      [tasks, /application\.bin (0x[0-9a-fA-F]+)/g],
    ],
    judge(files, linked) {
      const vtor = vtorOf(String(files[system]), chip.boot, flashOffset);
      const common = { stackSymbol: "stack_end", codeRegion: "FLASH" };
      const bootloader = judgeProgram(chip, { linked: linked(boot), ...common });
      const application = judgeProgram(chip, { linked: linked(app), ...common, vtor });
      const slot = defineOf(String(files["bootloader/src/main.c"]), "APP_ADDRESS");
      const written = Number(/application\.bin (\w+)/.exec(String(files[tasks]))?.[1]);
      const pair =
        bootloader.place && application.place
          ? judgePair(chip, bootloader.place, application.place, { slot, headerSize: 0 })
          : [];
      const task =
        application.place !== undefined && written !== application.place.slot ? ["the task writes it elsewhere"] : [];
      return both(bootloader, application, { broken: [...pair, ...task], open: [] });
    },
  };
}

export function samples(): readonly Sample[] {
  return [l475(), f407(), portenta(), mbed(), f405()];
}
