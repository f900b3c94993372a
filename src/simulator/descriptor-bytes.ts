import type { BoardModel } from "./board-model";

const manufacturerIndex = 1;
const productIndex = 2;
const serialIndex = 3;
const firstAlternateIndex = 4;

/** The answer to GET_DESCRIPTOR; null where the device stalls it. `value` is type × 256 + index. */
export function descriptorBytes(model: BoardModel, value: number): Uint8Array | null {
  switch (value >>> 8) {
    case 1:
      return deviceDescriptor(model);
    case 2:
      return (value & 0xff) === 0 ? configurationDescriptor(model) : null;
    case 3:
      return stringDescriptor(model, value & 0xff);
    default:
      return null;
  }
}

/** USB 2.0 table 9-8. */
function deviceDescriptor(model: BoardModel): Uint8Array {
  const { vendorId, productId, deviceVersion } = model;
  return Uint8Array.of(
    ...[18, 1, 0x00, 0x01, 0, 0, 0, 64],
    ...[...word(vendorId), ...word(productId), ...word(deviceVersion)],
    ...[manufacturerIndex, productIndex, serialIndex, 1],
  );
}

/** One interface descriptor per alternate setting, then one functional descriptor, as STM32 ROMs order them. */
function configurationDescriptor(model: BoardModel): Uint8Array {
  const interfaces = model.alternates.flatMap((_, index) => [
    ...[9, 4, 0, index, 0, 0xfe, 1, 2, firstAlternateIndex + index],
  ]);
  // 0x0B: can download, can upload, will detach; detach timeout 255 ms; DfuSe 1.1a.
  const functional = [9, 0x21, 0x0b, ...word(255), ...word(model.transferSize), ...word(0x011a)];
  const total = 9 + interfaces.length + functional.length;
  return Uint8Array.of(9, 2, ...word(total), 1, 1, 0, 0xc0, 50, ...interfaces, ...functional);
}

function stringDescriptor(model: BoardModel, index: number): Uint8Array | null {
  if (index === 0) {
    return Uint8Array.of(4, 3, 0x09, 0x04);
  }
  const known = ["", "STMicroelectronics", model.product, model.serial, ...model.alternates][index];
  if (known === undefined) {
    return null;
  }
  const units = Array.from({ length: known.length }, (_, at) => word(known.charCodeAt(at))).flat();
  return Uint8Array.of(units.length + 2, 3, ...units);
}

function word(value: number): [number, number] {
  return [value & 0xff, (value >>> 8) & 0xff];
}
