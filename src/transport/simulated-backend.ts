import type { BoardInfo } from "../core/dfu/board-service";
import type { Clock } from "../core/dfu/device";
import { probeDfu, type DeviceIdentity, type ProbedBoard } from "../core/dfu/probe";
import { BootsmithError } from "../core/errors";
import type { ImageSegment } from "../core/image/firmware-image";
import { text } from "../core/text";
import { boardModel } from "../simulator/board-model";
import { SimulatedBoard } from "../simulator/simulated-board";
import { VirtualClock } from "../simulator/virtual-clock";
import type { BoardBackend, BoardEntry, BoardHandle } from "./board-backend";

/** What simulated boards hold, by part number; the second board of a part is `PART#2`. */
export type SimulatedContents = ReadonlyMap<string, readonly ImageSegment[]>;

/** Simulated boards of this process; their contents live as long as it does. */
export class SimulatedBackend implements BoardBackend {
  private readonly boards: {
    readonly name: string;
    readonly id: string;
    readonly board: SimulatedBoard;
    readonly clock: Clock;
  }[];
  /** By id; as the board was when it last came up on the bus. */
  private readonly probed = new Map<string, { readonly enumeration: number; readonly probed: ProbedBoard }>();

  /** @throws BootsmithError `unknown-device` for a part that cannot be simulated */
  constructor(parts: readonly string[], clock: Clock | undefined, contents?: SimulatedContents) {
    const used = new Map<string, number>();
    this.boards = parts.map((part) => {
      const model = boardModel(part);
      const count = (used.get(model.part) ?? 0) + 1;
      used.set(model.part, count);
      const boardClock = clock ?? new VirtualClock();
      const board = new SimulatedBoard(model, boardClock);
      const name = `${model.part}${count === 1 ? "" : `#${count}`}`;
      board.restore(contents?.get(name) ?? []);
      return { name, id: `simulated:${name}`, board, clock: boardClock };
    });
  }

  async list(): Promise<readonly BoardEntry[]> {
    const entries: BoardEntry[] = [];
    for (const { id, name, board, clock } of this.boards) {
      const probed = await this.probe(id, name, board, clock);
      entries.push({ info: probed.info, open: () => this.open(probed, board, clock) });
    }
    return entries;
  }

  /** What each board holds now, for a state file. */
  contents(): SimulatedContents {
    return new Map(this.boards.map(({ name, board }) => [name, board.contents()]));
  }

  private async probe(id: string, name: string, board: SimulatedBoard, clock: Clock): Promise<ProbedBoard> {
    await this.backOnBus(board, clock);
    const before = this.probed.get(id);
    const { enumeration } = board;
    if (before?.enumeration === enumeration) {
      return before.probed;
    }
    const probed = await probeDfu(board.open(), identityOf(id, name, board));
    if (probed === null) {
      throw new BootsmithError("no-board", text("The simulated {0} has no DFU interface.", board.model.part));
    }
    this.probed.set(id, { enumeration, probed });
    return probed;
  }

  private async open(probed: ProbedBoard, board: SimulatedBoard, clock: Clock): Promise<BoardHandle> {
    await this.backOnBus(board, clock);
    const port = { device: board.open(), interfaceNumber: probed.interfaceNumber };
    return { board: { port, info: probed.info, clock }, close: () => Promise.resolve() };
  }

  /**
   * Nobody can press reset on a simulated board: one that does not come back by itself is in its bootloader when it is
   * wanted.
   */
  private async backOnBus(board: SimulatedBoard, clock: Clock): Promise<void> {
    if (board.connected) return;
    const { returnsAt } = board;
    // A millisecond more: sums of fractions fall a trace short.
    await clock.sleep(returnsAt === null ? board.model.connectTime : returnsAt - clock.now() + 1);
    if (returnsAt === null) board.replug();
  }
}

function identityOf(id: string, name: string, { model, identity }: SimulatedBoard): Omit<BoardInfo, keyof ProbedFacts> {
  const { vendorId, productId, serial } = identity;
  return {
    id,
    name: `Simulated ${name}`,
    simulated: true,
    vendorId,
    productId,
    serial,
    path: null,
    part: model.chip,
  };
}

type ProbedFacts = Omit<BoardInfo, keyof DeviceIdentity>;
