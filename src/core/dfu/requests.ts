import type { ControlSetup, DfuDevice } from "./device";

/** Class requests (DFU 1.1 table 3.2). */
export const dfuRequest = {
  detach: 0,
  download: 1,
  upload: 2,
  getStatus: 3,
  clearStatus: 4,
  getState: 5,
  abort: 6,
} as const;

/** First byte of a download with block number 0 (AN3156 §4: DfuSe commands). */
export const dfuSeCommand = { setAddress: 0x21, erase: 0x41, readUnprotect: 0x92 } as const;

/** Block number of DfuSe's own commands: DNLOAD gives one, UPLOAD lists them. */
export const commandBlock = 0;

/** Block number of the first data block behind an address pointer (AN3156 §4.1). */
export const firstDataBlock = 2;
/** Block numbers are 16 bits wide and 0 and 1 are taken. */
export const blocksPerPointer = 0x1_0000 - firstDataBlock;

/** A class request to the DFU interface. */
export function dfuSetup(request: number, value: number, interfaceNumber: number): ControlSetup {
  return { requestType: "class", recipient: "interface", request, value, index: interfaceNumber };
}

/** `21 aa aa aa aa` or `41 aa aa aa aa`, address in little-endian order. */
export function addressCommand(command: number, address: number): Uint8Array {
  return Uint8Array.of(
    command,
    address & 0xff,
    (address >>> 8) & 0xff,
    (address >>> 16) & 0xff,
    (address >>> 24) & 0xff,
  );
}

/** An open DFU interface of one board. */
export interface DfuPort {
  readonly device: DfuDevice;
  readonly interfaceNumber: number;
}
