import type { BoardModel, RuntimeModel } from "./board-model";

const manufacturerIndex = 1;
const productIndex = 2;
const serialIndex = 3;
/** Of the DFU interface beside an application. */
const runtimeNameIndex = 4;
/** Where ST's bootloaders have their chip's id (dfu-protocol §2.8). */
const deviceIdIndex = 0x14;
const dfuSeVersion = 0x011a;
const dfuVersion = 0x0110;

/** The answer to GET_DESCRIPTOR; null where the device stalls it. `value` is type × 256 + index. */
export function descriptorBytes(model: BoardModel, mode: "dfu" | "runtime", value: number): Uint8Array | null {
  const runtime = mode === "runtime" ? model.runtime : null;
  switch (value >>> 8) {
    case 1:
      return deviceDescriptor(runtime ?? model, runtime !== null);
    case 2:
      return (value & 0xff) === 0
        ? runtime === null
          ? configurationDescriptor(model)
          : runtimeConfiguration(runtime)
        : null;
    case 3:
      return stringDescriptor(stringsOf(model, runtime), value & 0xff);
    default:
      return null;
  }
}

/** USB 2.0 table 9-8; class EF/02/01 of a composite device with interface associations. */
function deviceDescriptor(identity: BoardModel | RuntimeModel, composite: boolean): Uint8Array {
  const { vendorId, productId, deviceVersion } = identity;
  const [version, ...kind] = composite ? [0x02, 0xef, 2, 1] : [0x01, 0, 0, 0];
  return Uint8Array.of(
    ...[18, 1, 0x00, version, ...kind, 64],
    ...[...word(vendorId), ...word(productId), ...word(deviceVersion)],
    ...[manufacturerIndex, productIndex, serialIndex, 1],
  );
}

/** One interface descriptor per alternate setting, then one functional descriptor, as STM32 ROMs order them. */
function configurationDescriptor(model: BoardModel): Uint8Array {
  const interfaces = model.alternates.flatMap((_, index) => [
    ...[9, 4, 0, index, 0, 0xfe, 1, 2, model.firstString + index],
  ]);
  const version = model.streams === undefined ? dfuSeVersion : dfuVersion;
  return configuration(1, [...interfaces, ...functional(model.attributes, 255, model.transferSize, version)]);
}

/** A serial port (CDC ACM: an association, control and data interface) and a DFU interface behind it. */
function runtimeConfiguration({ willDetach, detachTimeout }: RuntimeModel): Uint8Array {
  return configuration(3, [
    ...[8, 11, 0, 2, 2, 2, 0, 0],
    ...[9, 4, 0, 0, 1, 2, 2, 0, 0],
    ...[5, 0x24, 0, 0x10, 0x01, 5, 0x24, 1, 0, 1, 4, 0x24, 2, 2, 5, 0x24, 6, 0, 1],
    ...[7, 5, 0x81, 3, 16, 0, 16],
    ...[9, 4, 1, 0, 2, 10, 0, 0, 0],
    ...[7, 5, 0x02, 2, 64, 0, 0, 7, 5, 0x82, 2, 64, 0, 0],
    ...[9, 4, 2, 0, 0, 0xfe, 1, 1, runtimeNameIndex],
    ...functional(willDetach ? 0x0b : 0x03, detachTimeout, 4096, dfuVersion),
  ]);
}

function configuration(interfaceCount: number, body: readonly number[]): Uint8Array {
  return Uint8Array.of(9, 2, ...word(9 + body.length), interfaceCount, 1, 0, 0xc0, 50, ...body);
}

/** DFU 1.1 table 4.2. */
function functional(attributes: number, detachTimeout: number, transferSize: number, version: number): number[] {
  return [9, 0x21, attributes, ...word(detachTimeout), ...word(transferSize), ...word(version)];
}

function stringsOf(model: BoardModel, runtime: RuntimeModel | null): ReadonlyMap<number, string> {
  const { manufacturer, serial, firstString, alternates, deviceIdString } = model;
  const strings = new Map([
    [manufacturerIndex, manufacturer],
    [productIndex, (runtime ?? model).product],
    [serialIndex, serial],
  ]);
  if (runtime !== null) return strings.set(runtimeNameIndex, runtime.interfaceName);
  for (const [index, name] of alternates.entries()) strings.set(firstString + index, name);
  if (deviceIdString !== null) strings.set(deviceIdIndex, deviceIdString);
  return strings;
}

function stringDescriptor(strings: ReadonlyMap<number, string>, index: number): Uint8Array | null {
  if (index === 0) {
    return Uint8Array.of(4, 3, 0x09, 0x04);
  }
  const known = strings.get(index);
  if (known === undefined) {
    return null;
  }
  const units = Array.from({ length: known.length }, (_, at) => word(known.charCodeAt(at))).flat();
  return Uint8Array.of(units.length + 2, 3, ...units);
}

function word(value: number): [number, number] {
  return [value & 0xff, (value >>> 8) & 0xff];
}
