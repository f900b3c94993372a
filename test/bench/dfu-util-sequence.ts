import { addressCommand, dfuRequest, dfuSeCommand, dfuSetup, firstDataBlock } from "../../src/core/dfu/requests";
import { dfuState, parseStatus, type DfuStatusReport } from "../../src/core/dfu/status";
import { parseMemoryLayout } from "../../src/core/dfu/layout-string";
import { unitAt } from "../../src/core/dfu/layout-units";
import type { FirmwareImage } from "../../src/core/image/firmware-image";
import type { BenchBoard } from "./bench-board";

/** Milliseconds of dfu-util's timeout for every transfer; no model of its sequence may reach it. */
const timeout = 5_000;

/**
 * What dfu-util 0.11 sends for `-a 0 -s ADDRESS -D FILE` (dfu-peers §1.2): each page erased, each block with a pointer of
 * its own, the whole poll time slept after every command. It reads nothing back.
 * @returns milliseconds on the board's clock
 */
export async function dfuUtilFlash({ board, clock }: BenchBoard, image: FirmwareImage): Promise<number> {
  const started = clock.now();
  const out = (request: number, value: number, data: Uint8Array = new Uint8Array()) =>
    board.controlOut(dfuSetup(request, value, 0), data, timeout);
  const status = async (): Promise<DfuStatusReport> => {
    const report = parseStatus(await board.controlIn(dfuSetup(dfuRequest.getStatus, 0, 0), 6, timeout));
    if (report === null) throw new Error("short status");
    return report;
  };
  const command = async (block: number, data: Uint8Array) => {
    await out(dfuRequest.download, block, data);
    for (;;) {
      const { state, pollTimeout } = await status();
      await clock.sleep(pollTimeout);
      if (state === dfuState.downloadIdle) return;
      if (state !== dfuState.downloadBusy) throw new Error(`state ${state}`);
    }
  };
  await board.selectAlternate(0, 0);
  if ((await status()).state === dfuState.error) await out(dfuRequest.clearStatus, 0);
  const layout = parseMemoryLayout(board.model.alternates[0] ?? "");
  if (layout === null) throw new Error("no layout");
  const { transferSize } = board.model;
  for (const { address, data } of image.segments) {
    let erased = -1;
    for (let offset = 0; offset < data.length; offset += transferSize) {
      const page = unitAt(layout, address + offset)?.base ?? -1;
      if (page !== erased) await command(0, addressCommand(dfuSeCommand.erase, page));
      erased = page;
    }
    for (let offset = 0; offset < data.length; offset += transferSize) {
      await command(0, addressCommand(dfuSeCommand.setAddress, address + offset));
      await command(firstDataBlock, data.subarray(offset, offset + transferSize));
    }
  }
  return clock.now() - started;
}
