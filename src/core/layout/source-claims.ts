import { MacroExpander } from "../linker/macro-expander";
import { preprocessTokens } from "../linker/preprocessor";
import type { Define } from "../linker/linker-script";
import type { Device } from "../mcu/device";
import type { ImageDeclaration } from "../project/image-set";
import { baseName, folderOf } from "../project/paths";
import type { SnapshotReader, SourceRange, TextFile, Uri } from "../project/snapshot";
import { addressConstants, dormantRelocation, mayStateAddresses, vtorAssignments, type AddressConstant, type PreprocessedC, type VtorAssignment } from "../sources/c-addresses";
import { text } from "../text";
import type { LayoutClaim, Quantity } from "./boot-layout";
import { known, type EditRecipe } from "./claim";

/** What the C sources of one image say. */
export interface SourceStatements {
  readonly vtor: readonly VtorAssignment[];
  readonly constants: readonly AddressConstant[];
  /** Where a vector table relocation is offered by the file but not compiled. */
  readonly dormant: SourceRange | undefined;
}

/** Reads the C sources of an image with the defines its build files give. */
export function readSources(image: ImageDeclaration, buildDefines: Readonly<Record<string, Define>>, devices: readonly Device[], files: SnapshotReader): SourceStatements {
  const includePaths = [...new Set(image.sources.filter((uri) => /\.h(pp)?$/.test(uri)).map((uri) => folderOf(uri)))].slice(0, 20);
  const vtor: VtorAssignment[] = [];
  const constants = new Map<string, AddressConstant>();
  let dormant: SourceRange | undefined;
  for (const uri of image.sources) {
    const file = files.text(uri);
    if (file === undefined || !mayStateAddresses.test(file.text)) continue;
    const source = preprocessC(file, { ...chipDefines(devices), ...buildDefines, ...ownDefines(image) }, includePaths, files);
    vtor.push(...vtorAssignments(source));
    for (const constant of addressConstants(source)) constants.set(`${constant.site.range.uri}:${constant.site.range.start}`, constant);
    if (/^system_/.test(baseName(uri)) && !("USER_VECT_TAB_ADDRESS" in buildDefines)) dormant ??= dormantRelocation(file);
  }
  return { vtor, constants: [...constants.values()], dormant };
}

function preprocessC(file: TextFile, defines: Readonly<Record<string, Define>>, includePaths: readonly Uri[], files: SnapshotReader): PreprocessedC {
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
  return {
    FLASH_BASE: at(base),
    FLASH_BANK1_BASE: at(base),
    ...(bank2 !== undefined && { FLASH_BANK2_BASE: at(bank2.base) }),
    NVIC_VectTab_FLASH: at(base),
    SRAM_BASE: at(0x20000000),
    SRAM1_BASE: at(0x20000000),
    D1_AXISRAM_BASE: at(0x24000000),
    D1_DTCMRAM_BASE: at(0x20000000),
  };
}

function ownDefines(image: ImageDeclaration): Record<string, Define> {
  return Object.fromEntries(Object.entries(image.defines).map(([name, value]) => [name, { text: value }]));
}

/** Claims of VTOR writes on the image that makes them. The value is unknown where only a symbol's address is assigned. */
export function vtorClaims(image: string, statements: SourceStatements): LayoutClaim[] {
  return statements.vtor.map((write) => ({
    image,
    quantity: "vectors",
    statedBy: "vector-table-offset",
    label: write.label,
    value: write.value,
    source: { type: "file", range: write.range },
    kind: "declared",
    edit: write.site === undefined ? { editable: false, reason: text("the value of {0} is computed", write.label) } : { editable: true, sites: [write.site] },
    ...(write.sum !== undefined && { note: text("the operands of | share bits; their sum would be 0x{0}", write.sum.toString(16)) }),
  }));
}

/**
 * Claims that constants make on an application. `start` names mean the header where the sources also state its size,
 * else the vector table. Two constants that contradict each other state nothing: they are about different things.
 */
export function constantClaims(application: string, statements: SourceStatements, devices: readonly Device[], scriptKnowsSlot: boolean): LayoutClaim[] {
  const sizes = statements.constants.filter((constant) => constant.meaning.quantity === "headerSize" && constant.value > 0 && constant.value <= 0x10000);
  const [size] = sizes;
  const places = statements.constants.flatMap((constant) => {
    if (constant.meaning.quantity === "headerSize") return [];
    const placed = inFlash(constant, devices);
    const quantity: Quantity = constant.meaning.quantity === "start" ? (size === undefined ? "vectors" : "slot") : constant.meaning.quantity;
    return placed === undefined ? [] : [{ constant: placed, quantity }];
  });
  const claims: LayoutClaim[] = [];
  for (const quantity of ["slot", "vectors"] as const) {
    const of = places.filter((one) => one.quantity === quantity).map((one) => one.constant);
    if (new Set(of.map((constant) => constant.value)).size === 1) claims.push(...of.map((constant) => constantClaim(application, quantity, constant, 0)));
  }
  if (new Set(sizes.map((one) => one.value)).size === 1) claims.push(...sizes.map((one) => constantClaim(application, "headerSize", one, 0)));
  const slots = claims.filter((claim) => claim.quantity === "slot");
  if (size !== undefined && !scriptKnowsSlot && slots.length > 0 && !claims.some((claim) => claim.quantity === "vectors")) {
    claims.push(...places.filter((one) => one.quantity === "slot").map((one) => constantClaim(application, "vectors", one.constant, size.value)));
  }
  return claims;
}

function constantClaim(image: string, quantity: Quantity, constant: AddressConstant, header: number): LayoutClaim {
  const site = { ...constant.site, base: constant.site.base + header };
  const edit: EditRecipe = { editable: true, sites: [site] };
  return { image, quantity, statedBy: "source-constant", label: constant.name, value: known(constant.value + header), source: { type: "file", range: constant.site.range }, kind: "declared", edit };
}

/** The constant as an address in flash; an offset counts from flash start. Anything else names another memory. */
function inFlash(constant: AddressConstant, devices: readonly Device[]): AddressConstant | undefined {
  const flash = devices[0]?.memories.filter((memory) => memory.kind === "flash") ?? [{ base: 0x08000000, size: 0x800000 }];
  const inside = (address: number): boolean => flash.some((memory) => address >= memory.base && address < memory.base + memory.size);
  if (inside(constant.value)) return constant;
  const base = flash[0]?.base ?? 0;
  if (!constant.meaning.offset || constant.value < 0x100 || !inside(base + constant.value)) return undefined;
  return { ...constant, value: base + constant.value, site: { ...constant.site, base: constant.site.base + base } };
}
