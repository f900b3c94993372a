import { findDevices } from "../mcu/find-device";
import { buildDefines } from "../sources/build-defines";
import { envsLinking, platformioEnvs, type IniValue, type PlatformioEnv } from "../sources/platformio-ini";
import { isPlatformio } from "./device-hints";
import type { BuildFlags, Configuration, DeviceHint, ImageDeclaration, Upload } from "./image-set";
import { baseName, folderOf, isInside } from "./paths";
import { remembered } from "./remembered";
import type { SnapshotReader, TextFile, Uri } from "./snapshot";
import type { WorkspaceIndex } from "./workspace-index";

/** An environment of a `platformio.ini`, with what it gives to the programs it builds. */
export interface Environment {
  readonly name: string;
  /** Whether `pio run` builds it without being asked. */
  readonly built: boolean;
  readonly hint: DeviceHint | undefined;
  /** As written: path of the linker script it names. */
  readonly script: IniValue | undefined;
  readonly flags: BuildFlags;
  readonly upload: Upload | undefined;
}

/** The environments of the `platformio.ini` above a folder; none where there is no such file. */
export function environmentsAbove(folder: Uri, files: SnapshotReader, index: WorkspaceIndex): readonly Environment[] {
  const uri = index.buildFiles
    .filter((one) => isPlatformio(one) && isInside(folder, folderOf(one)))
    .reduce<Uri | undefined>(
      (nearest, one) => (nearest === undefined || one.length > nearest.length ? one : nearest),
      undefined,
    );
  const file = uri === undefined ? undefined : files.text(uri);
  if (file === undefined) return [];
  return remembered(file, "environments", files, () => platformioEnvs(file).map((env) => environment(file, env)));
}

function environment(file: TextFile, env: PlatformioEnv): Environment {
  const stated = env.mcu ?? env.board;
  const { macros, symbols } = buildDefines(
    [file],
    env.flags.map(({ range }) => range),
  );
  return {
    name: env.name,
    built: env.built,
    hint:
      stated === undefined
        ? undefined
        : { name: stated.text, from: `${baseName(file.uri)} [env:${env.name}]`, range: stated.range },
    script: env.script,
    flags: { file: file.uri, macros, symbols },
    upload: uploadOf(env),
  };
}

function uploadOf({ offset }: PlatformioEnv): Upload | undefined {
  if (offset === undefined || !/^0[xX][0-9a-fA-F]{1,8}$/.test(offset.text)) return undefined;
  const [label, statedBy] = ["board_upload.offset_address", "build-file"] as const;
  return { address: Number(offset.text), range: offset.range, base: 0, label, statedBy };
}

/** The environments that link with an image's script by name. */
export function environmentsOf(
  { linkerScript }: ImageDeclaration,
  all: readonly Environment[],
): readonly Environment[] {
  return linkerScript === undefined ? [] : envsLinking(linkerScript, all);
}

/**
 * One configuration per environment where they are for different chips, or where those that name the image's script give
 * it other numbers or another upload address; undefined where one configuration tells all.
 */
export function configurationsOf(
  image: ImageDeclaration,
  all: readonly Environment[],
): readonly Configuration[] | undefined {
  const naming = environmentsOf(image, all);
  const list = naming.length > 0 ? naming : all.filter(({ built }) => built);
  const chips = new Set(list.map(({ hint }) => findDevices(hint?.name ?? "").parts.join(" ")));
  if (chips.size < 2 && (naming.length < 2 || new Set(naming.map(numbersOf)).size < 2)) return undefined;
  return list.map(({ name, hint, flags }) => ({
    id: name,
    defines: {},
    flags,
    device: hint === undefined ? [] : [hint],
  }));
}

/** What of an environment can move an image: numbers that it defines, and where it uploads. */
function numbersOf({ flags: { macros, symbols }, upload }: Environment): string {
  const numbers = Object.entries({ ...macros, ...symbols })
    .filter(([, { text }]) => /^\(?(0[xX][0-9a-fA-F]+|[0-9]{3,})/.test(text))
    .map(([name, { text }]) => `${name}=${text}`);
  return [...numbers.sort(), upload?.address].join(" ");
}

/** An image with what its one environment gives, and the upload addresses of its environments. */
export function withEnvironments(
  image: ImageDeclaration,
  all: readonly Environment[],
  configurations: readonly Configuration[],
): ImageDeclaration {
  // An environment that names no script links with one of the framework's.
  const naming = environmentsOf(image, all);
  if (naming.length === 0) return image;
  const perEnvironment = naming.filter(({ name }) => configurations.some(({ id }) => id === name));
  const agreed = new Set(naming.map(({ upload }) => upload?.address)).size === 1;
  const uploads =
    perEnvironment.length > 0
      ? perEnvironment.flatMap(({ name, upload }) => (upload === undefined ? [] : [{ ...upload, configuration: name }]))
      : agreed
        ? naming.flatMap(({ upload }) => upload ?? []).slice(0, 1)
        : [];
  const [own, second] = naming;
  return {
    ...image,
    ...(own !== undefined && second === undefined && { flags: own.flags }),
    uploads: [...(image.uploads ?? []), ...uploads],
  };
}
