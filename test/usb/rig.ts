import { rmSync } from "node:fs";
import { temporaryFolder } from "../run/temporary";
import { Cable } from "./cable";
import { Guest } from "./guest";
import { guestCli, makeInitramfs } from "./initramfs";
import type { JobResult } from "./job-link";
import { needGuestTools } from "./tools";
import { UsbIpServer } from "./usbip-server";

/** A running guest, a server that exports boards to it, and the two programs that are compared. */
export class Rig {
  private readonly cables: Cable[] = [];

  private constructor(
    readonly guest: Guest,
    private readonly server: UsbIpServer,
    private readonly folder: string,
  ) {}

  /**
   * Boots a guest.
   * @param lifetime milliseconds after which it is killed, whatever it does
   */
  static async start(lifetime: number): Promise<Rig> {
    const tools = needGuestTools();
    const folder = temporaryFolder("usb");
    try {
      const guest = await Guest.boot(tools, await makeInitramfs(tools, folder), lifetime);
      return new Rig(guest, await UsbIpServer.start(), folder);
    } catch (error) {
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** A board, not plugged in yet. */
  board(part: string, serial: string): Cable {
    const cable = new Cable(this.guest, this.server, part, serial);
    this.cables.push(cable);
    return cable;
  }

  /** Takes every board off the bus. */
  async clear(): Promise<void> {
    for (const cable of this.cables.splice(0)) await cable.unplug();
  }

  /** The packaged command line. */
  bootsmith(...args: readonly string[]): Promise<JobResult> {
    return this.guest.run(`cd /tmp; node ${guestCli} ${args.join(" ")}`);
  }

  dfuUtil(...args: readonly string[]): Promise<JobResult> {
    return this.guest.run(`cd /tmp; dfu-util ${args.join(" ")}`);
  }

  /** A file's bytes in the guest. */
  async fetch(path: string): Promise<Uint8Array> {
    const { code, stdout, stderr } = await this.guest.run(`base64 ${path}`);
    if (code !== 0) throw new Error(`The guest has no ${path}: ${stderr}`);
    return Buffer.from(stdout, "base64");
  }

  async stop(): Promise<void> {
    await this.guest.end();
    await this.server.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
