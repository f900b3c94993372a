import type { Define, LinkerScript, ScriptProblem } from "../linker/linker-script";
import type { Device } from "../mcu/device";
import type { Configuration, ImageDeclaration, ImageSet } from "../project/image-set";
import { linkerScriptOf } from "../project/linker-script-of";
import { baseName, folderOf, join } from "../project/paths";
import type { SnapshotReader } from "../project/snapshot";
import type { VtorAssignment } from "../sources/c-addresses";
import { postApplication, type MbedClaim } from "../sources/mbed-claims";
import type { Steps } from "../steps";
import { text } from "../text";
import { withBuilt } from "./built-images";
import type {
  BootLayout,
  DeviceChoice,
  ImageRef,
  LayoutClaim,
  LayoutProblem,
  RegionClaim,
  Relocation,
} from "./boot-layout";
import { known } from "./claim";
import { buildOptions, withSymbolSources, type BuildOptions } from "./build-options";
import { chooseDevice } from "./device-choice";
import { flashOf } from "./flash-window";
import { imageEvidence } from "./image-evidence";
import { layoutDevice } from "./layout-device";
import { partitionClaims } from "./partition-claims";
import { mbedStatements, placedClaims, placedLimits, type MbedStatements } from "./mbed-statements";
import { claimsOfScript } from "./foreign-script-claims";
import { systemBootloaderUse, type SystemBootloaderUse } from "./system-bootloader-claims";
import { constantClaims, isSystemFile, readSources, vtorClaims, type SourceStatements } from "./source-claims";
import { uploadClaims } from "./upload-claims";

/** One layout per configuration of the set: everything its files say, as claims. Cheap enough to do anew at each change. */
export function* buildLayouts(set: ImageSet, files: SnapshotReader): Steps<BootLayout[]> {
  const layouts: BootLayout[] = [];
  for (const configuration of set.configurations) {
    yield;
    layouts.push(withBuilt(yield* new Builder(set, configuration, files).build(), files));
  }
  return layouts;
}

/** The id of a bootloader that is there as a built file only. */
const givenBootloader = "bootloader-image";

/** Nothing of it can be edited, and no script says what it is made of. */
const imageWithoutProject = {
  role: "bootloader",
  regions: [],
  artifacts: [],
  built: [],
  factory: true,
  relocation: { state: "unseen" },
} as const;

