import { InvalidArgumentError } from "commander";
import type { AddressRange } from "../core/mcu/device";
import type { Parallelism } from "../core/mcu/flash-timing";

/** A number of the command line, in bytes: `0x08000000`, `512`, `64K`, `1M`. @throws InvalidArgumentError for anything else */
export function parseNumber(value: string): number {
  const match = /^(0x[0-9a-f]{1,8}|\d{1,10})([km]?)$/i.exec(value.trim());
  const [, digits = "", unit = ""] = match ?? [];
  const number = Number(digits) * (unit.toLowerCase() === "k" ? 1024 : unit.toLowerCase() === "m" ? 0x10_0000 : 1);
  if (match === null || number > 0xffff_ffff) {
    throw new InvalidArgumentError("It should be a number such as 0x08000000, 512 or 64K.");
  }
  return number;
}

/** A number of bytes, at least one. @throws InvalidArgumentError */
export function parseLength(value: string): number {
  const length = parseNumber(value);
  if (length === 0) {
    throw new InvalidArgumentError("It should be at least 1.");
  }
  return length;
}

/**
 * A range of addresses: `0x08004000..0x08007FFF` with its last byte, or `0x08004000+16K` with its size.
 * @throws InvalidArgumentError
 */
export function parseRange(value: string): AddressRange {
  const [, from = "", how, to = ""] = /^([^.+]+)(\.\.|\+)([^.+]+)$/.exec(value.trim()) ?? [];
  if (how === undefined) {
    throw new InvalidArgumentError("It should be a range such as 0x08004000..0x08007FFF or 0x08004000+16K.");
  }
  const base = parseNumber(from);
  const size = how === "+" ? parseLength(to) : parseNumber(to) - base + 1;
  if (size < 1 || base + size > 0x1_0000_0000) {
    throw new InvalidArgumentError("It should end behind its start and inside 32 bits; the last byte belongs to it.");
  }
  return { base, size };
}

/**
 * How wide a chip may write to its flash at a supply voltage. AN2606 ("Device Feature" of F2, F4 and F7) knows the
 * ranges 1.8–2.1 V (×8), 2.1–2.7 V (×16) and 2.7–3.6 V (×32); dfu-protocol §2.7.
 * @throws InvalidArgumentError outside of them
 */
export function parseVoltage(value: string): Parallelism {
  const match = /^(\d(?:\.\d{1,3})?)\s*v?$/i.exec(value.trim());
  const volts = Number(match?.[1] ?? Number.NaN);
  if (!(volts >= 1.8 && volts <= 3.6)) {
    throw new InvalidArgumentError("It should be the supply of the chip in volts, 1.8 to 3.6.");
  }
  return volts >= 2.7 ? 4 : volts >= 2.1 ? 2 : 1;
}

/** Milliseconds of a time in seconds; without a number (`--wait`), for ever. @throws InvalidArgumentError */
export function parseWait(value: string): number {
  if (value === "") return Number.POSITIVE_INFINITY;
  if (!/^\d{1,6}(\.\d{1,3})?$/.test(value)) {
    throw new InvalidArgumentError("It should be a number of seconds.");
  }
  return Number(value) * 1000;
}

/**
 * `--wait` takes a number or nothing; what follows it is its own only where it is a number, so that
 * `flash --wait app.hex` waits and flashes app.hex.
 */
export function withOptionalNumbers(line: readonly string[]): string[] {
  return line.map((word, index) => (word === "--wait" && !/^\d/.test(line[index + 1] ?? "") ? "--wait=" : word));
}

/** For an option that may be given again. */
export function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}
