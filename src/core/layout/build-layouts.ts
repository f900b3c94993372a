import type { Define } from "../linker/linker-script";
import { readLinkerScript } from "../linker/read-linker-script";
import type { Device } from "../mcu/device";
import type { Configuration, ImageDeclaration, ImageSet } from "../project/image-set";
import { isInside } from "../project/paths";
import type { SnapshotReader, Uri } from "../project/snapshot";
import { buildDefines } from "../sources/build-defines";
import { entriesFor, readMbedConfig } from "../sources/mbed-config";
import { mbedLayout, type MbedLayout } from "../sources/mbed-layout";
import { text } from "../text";
import type { BootLayout, DeviceChoice, ImageRef, LayoutClaim, LayoutProblem, RegionClaim, Relocation } from "./boot-layout";
import { known } from "./claim";
import { chooseDevice } from "./device-choice";
import { scriptClaims } from "./script-claims";
import { constantClaims, readSources, vtorClaims, type SourceStatements } from "./source-claims";

/** One layout per configuration of the set: everything its files say, as claims. Cheap enough to do anew at each change. */
export function buildLayouts(set: ImageSet, files: SnapshotReader): BootLayout[] {
  return set.configurations.map((configuration) => new Builder(set, configuration, files).build());
}

/** One image while its layout is being put together. */
interface Part {
  readonly image: ImageDeclaration;
  readonly mbed: MbedLayout | undefined;
  readonly statements: SourceStatements;
  regions: readonly RegionClaim[];
}

class Builder {
  private readonly claims: LayoutClaim[] = [];
  private readonly problems: LayoutProblem[] = [];
  private readonly device: DeviceChoice;
  private readonly devices: readonly Device[];

  constructor(
    private readonly set: ImageSet,
    private readonly configuration: Configuration,
    private readonly files: SnapshotReader,
  ) {
    this.device = chooseDevice(configuration.device);
    this.devices = this.device.candidates;
  }

  build(): BootLayout {
    const parts = this.set.images.map((image) => this.part(image));
    for (const part of parts) this.scriptOf(part);
    for (const part of parts) this.mbedOf(part, parts);
    for (const part of parts) this.sourcesOf(part, parts);
    for (const part of parts) this.declaredHeader(part);
    const factory = this.factoryBootloader(parts);
    return {
      id: `${this.set.id}#${this.configuration.id}`,
      set: this.set,
      configuration: this.configuration,
      device: this.device,
      images: [...factory, ...parts.map((part) => this.imageRef(part, parts))],
      claims: this.claims,
      problems: this.problems,
    };
  }

  private part(image: ImageDeclaration): Part {
    const config = image.mbedConfig === undefined ? undefined : this.files.text(image.mbedConfig);
    let mbed: MbedLayout | undefined;
    if (config !== undefined) {
      const read = readMbedConfig(config);
      this.problems.push(...read.problems);
      mbed = mbedLayout(entriesFor(read, this.configuration.target), this.device.board, this.devices, this.files);
      this.problems.push(...mbed.problems);
    }
    const statements = readSources(image, this.buildDefines(image), this.devices, this.files);
    return { image, mbed, statements, regions: [] };
  }

  /** `-D` options in the image's own build files. */
  private buildDefines(image: ImageDeclaration): Record<string, Define> {
    const own = this.files.snapshot.listing.filter((uri) => /(^|\/)(Makefile|makefile|CMakeLists\.txt|platformio\.ini)$/.test(uri) && isInside(uri, image.folder));
    return Object.assign({}, ...own.map((uri) => buildDefines(this.files.text(uri)))) as Record<string, Define>;
  }

  private scriptOf(part: Part): void {
    const { image } = part;
    if (image.linkerScript === undefined) return;
    const script = readLinkerScript(image.linkerScript, this.files, { defines: this.scriptDefines(part), defsyms: {}, includePaths: [image.folder] });
    this.problems.push(...script.problems);
    const { regions, claims } = scriptClaims(image.id, script, this.devices, this.files);
    part.regions = regions;
    this.claims.push(...claims);
  }

  private scriptDefines(part: Part): Record<string, Define> {
    const plain = { ...this.configuration.defines, ...part.image.defines };
    const defines: Record<string, Define> = {};
    const board = this.device.board;
    if (board !== undefined && part.image.mbedConfig !== undefined) {
      defines["MBED_ROM_START"] = { text: `0x${board.rom.base.toString(16)}` };
      defines["MBED_ROM_SIZE"] = { text: `0x${board.rom.size.toString(16)}` };
    }
    for (const [name, define] of Object.entries(part.mbed?.defines ?? {})) {
      defines[name] = { text: define.text, ...(define.source !== undefined && { source: define.source.value.range }) };
    }
    for (const [name, value] of Object.entries(plain)) defines[name] = { text: value };
    return defines;
  }