/** One image while its layout is being put together. */
interface Part {
  readonly image: ImageDeclaration;
  readonly mbed: MbedStatements | undefined;
  readonly build: BuildOptions;
  readonly statements: SourceStatements;
  readonly systemBootloader: SystemBootloaderUse;
  script: LinkerScript | undefined;
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
    const { device, problems } = layoutDevice(set, configuration);
    this.device = device;
    this.problems.push(...problems);
    this.devices = this.device.candidates;
  }

  *build(): Steps<BootLayout> {
    const parts: Part[] = [];
    for (const image of this.set.images) parts.push(yield* this.part(image));
    for (const part of parts) this.scriptOf(part);
    for (const part of parts) this.mbedOf(part, parts);
    this.mbedLimits(parts);
    for (const part of parts) this.sourcesOf(part, parts);
    for (const part of parts) this.declaredHeader(part);
    for (const { image } of parts) this.claims.push(...partitionClaims(image, this.devices));
    for (const { image } of parts)
      this.claims.push(...uploadClaims(image, this.configuration, this.devices, this.files));
    const given = [...this.bootloaderImage(parts), ...this.factoryBootloader(parts)].slice(0, 1);
    return {
      id: `${this.set.id}#${this.configuration.id}`,
      set: this.set,
      configuration: this.configuration,
      device: this.device,
      images: [...given, ...parts.map((part) => this.imageRef(part, parts))],
      claims: this.claims,
      problems: this.problems,
    };
  }

  private *part(declared: ImageDeclaration): Steps<Part> {
    const mbed = mbedStatements(declared, this.configuration, this.device, this.files);
    const build = buildOptions(declared, this.configuration, this.files);
    const image = { ...declared, includePaths: build.includePaths };
    const statements = yield* readSources(image, build.macros, this.devices, this.files);
    const systemBootloader = yield* systemBootloaderUse(image, build.macros, this.devices, this.files);
    const vtor = statements.vtor.filter((write) => !systemBootloader.isPartOfJump(write));
    return {
      image,
      mbed,
      build,
      statements: { ...statements, vtor },
      systemBootloader,
      script: undefined,
      regions: [],
    };
  }

  private scriptOf(part: Part): void {
    const { image } = part;
    const { mbed } = part;
    if (image.linkerScript === undefined) {
      this.problems.push(...(mbed?.problems ?? []));
      return;
    }
    const read = linkerScriptOf(image.linkerScript, this.files, {
      defines: this.scriptDefines(part),
      defsyms: part.build.defsyms,
      includePaths: [image.folder, ...part.build.includePaths],
    });
    const script = withSymbolSources(read, part.build, this.files);
    this.problems.push(
      ...script.problems.map((problem) => ({
        ...problem,
        severity: isOpen(problem, script, this.files) ? ("information" as const) : problem.severity,
      })),
    );
    const { regions, claims } = claimsOfScript(image.id, script, {
      devices: this.devices,
      files: this.files,
      computed: part.mbed !== undefined,
    });
    part.script = script;
    part.regions = regions;
    // What a region takes from a key of the Mbed tools is checked as the region.
    const taken = regions
      .flatMap(({ origin, length }) => [origin, length])
      .flatMap(({ source }) => (source.type === "file" ? [`${source.range.uri}:${source.range.start}`] : []));
    this.problems.push(
      ...(mbed?.problems ?? []).filter(
        ({ code, range }) => code !== "mbed-value" || !taken.includes(`${range.uri}:${range.start}`),
      ),
    );
    this.claims.push(...claims);
  }

  private scriptDefines(part: Part): Record<string, Define> {
    const plain = { ...this.configuration.defines, ...part.image.defines };
    const defines: Record<string, Define> = { ...part.build.macros };
    const rom = part.mbed?.rom;
    if (rom !== undefined) {
      defines["MBED_ROM_START"] = { text: `0x${rom.base.toString(16)}` };
      defines["MBED_ROM_SIZE"] = { text: `0x${rom.size.toString(16)}` };
    }
    for (const [name, define] of Object.entries(part.mbed?.defines ?? {})) {
      defines[name] = { text: define.text, ...(define.source !== undefined && { source: define.source.value.range }) };
    }
    for (const [name, value] of Object.entries(plain)) defines[name] = { text: value };
    return defines;
  }

  private mbedOf(part: Part, parts: readonly Part[]): void {
    if (part.mbed === undefined) return;
    const { claims, problems } = placedClaims(part.mbed, this.imagesAround(part, parts), this.device);
    this.claims.push(...claims);
    this.problems.push(...problems);
  }

  /** Once every end is stated that any file states. */
  private mbedLimits(parts: readonly Part[]): void {
    const placed = parts.map((part) =>
      placedLimits(part.mbed?.limits ?? [], this.imagesAround(part, parts), this.claims),
    );
    this.claims.push(...placed.flatMap(({ claims }) => claims));
    this.problems.push(...placed.flatMap(({ problems }) => problems));
  }

  /** The image that a claim in a part's Mbed files is about. */
  private imagesAround(part: Part, parts: readonly Part[]): (claim: MbedClaim) => string | undefined {
    return ({ about, label }) => {
      if (about === "self") return part.image.id;
      if (label === postApplication && !this.startsPostApplication(part)) return undefined;
      const other = parts.find((one) => one !== part && one.image.role === about);
      return other?.image.id ?? (about === "bootloader" ? givenBootloader : undefined);
    };
  }

  /** A bootloader that jumps to where the tools end it; one with sources that never say so keeps the address elsewhere. */
  private startsPostApplication({ image }: Part): boolean {
    if (image.role === "application") return false;
    const sources = image.sources.flatMap((uri) => this.files.text(uri)?.text ?? []);
    return sources.length === 0 || sources.some((source) => source.includes(postApplication));
  }

  private sourcesOf(part: Part, parts: readonly Part[]): void {
    const { image, statements } = part;
    const isBootloader = image.role === "bootloader";
    const [first, second] = parts.filter((one) => one.image.role === "application").map((one) => one.image.id);
    // Which of several applications a constant is about nobody can tell.
    const application = second === undefined ? first : undefined;
    // Writing the boot address is how one starts the bootloader, or how a bootloader starts: only start-up code means itself.
    const writes = statements.vtor.filter((write) => isSystemFile(write.range.uri) || !this.isBootAddress(write));
    const own = isBootloader ? writes.filter((write) => isSystemFile(write.range.uri)) : writes;
    this.claims.push(...vtorClaims(image.id, own, this.devices));
    this.claims.push(...part.systemBootloader.claims);
    if (application === undefined) return;
    const handedOver = writes.filter((write) => !own.includes(write));
    for (const claim of vtorClaims(application, handedOver, this.devices)) {
      this.claims.push(
        claim.edit.editable
          ? { ...claim, statedBy: "source-constant" }
          : { ...claim, statedBy: "source-constant", edit: { editable: true, sites: [] } },
      );
    }
    const scriptKnowsSlot = this.claims.some((claim) => claim.image === application && claim.quantity === "slot");
    this.claims.push(...constantClaims(application, statements, this.devices, scriptKnowsSlot));
  }

  private isBootAddress({ value }: VtorAssignment): boolean {
    return value.known && (value.value === 0 || value.value === flashOf(this.devices)[0]?.base);
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

  /** The built bootloader that the Mbed tools put in front, where its own project is not in sight. */
  private bootloaderImage(parts: readonly Part[]): ImageRef[] {
    const claim = this.claims.find((one) => one.image === givenBootloader);
    if (claim?.source.type !== "file" || parts.some((part) => part.image.role === "bootloader")) return [];
    const { range } = claim.source;
    const path = this.files.text(range.uri)?.text.slice(range.start, range.end) ?? "";
    const file = join(folderOf(range.uri), path);
    return [
      {
        ...imageWithoutProject,
        id: givenBootloader,
        name: baseName(file),
        folder: this.set.folder,
        artifacts: this.files.lists(file) ? [file] : [],
      },
    ];
  }

  /** The bootloader a board leaves the factory with, where the workspace holds none that replaces it. */
  private factoryBootloader(parts: readonly Part[]): ImageRef[] {
    const { board } = this.device;
    const application = parts.find((part) => part.image.role !== "bootloader");
    if (
      board?.bootloader == null ||
      application === undefined ||
      parts.some((part) => part.image.role === "bootloader")
    )
      return [];
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
    if (board.applicationStart !== null)
      this.claims.push(
        fact(application.image.id, "vectors", board.applicationStart, `factory bootloader of ${board.target}`),
      );
    return [{ ...imageWithoutProject, id, name: "factory bootloader", folder: this.set.folder }];
  }

  private imageRef(part: Part, parts: readonly Part[]): ImageRef {
    const { image, regions, script } = part;
    const core = this.coreOf(image);
    const device = chooseDevice(image.device ?? []);
    return {
      id: image.id,
      name: image.name,
      role: image.role,
      ...(core !== undefined && { core }),
      folder: image.folder,
      ...(image.linkerScript !== undefined && { linkerScript: image.linkerScript }),
      ...(script !== undefined && { script }),
      built: [],
      ...(device.candidates.length > 0 && { device }),
      regions,
      artifacts: image.artifacts,
      factory: false,
      relocation: relocationOf(part, parts, this.files),
      evidence: imageEvidence(image, script, this.devices, {
        devices: this.devices,
        files: this.files,
        computed: part.mbed !== undefined,
      }),
    };
  }

  /** As declared; one that a folder's name speaks of only where the chip has it. */
  private coreOf({ core }: ImageDeclaration): string | undefined {
    const cores = this.devices.flatMap((device) => device.cores.map(({ id }) => id));
    const fits = this.set.origin === "declared" || cores.includes(core ?? "");
    return (fits ? core : undefined) ?? this.device.board?.core;
  }
}

