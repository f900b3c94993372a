import { MacroExpander } from "../linker/macro-expander";
import { preprocessTokens } from "../linker/preprocessor";
import type { Define } from "../linker/linker-script";
import type { Device } from "../mcu/device";
import { systemFlashBase } from "../mcu/known-addresses";
import type { ImageDeclaration } from "../project/image-set";
import { baseName, folderOf } from "../project/paths";
import { remembered } from "../project/remembered";
import type { SnapshotReader, SourceRange, TextFile, Uri } from "../project/snapshot";
import {
  addressConstants,
  countsFromFlash,
  dormantRelocation,
  mayStateAddresses,
  movesAddresses,
  vtorAssignments,
  type AddressConstant,
  type PreprocessedC,
  type VtorAssignment,
} from "../sources/c-addresses";
import { definedConstants, plainConstants } from "../sources/plain-constants";
import type { ConstantMeaning } from "../sources/constant-names";
import type { Steps } from "../steps";
import { text } from "../text";
import type { LayoutClaim, Quantity } from "./boot-layout";
import { known, type EditRecipe } from "./claim";
import { bootView, flashOf, isInFlash, isNowhere } from "./flash-window";

/** What the C sources of one image say. */
export interface SourceStatements {
  readonly vtor: readonly VtorAssignment[];
  readonly constants: readonly AddressConstant[];
  /** Where a vector table relocation is offered by the file but not compiled. */
  readonly dormant: SourceRange | undefined;
}

/** Reads the C sources of an image with the macros its build files give. */
export function* readSources(
  image: ImageDeclaration,
  macros: Readonly<Record<string, Define>>,
  devices: readonly Device[],
  files: SnapshotReader,
): Steps<SourceStatements> {
  const { defines, includePaths } = cContext(image, macros, devices);
  const key = `addresses ${JSON.stringify([defines, includePaths])}`;
  const vtor: VtorAssignment[] = [];
  const constants = new Map<string, AddressConstant>();
  const texts: string[] = [];
  let dormant: SourceRange | undefined;
  for (const uri of image.sources) {
    yield;
    const file = files.text(uri);
    if (file === undefined || !remembered(file, "may state addresses", files, () => mayStateAddresses(file.text)))
      continue;
    texts.push(file.text);
    const stated = remembered(file, key, files, (recording) =>
      statementsOf(preprocessC(file, defines, includePaths, recording)),
    );
    vtor.push(...stated.vtor);
    for (const constant of stated.constants) constants.set(`${constant.range.uri}:${constant.range.start}`, constant);
    if (isSystemFile(uri) && !("USER_VECT_TAB_ADDRESS" in macros)) dormant ??= dormantRelocation(file);
  }
  for (const file of plainSources(image, files)) {
    texts.push(file.text);
    for (const constant of remembered(file, "plain constants", files, () => plainConstants(file)))
      constants.set(`${constant.range.uri}:${constant.range.start}`, constant);
  }
  for (const constant of definedConstants(macros, texts))
    constants.set(`${constant.range.uri}:${constant.range.start}`, constant);
  return { vtor, constants: [...constants.values()].filter((one) => isUsedAsNamed(one, texts)), dormant };
}

/** Files of an image that are looked into for plain constants; a vendor's package has one start-up file per chip. */
const maximumPlain = 20;

/** Rust and assembler sources that may name an application's place; start-up files are the vendor's. */
function plainSources({ assembly = [], rust = [] }: ImageDeclaration, files: SnapshotReader): TextFile[] {
  return [...rust, ...assembly.filter((uri) => !/^startup_/.test(baseName(uri)))]
    .slice(0, maximumPlain)
    .flatMap((uri) => {
      const file = files.text(uri);
      return file !== undefined && mayStateAddresses(file.text) ? [file] : [];
    });
}

/** What an image's C files are preprocessed with. */
export interface CContext {
  readonly defines: Readonly<Record<string, Define>>;
  readonly includePaths: readonly Uri[];
}

