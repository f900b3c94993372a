import type { Define } from "../linker/linker-script";
import type { TextFile } from "../project/snapshot";

/** A property of `boards.txt` or `platform.txt` (Arduino's "Platform specification"). */
interface Property {
  readonly key: string;
  readonly value: Define;
}

/** What the boards of one variant say, over all choices of their menus: every value that a key may have. */
export interface VariantKeys {
  readonly uploadAddresses: readonly Define[];
  /** Linker symbols that `platform.txt` hands over by `--defsym=NAME={key}`, where the key has one value. */
  readonly symbols: Readonly<Record<string, Define>>;
}

/**
 * Reads the boards that are built with a variant.
 * @param variant name of the folder below `variants/`, as `build.variant` names it
 * @param platform `platform.txt` beside it: defaults of keys and the recipe of the link
 */
export function variantKeys(boards: TextFile, platform: TextFile | undefined, variant: string): VariantKeys {
  const properties = propertiesOf(boards);
  const defaults = platform === undefined ? [] : propertiesOf(platform);
  const ids = new Set(
    properties
      .filter(({ key, value }) => /(^|\.)build\.variant$/.test(key) && value.text === variant)
      .map(({ key }) => key.split(".")[0] ?? ""),
  );
  const valuesOf = (wanted: string): readonly Define[] => {
    const own = properties.filter(
      ({ key }) => ids.has(key.split(".")[0] ?? "") && isKey(key, wanted, properties, variant),
    );
    // A menu's choice may leave a key to the platform; only one that every board sets itself replaces it.
    const always = [...ids].every((id) => own.some(({ key }) => key === `${id}.${wanted}`));
    return [...own, ...(always ? [] : defaults.filter(({ key }) => key === wanted))].map(({ value }) => value);
  };
  const recipe = platform?.text ?? "";
  const symbols = [...recipe.matchAll(/--defsym=([A-Za-z_]\w{0,60})=\{([\w.]{1,60})\}/g)].map(
    ([, name = "", key = ""]): readonly [string, Define] => [name, single(valuesOf(key)) ?? { text: name }],
  );
  return {
    uploadAddresses: valuesOf("upload.address").filter(({ text }) => /^0[xX][0-9a-fA-F]{1,8}$/.test(text)),
    symbols: ids.size === 0 ? {} : Object.fromEntries(symbols),
  };
}

/** `board.key`, or a choice of one of its menus: `board.menu.split.50_50.key`, of a part that is built with the variant. */
function isKey(key: string, wanted: string, all: readonly Property[], variant: string): boolean {
  const [, ...rest] = key.split(".");
  const path = rest.join(".");
  if (path === wanted) return true;
  if (!path.startsWith("menu.") || !path.endsWith(`.${wanted}`)) return false;
  const choice = key.slice(0, -wanted.length - 1);
  const own = all.find((one) => one.key === `${choice}.build.variant`);
  return own === undefined || own.value.text === variant;
}

/** The value that all of them are; undefined where they differ or there is none. */
function single(values: readonly Define[]): Define | undefined {
  const [first] = values;
  return values.every(({ text }) => Number(text) === Number(first?.text)) ? first : undefined;
}

function propertiesOf(file: TextFile): Property[] {
  return [...file.text.matchAll(/^[ \t]*([A-Za-z0-9_][^\s=#]{0,200})=([^\n\r]{0,2000})/gm)].map((match) => {
    const [whole, key = "", rest = ""] = match;
    const text = rest.trim();
    const start = match.index + whole.length - rest.length + rest.indexOf(text);
    return { key, value: { text, source: { uri: file.uri, start, end: start + text.length } } };
  });
}
