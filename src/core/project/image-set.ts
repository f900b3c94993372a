import type { BuildDefines } from "../sources/build-defines";
import type { Partition } from "../sources/devicetree-partitions";
import type { Text } from "../text";
import type { MbedTool } from "./discovery";
import type { SourceRange, Uri } from "./snapshot";

export type ImageRole = "bootloader" | "application" | "other";

/** One linked program, as far as discovery knows it: where its sources are, not yet what they say. */
export interface ImageDeclaration {
  /** Unique inside its set: `bootloader`, `application`, … */
  readonly id: string;
  readonly name: string;
  readonly role: ImageRole;
  /** Folder whose files belong to this image. */
  readonly folder: Uri;
  readonly linkerScript?: Uri;
  /** `mbed_app.json` (or its like) that configures this image. */
  readonly mbedConfig?: Uri;
  /** C files that set the vector table offset or state addresses. */
  readonly sources: readonly Uri[];
  /** Built files, best first: `.hex`, then `.bin`. */
  readonly artifacts: readonly Uri[];
  /** `bootsmith.json` names the built file: it is the image's, whatever it is called. */
  readonly artifactsDeclared?: true;
  /** Linked programs (`.elf`, S-records) and maps in its folder; whether they are of this image their names tell. */
  readonly linked?: readonly Uri[];
  /** Build files of this image alone, and those that may build others too: their values do not tell which one they mean. */
  readonly buildFiles?: { readonly own: readonly Uri[]; readonly shared: readonly Uri[] };
  /** Compilation databases of builds that may have made it. */
  readonly compileCommands?: readonly Uri[];
  /** Assembler sources: start-up code may set VTOR there. */
  readonly assembly?: readonly Uri[];
  readonly rust?: readonly Uri[];
  /** Where tasks, debug configurations and build files have its built file written. */
  readonly uploads?: readonly Upload[];
  /** The partition of flash that is this image's, where a devicetree states it. */
  readonly partition?: Partition;
  /** Bytes before the vector table, where `bootsmith.json` states it. */
  readonly header?: { readonly size: number; readonly range: SourceRange };
  /** Preprocessor and linker defines of this image alone. */
  readonly defines: Readonly<Record<string, string>>;
  /** `--defsym` of this image alone: name → number as text. */
  readonly symbols?: Readonly<Record<string, string>>;
  /** Folders that are searched for included files. */
  readonly includePaths?: readonly Uri[];
  /** What the one environment gives that builds it. */
  readonly flags?: BuildFlags;
  /** Core id on a chip with several (`cm7`). */
  readonly core?: string;
  /** What names the chip of this image alone, best first. */
  readonly device?: readonly DeviceHint[];
  /** A factory bootloader that stands in no file: nothing of it can be edited. */
  readonly factory?: { readonly base: number; readonly size: number; readonly note: string };
}

/** An address that an image's built file is written to, and the place that says so. */
export interface Upload {
  readonly address: number;
  /** The literal, so that an edit can change it, and what has to be added to it. */
  readonly range: SourceRange;
  readonly base: number;
  /** Name of the task or tool. */
  readonly label: string;
  readonly statedBy: "flash-task" | "build-file";
  /** Only in this configuration; absent: in each. */
  readonly configuration?: string;
}

/** What one environment of a build file hands to compiler and linker. */
export interface BuildFlags extends BuildDefines {
  readonly file: Uri;
}

/** Where the name of a chip was read. */
export interface DeviceHint {
  /** Part number, CubeMX pattern, device define or board name: whatever `core/mcu` can look up. */
  readonly name: string;
  /** The file or setting that says so, for the person. */
  readonly from: string;
  /** The name in that file; the start of the file where its own name says it. */
  readonly range?: SourceRange;
}

/** A target label, a set of defines, a build preset: one way to build the images of a set. */
export interface Configuration {
  readonly id: string;
  /** The Mbed target label; absent where there is only one way to build. */
  readonly target?: string;
  readonly defines: Readonly<Record<string, string>>;
  /** `--defsym`: name → number as text. */
  readonly symbols?: Readonly<Record<string, string>>;
  /** What the environment that it stands for gives; the rest of that file then says nothing. */
  readonly flags?: BuildFlags;
  readonly device: readonly DeviceHint[];
  /** Which tool builds Mbed projects, as the setting says. */
  readonly mbedTool?: MbedTool;
}

/** The images that share one chip's flash. Rules across images hold only inside a set. */
export interface ImageSet {
  readonly id: string;
  readonly name: string;
  readonly folder: Uri;
  readonly origin: "declared" | "evident";
  /** What makes it evident that its images belong together; absent where there is one image, or somebody declared it. */
  readonly why?: Text;
  readonly images: readonly ImageDeclaration[];
  readonly configurations: readonly Configuration[];
}