/** The defines of chip, build files and image, and the folders that hold its headers. */
export function cContext(
  image: ImageDeclaration,
  macros: Readonly<Record<string, Define>>,
  devices: readonly Device[],
): CContext {
  const folders = image.sources.filter((uri) => /\.h(pp)?$/.test(uri)).map((uri) => folderOf(uri));
  return {
    defines: { ...chipDefines(devices), ...macros, ...ownDefines(image) },
    includePaths: [...new Set([...[...new Set(folders)].slice(0, 20), ...(image.includePaths ?? [])])],
  };
}

function statementsOf(source: PreprocessedC): Pick<SourceStatements, "vtor" | "constants"> {
  return { vtor: vtorAssignments(source), constants: addressConstants(source) };
}

/** ST's start-up file: it runs in the image it belongs to, never for another one. */
export function isSystemFile(uri: Uri): boolean {
  return /^system_/.test(baseName(uri));
}

/** An offset counts from flash only where something adds the two; a header is in front of a table only where it moves an address. */
function isUsedAsNamed({ name, meaning }: AddressConstant, texts: readonly string[]): boolean {
  if (meaning.quantity === "headerSize") return movesAddresses(name, texts);
  return !meaning.offset || countsFromFlash(name, texts);
}

/** A C file after its preprocessor. */
export function preprocessC(
  file: TextFile,
  defines: Readonly<Record<string, Define>>,
  includePaths: readonly Uri[],
  files: SnapshotReader,
): PreprocessedC {
  const { tokens, macros, problems } = preprocessTokens(file.uri, file.text, defines, includePaths, files);
  const expander = new MacroExpander(problems);
  for (const [name, macro] of macros) expander.macros.set(name, macro);
  return { file, tokens, macros, expand: (input) => expander.expand(input) };
}

/** The base addresses CMSIS device headers define, from the chip: the headers are rarely part of the workspace. */
function chipDefines(devices: readonly Device[]): Record<string, Define> {
  const flash = devices[0]?.memories.filter((memory) => memory.kind === "flash") ?? [];
  const at = (address: number): Define => ({ text: `0x${address.toString(16)}` });
  const [bank1, bank2] = flash;
  const base = bank1?.base ?? 0x08000000;
  const system = systemFlashBase(devices[0]?.part ?? "");
  return {
    FLASH_BASE: at(base),
    FLASH_BANK1_BASE: at(base),
    ...(bank2 !== undefined && { FLASH_BANK2_BASE: at(bank2.base) }),
    NVIC_VectTab_FLASH: at(base),
    SRAM_BASE: at(0x20000000),
    SRAM1_BASE: at(0x20000000),
    D1_AXISRAM_BASE: at(0x24000000),
    D1_DTCMRAM_BASE: at(0x20000000),
    ...(system !== undefined && { FLASH_SYSTEM_BASE: at(system), FLASH_SYSTEM_BASE_NS: at(system) }),
  };
}

function ownDefines(image: ImageDeclaration): Record<string, Define> {
  return Object.fromEntries(Object.entries(image.defines).map(([name, value]) => [name, { text: value }]));
}

/** Claims of VTOR writes on the image that makes them. The value is unknown where only a symbol's address is assigned. */
export function vtorClaims(
  image: string,
  writes: readonly VtorAssignment[],
  devices: readonly Device[],
): LayoutClaim[] {
  return writes.flatMap((write) => {
    const placed = inFlashView(write, devices);
    if (placed === undefined) return [];
    const edit: EditRecipe =
      placed.site === undefined
        ? { editable: false, reason: text("the value of {0} is computed", write.label) }
        : { editable: true, sites: [placed.site] };
    return [
      {
        image,
        quantity: "vectors",
        statedBy: "vector-table-offset",
        label: write.label,
        value: placed.value,
        source: { type: "file", range: write.range },
        kind: "declared",
        edit,
        ...(write.sum !== undefined && {
          sum: write.sum,
          note: text("the operands of | share bits; their sum would be 0x{0}", write.sum.toString(16)),
        }),
      } satisfies LayoutClaim,
    ];
  });
}

