import type { ControlSetup } from "../../src/core/dfu/device";
import type { ImageSegment } from "../../src/core/image/firmware-image";
import { boardModel } from "../../src/simulator/board-model";
import { SimulatedBoard } from "../../src/simulator/simulated-board";
import { fastClock } from "../../src/transport/clocks";
import { heldIn } from "../unit/simulator/board-rig";
import type { BoardOnBus } from "./exported-board";
import type { Guest } from "./guest";
import type { UsbIpServer } from "./usbip-server";

/** Seconds a guest's kernel may take to enumerate a board, or to notice that it is gone. */
const enumerationLimit = 15;

/** A simulated board, in real time, on a cable to the guest. */
export class Cable {
  readonly board: SimulatedBoard;
  /** Bus path in the guest, as its kernel names it: `1-1`. Set while it is plugged in. */
  path = "";
  private readonly busId: string;
  private untilPull: number | undefined;

  /** @param serial distinct among the boards that are plugged in */
  constructor(
    private readonly guest: Guest,
    private readonly server: UsbIpServer,
    part: string,
    readonly serial: string,
  ) {
    this.board = new SimulatedBoard({ ...boardModel(part), serial }, fastClock(1));
    this.busId = server.add(this.onBus());
  }

  /** Class requests that reached the board so far, and the milliseconds it took for them. */
  use(): { readonly transfers: number; readonly boardTime: number } {
    return this.server.use(this.busId);
  }

  /** What the board holds at an address. */
  held(base: number, size: number): Uint8Array {
    return heldIn(this.board.contents(), base, size, this.board.model.erased);
  }

  /** Fills the board; without a call it is erased. */
  fill(...segments: readonly ImageSegment[]): void {
    this.board.restore(segments);
  }

  /** Plugs it in, in its bootloader if it was unplugged, and waits until the guest's kernel has configured it. */
  async plug(): Promise<void> {
    if (!this.board.connected) this.board.replug();
    await this.attach();
  }

  /** To be called before a board leaves the bus by itself: attaches it again once it is back, as a real bus would. */
  async comesBack(): Promise<void> {
    await this.server.whenGone(this.busId);
    await this.waitUntilGone();
    while (!this.board.connected) await new Promise((resolve) => setTimeout(resolve, 20));
    await this.attach();
  }

  private async attach(): Promise<void> {
    const attach = `usbip --tcp-port ${this.server.tcpPort} attach -r 10.0.2.2 -b ${this.busId}`;
    const found = `[ "$(cat $d/serial 2>/dev/null)" = ${this.serial} ] && [ -n "$(cat $d/bConfigurationValue)" ]`;
    const { code, stdout, stderr } = await this.guest.run(`${attach} 2>/tmp/attach-${this.serial} || exit 2
      ${poll(`for d in /sys/bus/usb/devices/*-*[0-9]; do ${found} && echo \${d##*/} && exit 0; done`)}`);
    this.path = stdout.trim();
    if (code !== 0) throw new Error(`The guest did not see ${this.serial} (${code}): ${stdout}${stderr}`);
  }

  /** Pulls the cable, and waits until the guest has noticed. */
  async unplug(): Promise<void> {
    this.board.unplug();
    this.server.disconnect(this.busId);
    await this.waitUntilGone();
  }

  /** Waits until the guest's kernel has let go of a board that left the bus. */
  async waitUntilGone(): Promise<void> {
    const { code } = await this.guest.run(poll(`grep -qs '^${this.serial}$' /sys/bus/usb/devices/*/serial || exit 0`));
    if (code !== 0) throw new Error(`${this.serial} is still on the guest's bus.`);
  }

  /** Pulls the cable when the class request after `count` further ones arrives. */
  pullAfter(count: number): void {
    this.untilPull = count;
  }

  private onBus(): BoardOnBus {
    const { board } = this;
    const arrives = (setup: ControlSetup): void => {
      if (setup.requestType === "standard" || this.untilPull === undefined) return;
      if (this.untilPull > 0) this.untilPull--;
      else {
        this.untilPull = undefined;
        board.unplug();
      }
    };
    return {
      get connected() {
        return board.connected;
      },
      controlIn: (setup, length, timeoutMs) => {
        arrives(setup);
        return board.controlIn(setup, length, timeoutMs);
      },
      controlOut: (setup, data) => {
        arrives(setup);
        return board.controlOut(setup, data);
      },
      reset: () => board.reset(),
      selectAlternate: (interfaceNumber, alternate) => board.selectAlternate(interfaceNumber, alternate),
    };
  }
}

/** A shell script that tries again, every 20 ms, until `attempt` exits; code 3 when it never does. */
function poll(attempt: string): string {
  const tries = enumerationLimit * 50;
  return `n=0; while [ $n -lt ${tries} ]; do ${attempt}; n=$((n + 1)); usleep 20000; done; exit 3`;
}
