import { connect, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { TransferError, type ControlSetup } from "../../../src/core/dfu/device";
import type { BoardOnBus } from "../../usb/exported-board";
import { UsbIpServer } from "../../usb/usbip-server";

/** A board that notes what it is asked, and holds class requests back until they are let go. */
class HeldBoard implements BoardOnBus {
  connected = true;
  readonly seen: string[] = [];
  private readonly held: (() => void)[] = [];

  async controlIn(setup: ControlSetup, length: number): Promise<Uint8Array> {
    if (setup.requestType === "standard") {
      return setup.value === 0x100 ? new Uint8Array(18).fill(1) : new Uint8Array(9).slice(0, length);
    }
    this.seen.push(`in ${setup.request}`);
    await new Promise<void>((resolve) => this.held.push(resolve));
    if (setup.request === 0x77) throw new TransferError("stall", "stalled");
    if (setup.request === 0x78) this.connected = false;
    if (setup.request === 0x79) throw new TransferError("disconnected", "gone");
    return Uint8Array.of(setup.request, 2, 3).slice(0, length);
  }

  controlOut(setup: ControlSetup, data: Uint8Array): Promise<void> {
    this.seen.push(`out ${setup.request} ${data.join(",")}`);
    return Promise.resolve();
  }

  selectAlternate(interfaceNumber: number, alternate: number): Promise<void> {
    this.seen.push(`alternate ${interfaceNumber}.${alternate}`);
    return Promise.resolve();
  }

  reset(): Promise<void> {
    this.seen.push("reset");
    return Promise.resolve();
  }

  async letGo(): Promise<void> {
    await until(() => this.held.length > 0);
    this.held.shift()?.();
  }
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition(); tries++) {
    if (tries > 400) throw new Error("It did not come to that.");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** The kernel's end of a connection. */
class Host {
  private received = Buffer.alloc(0);
  closed = false;

  private constructor(private readonly socket: Socket) {
    socket.on("data", (chunk) => (this.received = Buffer.concat([this.received, chunk])));
    socket.on("close", () => (this.closed = true));
    socket.on("error", () => undefined);
  }

  static import(server: UsbIpServer, busId: string): Host {
    const host = new Host(connect(server.tcpPort, "127.0.0.1"));
    const request = Buffer.alloc(40);
    request.writeUInt32BE(0x01118003, 0);
    request.write(busId, 8, "latin1");
    host.socket.write(request);
    return host;
  }

  async take(size: number): Promise<Buffer> {
    await until(() => this.received.length >= size || this.closed);
    const taken = this.received.subarray(0, size);
    this.received = this.received.subarray(size);
    return taken;
  }

  get waiting(): number {
    return this.received.length;
  }

  submit(sequence: number, setup: readonly number[], data = new Uint8Array()): void {
    const header = Buffer.alloc(48);
    header.writeUInt32BE(1, 0);
    header.writeUInt32BE(sequence, 4);
    header.writeUInt32BE((setup[0] ?? 0) >= 0x80 ? 1 : 0, 12);
    header.writeUInt32BE((setup[6] ?? 0) + 0x100 * (setup[7] ?? 0), 24);
    header.set(setup, 40);
    // In two pieces, as TCP may do.
    this.socket.write(header.subarray(0, 20));
    this.socket.write(Buffer.concat([header.subarray(20), data]));
  }

  unlink(sequence: number, target: number): void {
    const header = Buffer.alloc(48);
    header.writeUInt32BE(2, 0);
    header.writeUInt32BE(sequence, 4);
    header.writeUInt32BE(target, 20);
    this.socket.write(header);
  }

  /** Sequence number and status of the next reply without data. */
  async reply(dataLength = 0): Promise<{ command: number; sequence: number; status: number; data: number[] }> {
    const header = await this.take(48 + dataLength);
    return {
      command: header.readUInt32BE(0),
      sequence: header.readUInt32BE(4),
      status: header.readInt32BE(20),
      data: [...header.subarray(48)],
    };
  }

  end(): void {
    this.socket.destroy();
  }
}

const getStatus = [0xa1, 3, 0, 0, 0, 0, 3, 0];
const request = (number: number) => [0xa1, number, 0, 0, 0, 0, 3, 0];

describe("a board exported over USB/IP", () => {
  const open: { server: UsbIpServer; hosts: Host[] }[] = [];
  afterEach(async () => {
    for (const { server, hosts } of open.splice(0)) {
      hosts.forEach((host) => host.end());
      await server.stop();
    }
  });

  async function imported() {
    const server = await UsbIpServer.start();
    const board = new HeldBoard();
    const busId = server.add(board);
    const host = Host.import(server, busId);
    open.push({ server, hosts: [host] });
    expect((await host.take(320)).readUInt32BE(4)).toBe(0);
    return { server, board, host, busId };
  }

  it("answers transfers in their order, and counts class requests", async () => {
    const { server, board, host, busId } = await imported();
    host.submit(1, [0x21, 1, 2, 0, 0, 0, 2, 0], Uint8Array.of(7, 8));
    host.submit(2, getStatus);
    expect(await host.reply()).toMatchObject({ command: 3, sequence: 1, status: 0 });
    await board.letGo();
    expect(await host.reply(3)).toEqual({ command: 3, sequence: 2, status: 0, data: [3, 2, 3] });
    expect(board.seen).toEqual(["out 1 7,8", "in 3"]);
    expect(server.use(busId).transfers).toBe(2);
  });

  it("says stall, and goes on", async () => {
    const { board, host } = await imported();
    host.submit(1, request(0x77));
    await board.letGo();
    expect(await host.reply()).toMatchObject({ sequence: 1, status: -32 });
    host.submit(2, getStatus);
    await board.letGo();
    expect(await host.reply(3)).toMatchObject({ sequence: 2, status: 0 });
  });

  it("a transfer that is taken back is never answered, and one that had not begun never reaches the board", async () => {
    const { board, host } = await imported();
    host.submit(1, getStatus);
    host.submit(2, request(5));
    await until(() => board.seen.length === 1);
    host.unlink(3, 1);
    host.unlink(4, 2);
    expect(await host.reply()).toMatchObject({ command: 4, sequence: 3, status: -104 });
    expect(await host.reply()).toMatchObject({ command: 4, sequence: 4, status: -104 });
    await board.letGo();
    host.submit(5, getStatus);
    await board.letGo();
    expect(await host.reply(3)).toMatchObject({ sequence: 5 });
    expect(host.waiting).toBe(0);
    expect(board.seen).toEqual(["in 3", "in 3"]);
  });

  it("an unlink that comes too late says so", async () => {
    const { board, host } = await imported();
    host.submit(1, getStatus);
    await board.letGo();
    await host.reply(3);
    host.unlink(2, 1);
    expect(await host.reply()).toMatchObject({ command: 4, sequence: 2, status: 0 });
  });

  it("a board that leaves answers, and is gone", async () => {
    const { board, host } = await imported();
    host.submit(1, request(0x78));
    await board.letGo();
    expect(await host.reply(3)).toMatchObject({ sequence: 1, status: 0 });
    await until(() => host.closed);
  });

  it("a board that is pulled does not answer", async () => {
    const { board, host } = await imported();
    host.submit(1, request(0x79));
    await board.letGo();
    await until(() => host.closed);
    expect(host.waiting).toBe(0);
  });

  it("has settings of interfaces, and infers a reset from a second enumeration", async () => {
    const { board, host } = await imported();
    const enumerate = [0x80, 6, 0, 1, 0, 0, 64, 0];
    host.submit(1, enumerate);
    await host.reply(18);
    host.submit(2, [0x00, 9, 1, 0, 0, 0, 0, 0]);
    await host.reply();
    host.submit(3, [0x01, 11, 2, 0, 0, 0, 0, 0]);
    await host.reply();
    host.submit(4, [0x81, 10, 0, 0, 0, 0, 1, 0]);
    expect(await host.reply(1)).toMatchObject({ data: [2] });
    expect(board.seen).toEqual(["alternate 0.2"]);
    host.submit(5, enumerate);
    await host.reply(18);
    expect(board.seen).toEqual(["alternate 0.2", "reset"]);
  });

  it("is imported by one host at a time, again after that one is gone, and not while it is off the bus", async () => {
    const { server, board, host, busId } = await imported();
    const refused = Host.import(server, busId);
    expect((await refused.take(8)).readUInt32BE(4)).toBe(1);
    server.disconnect(busId);
    await until(() => host.closed);
    board.connected = false;
    expect((await Host.import(server, busId).take(8)).readUInt32BE(4)).toBe(1);
    board.connected = true;
    const again = Host.import(server, busId);
    expect((await again.take(320)).readUInt32BE(4)).toBe(0);
    again.end();
  });

  it("whoever speaks another language is hung up on", async () => {
    const { server } = await imported();
    const stranger = connect(server.tcpPort, "127.0.0.1");
    const closed = new Promise((resolve) => stranger.on("close", resolve));
    stranger.write("GET / HTTP/1.1\r\n\r\n");
    await closed;
  });
});
