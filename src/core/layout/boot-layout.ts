import type { LinkerScript } from "../linker/linker-script";
import type { Board, Device } from "../mcu/device";
import type { Configuration, DeviceHint, ImageRole, ImageSet } from "../project/image-set";
import type { SourceRange, Uri } from "../project/snapshot";
import type { Fix } from "../rules/finding";
import type { Text } from "../text";
import type { Claim } from "./claim";
import type { ImageEvidence } from "./image-evidence";

/**
 * What a claim is about. `slot`: first byte that belongs to the image, header included. `vectors`: address of
 * its vector table. `end`: first address behind it. `headerSize`: bytes between slot and vectors. `upload`: where a task,
 * a launch configuration or a board file has its built file written. `systemBootloader`: the vector table in system memory
 * that its code jumps through.
 */
export type Quantity = "slot" | "vectors" | "end" | "headerSize" | "upload" | "systemBootloader";

/** The kind of place a claim was read from. */
export type Statement =
  | "linker-script"
  | "mbed-config"
  | "vector-table-offset"
  | "source-constant"
  | "build-file"
  | "flash-task"
  | "partition"
  | "bootsmith-json"
  | "chip";

/** An address or size of one image, stated in one place. */
export interface LayoutClaim extends Claim<number> {
  readonly image: string;
  readonly quantity: Quantity;
  readonly statedBy: Statement;
  /** The words of that place: `ORIGIN(FLASH)`, `target.mbed_app_start`, `VECT_TAB_OFFSET`. */
  readonly label: string;
  /** The value follows from other claims on the same image, which are what an edit changes. */
  readonly derived?: true;
  /** An end that is stated as an address and not by a size: it stays where it is when the start moves. */
  readonly absolute?: true;
  /** What a person must know of this statement beyond its value. */
  readonly note?: Text;
  /** What a plain sum would give where the file joins base and offset with `|` and they share bits. */
  readonly sum?: number;
  /** Where the value is used, if that is another place. */
  readonly usedAt?: SourceRange;
}

/** An entry of a linker script's MEMORY, evaluated. */
export interface RegionClaim {
  readonly name: string;
  readonly attributes: string;
  readonly origin: Claim<number>;
  readonly length: Claim<number>;
  /** Whole entry, from its name to the end of LENGTH. */
  readonly range: SourceRange;
  /** What the linker script puts there: the vector table, a header, code, or none of these. */
  readonly holds: "vectors" | "header" | "other";
}

/** One program of a layout. Symbols and sections are not here: they are read on demand. */
export interface ImageRef {
  readonly id: string;
  readonly name: string;
  readonly role: ImageRole;
  readonly core?: string;
  readonly folder: Uri;
  readonly linkerScript?: Uri;
  /** The script, evaluated for this configuration: sections and symbols for rules that ask for more than regions. */
  readonly script?: LinkerScript;
  /** What its built files hold; empty where nothing is built, or the script was changed after the build. */
  readonly built: readonly BuiltImage[];
  /** What the image's own files say of its chip; absent where they name none. */
  readonly device?: DeviceChoice;
  readonly regions: readonly RegionClaim[];
  readonly artifacts: readonly Uri[];
  /** True where no file of the workspace states it: a factory bootloader. */
  readonly factory: boolean;
  /** Whether the image's own sources set VTOR; where they offer to and do not, the place that does. */
  readonly relocation: Relocation;
  /** What its files show beyond addresses; absent for an image without a project. */
  readonly evidence?: ImageEvidence;
}

/** A built file of an image, in short: enough for rules. Bytes, symbols and sections are read on demand. */
export interface BuiltImage {
  readonly uri: Uri;
  readonly format: "elf" | "hex" | "srec" | "bin" | "map";
  /** Physical load addresses in ascending order, `end` behind the last byte. Empty for a raw binary, whose address no file tells. */
  readonly extents: readonly { readonly start: number; readonly end: number }[];
  /** Bytes of a raw binary. */
  readonly size: number;
  /** First two words of the vector table, where the file holds one at `address`; null for a raw binary's address. */
  readonly vectors: {
    readonly address: number | null;
    readonly stackPointer: number;
    readonly resetHandler: number;
  } | null;
  /** Of a map: regions of the link that its sections do not fit in. */
  readonly overflows?: readonly RegionOverflow[];
}

/** A region that a link ran out of, as its map shows it. */
export interface RegionOverflow {
  readonly region: string;
  readonly origin: number;
  /** First address behind the region. */
  readonly end: number;
  /** First address behind what the link put there. */
  readonly needed: number;
  /** Object files by the bytes they put there, largest first; archive members as `libc.a(memcpy.o)`. */
  readonly contributors: readonly { readonly file: string; readonly bytes: number }[];
}

/** `set`: a compiled write to VTOR. `dormant`: start-up code that would, but is switched off. `unseen`: neither in sight. */
export type Relocation =
  { readonly state: "set" | "unseen" } | { readonly state: "dormant"; readonly range: SourceRange };

/** The chip of a layout: every candidate that fits what the files say, or none. */
export interface DeviceChoice {
  readonly candidates: readonly Device[];
  readonly board?: Board;
  /** What named it; absent when nothing did. */
  readonly hint?: DeviceHint;
  /** Other places, which name none of the candidates; absent where all agree. */
  readonly against?: readonly DeviceHint[];
}

/** What could not be read, or reads as a fault in itself: becomes a finding. */
export interface LayoutProblem {
  readonly code: string;
  /** `information`: something that is open here and need not be wrong. */
  readonly severity: "error" | "warning" | "information";
  readonly range: SourceRange;
  readonly message: Text;
  /** A fix in this place alone, where there is one. */
  readonly fix?: Fix;
}

/** Where everything of one image set lies, under one configuration. Every face of the product shows this. */
export interface BootLayout {
  readonly id: string;
  readonly set: ImageSet;
  readonly configuration: Configuration;
  readonly device: DeviceChoice;
  readonly images: readonly ImageRef[];
  readonly claims: readonly LayoutClaim[];
  readonly problems: readonly LayoutProblem[];
}