  private mbedOf(part: Part, parts: readonly Part[]): void {
    const other = (role: string): string | undefined => parts.find((one) => one !== part && one.image.role === role)?.image.id;
    for (const { about, ...claim } of part.mbed?.claims ?? []) {
      const image = about === "self" ? part.image.id : part.image.role === about ? part.image.id : other(about);
      if (image === undefined || (about === "application" && part.image.role === "application")) continue;
      // Where the linker script gives an end, the tools' end of ROM is only a default.
      this.claims.push({ ...claim, image });
    }
  }

  private sourcesOf(part: Part, parts: readonly Part[]): void {
    const application = part.image.role === "application" ? part : parts.find((one) => one.image.role === "application");
    const { vtor } = part.statements;
    const own = part.image.role === "bootloader" ? vtor.filter((write) => /\/system_[^/]*$/.test(write.range.uri)) : vtor;
    this.claims.push(...vtorClaims(part.image.id, { ...part.statements, vtor: own }));
    if (application === undefined) return;
    const handedOver = vtor.filter((write) => !own.includes(write));
    for (const claim of vtorClaims(application.image.id, { ...part.statements, vtor: handedOver })) {
      this.claims.push(claim.edit.editable ? { ...claim, statedBy: "source-constant" } : { ...claim, statedBy: "source-constant", edit: { editable: true, sites: [] } });
    }
    const scriptKnowsSlot = this.claims.some((claim) => claim.image === application.image.id && claim.quantity === "slot");
    this.claims.push(...constantClaims(application.image.id, part.statements, this.devices, scriptKnowsSlot));
  }

  private declaredHeader({ image }: Part): void {
    if (image.header === undefined) return;
    const { range, size } = image.header;
    const current = this.files.text(range.uri)?.text.slice(range.start, range.end) ?? "";
    this.claims.push({
      image: image.id,
      quantity: "headerSize",
      statedBy: "bootsmith-json",
      label: "header.size",
      value: known(size),
      source: { type: "file", range },
      kind: "declared",
      edit: { editable: true, sites: [{ range, current, base: 0 }] },
    });
  }

  /** The bootloader a board leaves the factory with, where the workspace holds none that replaces it. */
  private factoryBootloader(parts: readonly Part[]): ImageRef[] {
    const { board } = this.device;
    const application = parts.find((part) => part.image.role !== "bootloader");
    if (board?.bootloader == null || application === undefined || parts.some((part) => part.image.role === "bootloader")) return [];
    const { base, size, note } = board.bootloader;
    const id = "factory-bootloader";
    const fact = (image: string, quantity: LayoutClaim["quantity"], value: number, label: string): LayoutClaim => ({
      image,
      quantity,
      statedBy: "chip",
      label,
      value: known(value),
      source: { type: "chip", document: board.source },
      kind: "chip",
      edit: { editable: false, reason: text("it belongs to the factory bootloader of {0}", board.target) },
    });
    this.claims.push(fact(id, "slot", base, note), fact(id, "vectors", base, note), fact(id, "end", base + size, note));
    if (board.applicationStart !== null) this.claims.push(fact(application.image.id, "vectors", board.applicationStart, `factory bootloader of ${board.target}`));
    return [
      { id, name: "factory bootloader", role: "bootloader", folder: this.set.folder, regions: [], artifacts: [], factory: true, relocation: { state: "unseen" } },
    ];
  }

  private imageRef(part: Part, parts: readonly Part[]): ImageRef {
    const { image, regions } = part;
    const core = image.core ?? this.device.board?.core;
    return {
      id: image.id,
      name: image.name,
      role: image.role,
      ...(core !== undefined && { core }),
      folder: image.folder,
      ...(image.linkerScript !== undefined && { linkerScript: image.linkerScript }),
      regions,
      artifacts: image.artifacts,
      factory: false,
      relocation: relocationOf(part, parts),
    };
  }
}

/** A bootloader that sets VTOR before its jump does it for the application too. */
function relocationOf(part: Part, parts: readonly Part[]): Relocation {
  const sets = (one: Part): boolean => one.statements.vtor.length > 0;
  const bootloaders = parts.filter((one) => one !== part && one.image.role === "bootloader");
  if (sets(part) || bootloaders.some((one) => one.statements.vtor.some((write) => !isSystemFile(write.range.uri)))) return { state: "set" };
  const { dormant } = part.statements;
  return dormant === undefined ? { state: "unseen" } : { state: "dormant", range: dormant };
}

function isSystemFile(uri: Uri): boolean {
  return /\/system_[^/]*$/.test(uri);
}
