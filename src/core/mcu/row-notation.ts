import type { EraseRun } from "./device";

/** `NAME base+size`, and where the memory really stands if this is only a view of it. */
export interface NotedMemory {
  readonly name: string;
  readonly base: number;
  readonly size: number;
  readonly viewOf: string | null;
}

/** Bytes of `16K`, `0x80` or `512`. @throws Error for anything else: a slip in a row. */
export function parseSize(text: string): number {
  const match = /^(0x[0-9a-f]+|\d+)(K?)$/i.exec(text.trim());
  if (match === null) {
    throw new Error(`Chip row: "${text}" is not a size.`);
  }
  return Number(match[1]) * (match[2] === "" ? 1 : 1024);
}

/** Erase runs of each bank of `base/count*size,…; base/…`, in bytes. @throws Error for a slip in a row. */
export function parseBanks(text: string): EraseRun[][] {
  if (text === "") {
    return [];
  }
  return text.split(";").map((bank) => {
    const [base = "", runs = ""] = bank.trim().split("/");
    let next = parseSize(base);
    return runs.split(",").map((run) => {
      const [count = "", size = ""] = run.split("*");
      const parsed = { base: next, size: parseSize(size), count: parseSize(count) };
      next += parsed.size * parsed.count;
      return parsed;
    });
  });
}

/** Memories of `NAME base+size, NAME base+size = TARGET`, in bytes. @throws Error for a slip in a row. */
export function parseMemories(text: string): NotedMemory[] {
  return text.split(",").map((entry) => {
    const match = /^(\w+) (0x[0-9a-f]+)\+(\w+)(?: = (\w+))?$/i.exec(entry.trim());
    if (match === null) {
      throw new Error(`Chip row: "${entry}" is not a memory.`);
    }
    const [, name = "", base = "", size = "", target] = match;
    return { name, base: Number(base), size: parseSize(size), viewOf: target ?? null };
  });
}

/** Core id → highest interrupt number, of `cm7:149 cm4:149`. @throws Error for a slip in a row. */
export function parseCores(text: string): { id: string; highestInterrupt: number }[] {
  return text.split(" ").map((entry) => {
    const [id = "", irq = ""] = entry.split(":");
    if (!/^cm\d+p?$/.test(id) || !/^\d+$/.test(irq)) {
      throw new Error(`Chip row: "${entry}" is not a core.`);
    }
    return { id, highestInterrupt: Number(irq) };
  });
}
