import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "../../run/command";
import { gcc } from "../tools";

const ld = "arm-none-eabi-ld";

/** What the samples' own build compiles C++ with. */
const cxx = ["-std=c++17", "-fno-exceptions", "-fno-rtti", "-fno-threadsafe-statics", "-x", "c++"];

/** A program as the compiler makes it, before any linker script. */
export interface Program {
  /** Where the sources are, absolute. */
  readonly folder: string;
  readonly sources: readonly string[];
  readonly flags: readonly string[];
}

/** What GNU ld made of a script, as its map file tells. */
export interface Linked {
  /** ld's first complaint; undefined where it linked. */
  readonly error: string | undefined;
  readonly regions: readonly { readonly name: string; readonly origin: number; readonly length: number }[];
  /** Allocated sections that hold something; `load` is where their bytes are in flash. */
  readonly sections: readonly Section[];
  symbol(name: string): number | undefined;
}

interface Section {
  readonly name: string;
  readonly address: number;
  readonly load: number;
  readonly size: number;
}

/** Compiles the sources of a program; the objects. */
export async function compileProgram(program: Program, work: string, name: string): Promise<string[]> {
  const objects: string[] = [];
  for (const [index, source] of program.sources.entries()) {
    const object = join(work, `${name}-${index}.o`);
    const flags = ["-Os", "-ffreestanding", "-ffunction-sections", "-fdata-sections", ...program.flags];
    const language = /\.(ino|cpp)$/.test(source) ? cxx : [];
    const { code, output } = await runCommand(gcc, [...flags, ...language, "-c", source, "-o", object], {
      cwd: program.folder,
    });
    if (code !== 0) throw new Error(`${source} does not compile:\n${output}`);
    objects.push(object);
  }
  return objects;
}

/** Links with a script, as the sample's own build does, but for the compiler in front. `base` is the path of what comes out. */
export async function linkWith(script: string, objects: readonly string[], base: string): Promise<Linked> {
  writeFileSync(`${base}.ld`, script);
  const { code, output } = await runCommand(ld, [
    "--gc-sections",
    "--no-warn-rwx-segments",
    `-Map=${base}.map`,
    "-T",
    `${base}.ld`,
    "-o",
    `${base}.elf`,
    ...objects,
  ]);
  // Where the script itself cannot be read there is no map, or an empty one.
  const map = existsSync(`${base}.map`) ? readFileSync(`${base}.map`, "utf8") : "";
  const complaint = output.split("\n").find((line) => line.includes(ld)) ?? output;
  return readMap(map, code === 0 ? undefined : complaint.replace(/^.*arm-none-eabi-ld: /, "").replaceAll(base, ""));
}

function readMap(map: string, error: string | undefined): Linked {
  const [, configuration = "", rest = ""] =
    /Memory Configuration\n([\s\S]*?)\nLinker script and memory map\n([\s\S]*)/.exec(map) ?? [];
  const regions = [...configuration.matchAll(/^(\S+) +0x([0-9a-f]+) +0x([0-9a-f]+)/gm)].map(
    ([, name = "", origin = "", length = ""]) => ({ name, origin: parse(origin), length: parse(length) }),
  );
  const sections = [
    ...rest.matchAll(/^(\.[\w.]+)\s+0x([0-9a-f]+)\s+0x([0-9a-f]+)(?: load address 0x([0-9a-f]+))?/gm),
  ].map(([, name = "", address = "", size = "", load = address]) => ({
    name,
    address: parse(address),
    load: parse(load),
    size: parse(size),
  }));
  return {
    error,
    regions: regions.filter(({ name }) => name !== "*default*"),
    sections: sections.filter(({ name, size }) => size > 0 && !/^\.(debug|comment|ARM\.attributes)/.test(name)),
    symbol: (name) => {
      const value = new RegExp(String.raw`^ +0x([0-9a-f]+) +(?:PROVIDE \()?${name} =`, "m").exec(rest)?.[1];
      return value === undefined ? undefined : parse(value);
    },
  };
}

function parse(digits: string): number {
  return Number.parseInt(digits, 16);
}
