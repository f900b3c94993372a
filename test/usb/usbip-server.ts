import { createServer, type Server, type Socket } from "node:net";
import { ExportedBoard, type BoardOnBus } from "./exported-board";
import {
  devicesReply,
  importReply,
  submitReply,
  takeManagementRequest,
  takeUrbCommand,
  unlinkReply,
  urbStatus,
  type UrbCommand,
} from "./usbip-messages";

interface Port {
  readonly exported: ExportedBoard;
  readonly deviceNumber: number;
  /** The connection of the host that imported the board. */
  socket: Socket | undefined;
}

/** Exports boards over USB/IP, on 127.0.0.1 and a free TCP port. */
export class UsbIpServer {
  private readonly ports = new Map<string, Port>();
  private readonly sockets = new Set<Socket>();
  private constructor(private readonly server: Server) {}

  static start(): Promise<UsbIpServer> {
    return new Promise((resolve, reject) => {
      const server = createServer();
      const usbIp = new UsbIpServer(server);
      server.on("connection", (socket) => usbIp.connection(socket));
      server.once("error", reject);
      server.listen(0, "127.0.0.1", () => resolve(usbIp));
    });
  }

  /** Number of its TCP port. */
  get tcpPort(): number {
    const address = this.server.address();
    return typeof address === "object" && address !== null ? address.port : 0;
  }

  /** Makes a board available for import. @returns its bus id here */
  add(board: BoardOnBus): string {
    const deviceNumber = this.ports.size + 1;
    const busId = `1-${deviceNumber}`;
    this.ports.set(busId, { exported: new ExportedBoard(board), deviceNumber, socket: undefined });
    return busId;
  }

  /** Class requests that have reached a board so far, and the milliseconds it took for them. */
  use(busId: string): { readonly transfers: number; readonly boardTime: number } {
    const exported = this.ports.get(busId)?.exported;
    return { transfers: exported?.classTransfers ?? 0, boardTime: exported?.boardTime ?? 0 };
  }

  /** Takes a board off the bus of whoever imported it. */
  disconnect(busId: string): void {
    this.ports.get(busId)?.socket?.destroy();
  }

  /** Resolves once the connection over which a board was imported is closed. */
  whenGone(busId: string): Promise<void> {
    const socket = this.ports.get(busId)?.socket;
    if (socket === undefined || socket.destroyed) return Promise.resolve();
    return new Promise((resolve) => socket.once("close", () => resolve()));
  }

  async stop(): Promise<void> {
    this.sockets.forEach((socket) => socket.destroy());
    await new Promise((resolve) => this.server.close(resolve));
  }

  private connection(socket: Socket): void {
    socket.setNoDelay(true);
    this.sockets.add(socket);
    socket.on("close", () => this.sockets.delete(socket));
    // A guest that is switched off resets its connections; the close that follows says all there is to say.
    socket.on("error", () => undefined);
    let received = Buffer.alloc(0);
    let conversation: ((urb: UrbCommand) => void) | undefined;
    socket.on("data", (chunk) => {
      received = Buffer.concat([received, chunk]);
      try {
        for (;;) {
          if (conversation === undefined) {
            const request = takeManagementRequest(received);
            if (request === undefined) return;
            received = received.subarray(request.size);
            if (request.message.kind === "devices") void this.list(socket);
            else conversation = this.import(socket, request.message.busId);
          } else {
            const urb = takeUrbCommand(received);
            if (urb === undefined) return;
            received = received.subarray(urb.size);
            conversation(urb.message);
          }
        }
      } catch (error) {
        socket.destroy(error instanceof Error ? error : new Error(String(error)));
      }
    });
  }

  private async list(socket: Socket): Promise<void> {
    const there = [...this.ports].filter(([, { exported }]) => exported.board.connected);
    const records = there.map(([busId, port]) => port.exported.record(busId, port.deviceNumber));
    socket.end(devicesReply(await Promise.all(records)));
  }

  /** Answers an import and gives what takes the commands that follow it. */
  private import(socket: Socket, busId: string): (urb: UrbCommand) => void {
    const port = this.ports.get(busId);
    if (port?.exported.board.connected !== true || (port.socket !== undefined && !port.socket.destroyed)) {
      socket.end(importReply(undefined));
      return () => undefined;
    }
    port.socket = socket;
    const { exported } = port;
    exported.plugIn();
    const ready = exported.record(busId, port.deviceNumber).then((record) => socket.write(importReply(record)));
    const pending = new Set<number>();
    ready.catch(() => socket.destroy());
    return (urb) => {
      if (urb.kind === "unlink") {
        // A transfer that is taken back must not be answered any more.
        const wasPending = pending.delete(urb.target);
        socket.write(unlinkReply(urb.sequence, wasPending ? urbStatus.connectionReset : urbStatus.ok));
        return;
      }
      const { sequence } = urb;
      pending.add(sequence);
      exported
        .answer(urb, () => !pending.has(sequence))
        .then(
          ({ status, actualLength, data }) => {
            if (pending.delete(sequence)) socket.write(submitReply(sequence, status, actualLength, data));
            if (!exported.board.connected) socket.end();
          },
          () => socket.destroy(),
        );
    };
  }
}
