import type { Clock } from "../core/dfu/device";

/** Milliseconds of a short control transfer: its three transactions and the host between them (dfu-timing §3). */
export const controlTime = 0.3;
/** Milliseconds per byte of one board's data, out and in (dfu-timing §3 and §4: 2.5 ms for 2 KiB, 2.1 ms for 1 KiB). */
const timePerByteOut = 2.5 / 2048;
const timePerByteIn = 2.1 / 1024;
/** A full-speed frame of 1 ms takes 13 packets of 64 bytes: 832 kB/s for everybody together (dfu-timing §3). */
const packetsPerMs = 13;
const packetSize = 64;

/** How long a control transfer takes on a bus that is otherwise quiet, milliseconds. */
export function transferTime(bytesOut: number, bytesIn: number): number {
  return controlTime + bytesOut * timePerByteOut + bytesIn * timePerByteIn;
}

/** One full-speed bus. Packets of several boards queue up; a board that holds its answer back keeps nobody waiting. */
export class SimulatedBus {
  private freeAt = 0;

  constructor(private readonly clock: Clock) {}

  /** Resolves when the data of one control transfer have gone over the bus. */
  async transfer(bytesOut: number, bytesIn: number): Promise<void> {
    const now = this.clock.now();
    // Setup and status stage are a packet each.
    const packets = 2 + Math.ceil(bytesOut / packetSize) + Math.ceil(bytesIn / packetSize);
    this.freeAt = Math.max(now, this.freeAt) + packets / packetsPerMs;
    await this.clock.sleep(Math.max(now + transferTime(bytesOut, bytesIn), this.freeAt) - now);
  }
}
