import type { MbedTool } from "../project/discovery";

/** What a key of the `target.` namespace is to the tools that obey it (rules sheet §1). */
export type MbedMode = "managed" | "unmanaged" | "memory" | "banks";

/** `digits`: a number that must be a string. `number`: string or integer. */
export type MbedKind = "digits" | "number" | "path" | "list" | "banks";

export interface MbedKey {
  readonly mode: MbedMode;
  readonly kind: MbedKind;
}

/** The keys that place an image, without their prefix `target.` (rules sheet §1, §2). */
export const mbedKeys: Readonly<Record<string, MbedKey>> = {
  bootloader_img: { mode: "managed", kind: "path" },
  restrict_size: { mode: "managed", kind: "digits" },
  header_format: { mode: "managed", kind: "list" },
  header_offset: { mode: "managed", kind: "number" },
  app_offset: { mode: "managed", kind: "number" },
  mbed_app_start: { mode: "unmanaged", kind: "digits" },
  mbed_app_size: { mode: "unmanaged", kind: "digits" },
  mbed_rom_start: { mode: "memory", kind: "number" },
  mbed_rom_size: { mode: "memory", kind: "number" },
  mbed_ram_start: { mode: "memory", kind: "number" },
  mbed_ram_size: { mode: "memory", kind: "number" },
  memory_bank_config: { mode: "banks", kind: "banks" },
};

/** The key behind `target.`, where it is one that places an image. */
export function mbedKey(key: string): MbedKey | undefined {
  const name = /^target\.(\w+)$/.exec(key)?.[1];
  return name !== undefined && Object.hasOwn(mbedKeys, name) ? mbedKeys[name] : undefined;
}

/** Which tool does what a key says; to the others it is an unknown parameter, or they warn and drop it (rules sheet §1). */
export function obeys(tool: MbedTool, mode: MbedMode): boolean {
  switch (mode) {
    case "managed":
    case "unmanaged":
      return tool === "mbed-cli-1";
    case "memory":
      return tool !== "mbed-ce";
    case "banks":
      return tool === "mbed-ce";
  }
}

/** The tool's name as people know it. */
export const toolNames: Readonly<Record<MbedTool, string>> = {
  "mbed-cli-1": "Mbed CLI 1 (mbed compile)",
  "mbed-tools": "Mbed CLI 2 (mbed-tools)",
  "mbed-ce": "Mbed CE",
};
