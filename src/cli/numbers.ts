import { InvalidArgumentError } from "commander";

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