/** A bootloader that sets VTOR before its jump does it for the application too. */
function relocationOf(part: Part, parts: readonly Part[], files: SnapshotReader): Relocation {
  const bootloaders = parts.filter((one) => one !== part && one.image.role === "bootloader");
  const byBootloader = bootloaders.some((one) => one.statements.vtor.some((write) => !isSystemFile(write.range.uri)));
  if (part.statements.vtor.length > 0 || byBootloader) return { state: "set" };
  const { dormant } = part.statements;
  if (dormant === undefined) return { state: "unseen" };
  const assembly = [part, ...bootloaders].flatMap((one) => one.image.assembly ?? []);
  const inAssembly = assembly.some((uri) => /VTOR|0xE000ED08/i.test(files.text(uri)?.text ?? ""));
  return inAssembly ? { state: "set" } : { state: "dormant", range: dormant };
}

/** A generated include, a value that the build gives, an `#error` that asks for it: open here, and no fault of the script. */
function isOpen(problem: ScriptProblem, { regions }: LinkerScript, files: SnapshotReader): boolean {
  if (problem.severity === "error") return false;
  const { range } = problem;
  if (/^(#|error\b)/.test(files.text(range.uri)?.text.slice(range.start, range.start + 6) ?? "")) return true;
  const open = regions.flatMap(({ origin, length }) => [origin, length]).filter((field) => !field.value.known);
  return (
    problem.code === "linker-script-include" ||
    open.some(({ expression }) => expression.uri === range.uri && expression.start === range.start)
  );
}
