import { text, type Text } from "../text";

/** Device states (DFU 1.1 §6.1.2). */
export const dfuState = {
  appIdle: 0,
  appDetach: 1,
  dfuIdle: 2,
  downloadSync: 3,
  downloadBusy: 4,
  downloadIdle: 5,
  manifestSync: 6,
  manifest: 7,
  manifestWaitReset: 8,
  uploadIdle: 9,
  error: 10,
} as const;

/** Status codes (DFU 1.1 §6.1.2). */
export const dfuStatus = {
  ok: 0,
  errTarget: 1,
  errFile: 2,
  errWrite: 3,
  errErase: 4,
  errCheckErased: 5,
  errProg: 6,
  errVerify: 7,
  errAddress: 8,
  errNotDone: 9,
  errFirmware: 10,
  errVendor: 11,
  errUsbReset: 12,
  errPowerOn: 13,
  errUnknown: 14,
  errStalledPacket: 15,
} as const;

/** An answer to GETSTATUS. */
export interface DfuStatusReport {
  readonly status: number;
  /** Milliseconds to wait before the next GETSTATUS. */
  readonly pollTimeout: number;
  readonly state: number;
}

const stateNames = [
  "appIDLE",
  "appDETACH",
  "dfuIDLE",
  "dfuDNLOAD-SYNC",
  "dfuDNBUSY",
  "dfuDNLOAD-IDLE",
  "dfuMANIFEST-SYNC",
  "dfuMANIFEST",
  "dfuMANIFEST-WAIT-RESET",
  "dfuUPLOAD-IDLE",
  "dfuERROR",
];

/** The standard's name of a state. */
export function stateName(state: number): string {
  return stateNames[state] ?? `state ${state}`;
}

const statusSentences: readonly Text[] = [
  text("no error (OK)"),
  text("the address is not one it can use (errTARGET)"),
  text("the file is not for this device (errFILE)"),
  text("it cannot write memory (errWRITE)"),
  text("it cannot erase memory (errERASE)"),
  text("memory is not blank after the erase (errCHECK_ERASED)"),
  text("programming memory failed (errPROG)"),
  text("what it programmed reads back differently (errVERIFY)"),
  text("the address is out of range (errADDRESS)"),
  text("it expected more data (errNOTDONE)"),
  text("its firmware is damaged and it cannot leave DFU mode (errFIRMWARE)"),
  text("an error of its own kind, often read protection (errVENDOR)"),
  text("an unexpected USB reset (errUSBR)"),
  text("an unexpected power-on reset (errPOR)"),
  text("it does not know what went wrong (errUNKNOWN)"),
  text("it did not expect the request (errSTALLEDPKT)"),
];

/** What a status code means, in words. */
export function statusSentence(status: number): Text {
  return statusSentences[status] ?? text("status {0}, which the DFU standard does not know", status);
}

/** @returns null where fewer than six bytes came */
export function parseStatus(bytes: Uint8Array): DfuStatusReport | null {
  const [status, low, middle, high, state] = bytes;
  if (
    status === undefined ||
    low === undefined ||
    middle === undefined ||
    high === undefined ||
    state === undefined ||
    bytes.length < 6
  ) {
    return null;
  }
  return { status, pollTimeout: low + middle * 0x100 + high * 0x1_0000, state };
}