/** A table in RAM was copied there and says nothing of where the image lies; one in nothing is a slip. */
function inFlashView(write: VtorAssignment, devices: readonly Device[]): VtorAssignment | undefined {
  if (!write.value.known) return write;
  if (isNowhere(write.value.value, devices)) return write;
  const at = bootView(write.value.value, devices);
  if (at === undefined) return undefined;
  const shift = at - write.value.value;
  return {
    ...write,
    value: known(at),
    ...(write.site !== undefined && { site: { ...write.site, base: write.site.base + shift } }),
  };
}

/**
 * Claims that constants make on an application. `start` names mean the header where the sources also state its size,
 * else the vector table. Two constants that contradict each other state nothing: they are about different things.
 */
export function constantClaims(
  application: string,
  statements: SourceStatements,
  devices: readonly Device[],
  scriptKnowsSlot: boolean,
): LayoutClaim[] {
  const found = statements.constants.flatMap((constant) =>
    constant.meaning.quantity === "headerSize" ? [] : (inFlash(constant, devices) ?? []),
  );
  const sizes = found.length === 0 ? [] : statements.constants.filter(isHeaderSize);
  const [size] = sizes;
  const places = found.map((constant) => ({ constant, quantity: quantityOf(constant.meaning, size !== undefined) }));
  const claims: LayoutClaim[] = [];
  for (const quantity of ["slot", "vectors"] as const) {
    const of = places.filter((one) => one.quantity === quantity).map((one) => one.constant);
    if (new Set(of.map((constant) => constant.value)).size === 1)
      claims.push(...of.map((constant) => constantClaim(application, quantity, constant, 0)));
  }
  if (new Set(sizes.map((one) => one.value)).size === 1)
    claims.push(...sizes.map((one) => constantClaim(application, "headerSize", one, 0)));
  const slots = claims.filter((claim) => claim.quantity === "slot");
  if (
    size !== undefined &&
    !scriptKnowsSlot &&
    slots.length > 0 &&
    !claims.some((claim) => claim.quantity === "vectors")
  ) {
    claims.push(
      ...places
        .filter((one) => one.quantity === "slot")
        .map((one) => ({ ...constantClaim(application, "vectors", one.constant, size.value), derived: true as const })),
    );
  }
  return claims;
}

/** A header keeps the vector table behind it aligned; anything else is the header of a message. */
function isHeaderSize({ meaning, value }: AddressConstant): boolean {
  return meaning.quantity === "headerSize" && value > 0 && value <= 0x10000 && value % 0x80 === 0;
}

function quantityOf(meaning: ConstantMeaning, withHeader: boolean): Quantity {
  return meaning.quantity === "start" ? (withHeader ? "slot" : "vectors") : meaning.quantity;
}

function constantClaim(image: string, quantity: Quantity, constant: AddressConstant, header: number): LayoutClaim {
  const { site, range } = constant;
  const edit: EditRecipe =
    site === undefined
      ? { editable: false, reason: text("{0} is computed from several places", constant.name) }
      : { editable: true, sites: [{ ...site, base: site.base + header }] };
  return {
    image,
    quantity,
    statedBy: "source-constant",
    label: constant.name,
    value: known(constant.value + header),
    source: { type: "file", range },
    kind: "declared",
    edit,
  };
}

/** The constant as an address in flash, or in nothing; an offset counts from flash start. Anything else names another memory. */
function inFlash(constant: AddressConstant, devices: readonly Device[]): AddressConstant | undefined {
  if (!constant.meaning.offset || constant.value >= 0x08000000)
    return isInFlash(constant.value, devices) || isNowhere(constant.value, devices) ? constant : undefined;
  const base = flashOf(devices)[0]?.base ?? 0;
  if (constant.value < 0x100 || !isInFlash(base + constant.value, devices)) return undefined;
  return {
    ...constant,
    value: base + constant.value,
    ...(constant.site !== undefined && { site: { ...constant.site, base: constant.site.base + base } }),
  };
}
