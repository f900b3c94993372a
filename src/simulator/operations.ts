import { dfuSeCommand, firstDataBlock } from "../core/dfu/requests";
import type { BoardModel } from "./board-model";
import type { MemoryResult, SimulatedMemory } from "./simulated-memory";

/** Work that a download stored and GETSTATUS starts. */
export interface Operation {
  readonly kind: "set-address" | "erase" | "program" | "unprotect";
  readonly duration: number;
  readonly poll: number;
  /** Does it, or the first part (0 to 1) of it: power went away. */
  readonly run: (part: number) => OperationResult;
  /** It stays in dfuDNBUSY when it is done. */
  readonly sticks?: boolean;
}

export type OperationResult = MemoryResult | "protected";

/** The state of a DfuSe bootloader that its commands work on. */
export interface CommandTarget {
  readonly model: BoardModel;
  readonly memory: SimulatedMemory;
  pointer: number;
  /** RDP level 1. */
  readProtected: boolean;
}

/** AN3156 §4: what a download of block 0 asks for. @returns null for what this bootloader does not know */
export function commandOf(target: CommandTarget, data: Uint8Array): Operation | null {
  const [command = 0, a = 0, b = 0, c = 0, d = 0] = data;
  if (!target.model.commands.includes(command)) {
    return null;
  }
  const address = a + b * 0x100 + c * 0x1_0000 + d * 0x100_0000;
  switch (`${command}/${data.length}`) {
    case `${dfuSeCommand.setAddress}/5`:
      return setAddress(target, address);
    case `${dfuSeCommand.erase}/5`:
      return eraseUnit(target, address);
    case `${dfuSeCommand.erase}/1`:
      return massErase(target);
    case `${dfuSeCommand.readUnprotect}/1`:
      return unprotect(target);
    default:
      return null;
  }
}

/** Allowed under read protection as well (dfu-protocol §2.4); everything but an erase reports the time of a block (§2.2). */
function setAddress(target: CommandTarget, address: number): Operation {
  const run = (): OperationResult => {
    if (!target.memory.isMapped(address)) return "bad-address";
    target.pointer = address;
    return "ok";
  };
  return { kind: "set-address", duration: 0, poll: target.model.poll.program, run };
}

function eraseUnit(target: CommandTarget, address: number): Operation {
  const { model, memory } = target;
  const unit = memory.eraseUnit(address);
  return {
    kind: "erase",
    duration: unit === undefined || target.readProtected ? 0 : model.eraseTime(unit.size, memory.parallelism),
    poll: model.poll.erase,
    sticks: unit !== undefined && unit.base === model.stuckErase,
    run: (part) => {
      if (target.readProtected) return "protected";
      if (model.eraseMovesPointer) target.pointer = address;
      return memory.erase(address, part);
    },
  };
}

function massErase(target: CommandTarget): Operation | null {
  const { massEraseTime, poll } = target.model;
  if (massEraseTime === null) return null;
  const run = (part: number): OperationResult => {
    if (target.readProtected) return "protected";
    target.memory.eraseAll(part);
    return "ok";
  };
  return { kind: "erase", duration: massEraseTime, poll: poll.erase, run };
}

function unprotect(target: CommandTarget): Operation {
  const { massEraseTime, poll } = target.model;
  const run = (part: number): OperationResult => {
    target.memory.eraseAll(part);
    if (part >= 1) target.readProtected = false;
    return "ok";
  };
  return { kind: "unprotect", duration: massEraseTime ?? 0, poll: poll.erase, run };
}

/** Where a data block goes (dfu-protocol §2.1). @param length bytes of this request */
export function blockAddress({ model, pointer }: CommandTarget, block: number, length: number): number {
  return pointer + (block - firstDataBlock) * (model.blockAddress === "transfer-size" ? model.transferSize : length);
}

/** A data block of a DfuSe download. */
export function programBlock(target: CommandTarget, block: number, data: Uint8Array): Operation {
  const { model, memory } = target;
  const address = blockAddress(target, block, data.length);
  return {
    kind: "program",
    duration: target.readProtected ? 0 : model.programTime(data.length, memory.parallelism),
    poll: model.poll.program,
    run: (part) => (target.readProtected ? "protected" : memory.program(address, data, part)),
  };
}

/** A block of a plain DFU stream: pages are erased as the stream reaches them. @param base of the stream; null: it has none */
export function streamBlock(target: CommandTarget, base: number | null, position: number, data: Uint8Array): Operation {
  const { model, memory } = target;
  const address = (base ?? 0) + position;
  const pages = base === null ? [] : pagesBegunIn(memory, address, data.length);
  return {
    kind: "program",
    duration: model.programTime(data.length, 1) + pages.reduce((sum, { size }) => sum + model.eraseTime(size, 1), 0),
    poll: model.poll.program,
    run: (part) => {
      if (base === null) return "bad-address";
      for (const page of pages) memory.erase(page.base);
      return memory.program(address, data, part);
    },
  };
}

function pagesBegunIn(memory: SimulatedMemory, address: number, length: number) {
  const pages: { readonly base: number; readonly size: number }[] = [];
  for (let at = address; at < address + length;) {
    const unit = memory.eraseUnit(at);
    if (unit === undefined) break;
    if (unit.base >= address) pages.push(unit);
    at = unit.base + unit.size;
  }
  return pages;
}
