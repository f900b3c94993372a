import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readIntelHex, writeIntelHex } from "../../src/core/image/intel-hex";

/** Makes the sample's application so large that flashing it can be watched. @param size bytes, more than it has */
export function enlargeApplication(workspace: string, size: number): void {
  const file = join(workspace, "application", "build", "application.hex");
  const { segments } = readIntelHex(readFileSync(file), "application.hex");
  const [first] = segments;
  if (first === undefined) throw new Error(`${file} is empty.`);
  const data = Uint8Array.from({ length: size }, (_, index) => 1 + ((index * 7) % 251));
  for (const part of segments) data.set(part.data, part.address - first.address);
  writeFileSync(file, writeIntelHex([{ address: first.address, data }]));
}
