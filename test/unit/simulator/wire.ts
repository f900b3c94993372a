import { addressCommand, dfuRequest as request, dfuSeCommand, dfuSetup } from "../../../src/core/dfu/requests";
import { dfuState, parseStatus, type DfuStatusReport } from "../../../src/core/dfu/status";
import { boardModel, type BoardModel } from "../../../src/simulator/board-model";
import { SimulatedBoard } from "../../../src/simulator/simulated-board";
import { VirtualClock } from "../../../src/simulator/virtual-clock";

/** A board and a host that speaks DFU to it request by request, sleeping what GETSTATUS says. */
export class Wire {
  readonly clock = new VirtualClock();
  readonly board: SimulatedBoard;

  constructor(part: string, changes: Partial<BoardModel> = {}) {
    this.board = new SimulatedBoard({ ...boardModel(part), ...changes }, this.clock);
  }

  /** In dfuIDLE. */
  static async idle(part: string, changes: Partial<BoardModel> = {}): Promise<Wire> {
    const wire = new Wire(part, changes);
    wire.board.replug("dfu");
    await wire.clear();
    return wire;
  }

  async clear(): Promise<void> {
    if ((await this.status()).state === dfuState.error) await this.out(request.clearStatus);
  }

  out(what: number, value = 0, data: Uint8Array = new Uint8Array()): Promise<void> {
    return this.board.controlOut(dfuSetup(what, value, 0), data, 60_000);
  }

  in(what: number, value: number, length: number): Promise<Uint8Array> {
    return this.board.controlIn(dfuSetup(what, value, 0), length, 60_000);
  }

  async status(): Promise<DfuStatusReport> {
    const report = parseStatus(await this.in(request.getStatus, 0, 6));
    if (report === null) throw new Error("short status");
    return report;
  }

  /** @returns the first state that is not dfuDNBUSY */
  async download(block: number, data: Uint8Array): Promise<DfuStatusReport> {
    await this.out(request.download, block, data);
    for (;;) {
      const report = await this.status();
      if (report.state !== dfuState.downloadBusy) return report;
      await this.clock.sleep(report.pollTimeout);
    }
  }

  setAddress(address: number): Promise<DfuStatusReport> {
    return this.download(0, addressCommand(dfuSeCommand.setAddress, address));
  }

  erase(address: number): Promise<DfuStatusReport> {
    return this.download(0, addressCommand(dfuSeCommand.erase, address));
  }

  async write(address: number, data: Uint8Array): Promise<DfuStatusReport> {
    await this.setAddress(address);
    return this.download(2, data);
  }

  async read(address: number, length: number): Promise<Uint8Array> {
    await this.setAddress(address);
    await this.out(request.abort);
    return this.in(request.upload, 2, length);
  }

  /** Milliseconds of something. */
  async time(action: () => Promise<unknown>): Promise<number> {
    const started = this.clock.now();
    await action();
    return this.clock.now() - started;
  }
}
