import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

/** What a command in the guest came to. */
export interface JobResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Milliseconds it took by the guest's clock, which ticks in hundredths of a second. */
  readonly elapsed: number;
}

interface Job {
  readonly id: number;
  readonly script: string;
  resolve(result: JobResult): void;
  reject(error: Error): void;
}

/**
 * The host's end of what init.sh does: a small HTTP server on 127.0.0.1 that the guest asks for jobs and for files, and
 * tells results.
 */
export class JobLink {
  private readonly waiting: Job[] = [];
  private readonly running = new Map<number, Job>();
  private readonly errors = new Map<number, string>();
  private readonly files = new Map<string, Uint8Array>();
  private asker: ServerResponse | undefined;
  private ending: Error | undefined;
  private count = 0;

  private constructor(private readonly server: Server) {}

  static start(): Promise<JobLink> {
    return new Promise((resolve, reject) => {
      const server = createServer();
      const link = new JobLink(server);
      server.on("request", (request, response) => void link.request(request, response));
      server.once("error", reject);
      server.listen(0, "127.0.0.1", () => resolve(link));
    });
  }

  get tcpPort(): number {
    const address = this.server.address();
    return typeof address === "object" && address !== null ? address.port : 0;
  }

  /** Offers a file to the guest as `$host/file/NAME`. */
  offer(name: string, bytes: Uint8Array): void {
    this.files.set(name, bytes);
  }

  /** Runs a shell script in the guest; several run side by side. Rejects when the guest ends first. */
  run(script: string): Promise<JobResult> {
    if (this.ending !== undefined) return Promise.reject(this.ending);
    return new Promise((resolve, reject) => {
      this.waiting.push({ id: ++this.count, script, resolve, reject });
      this.hand();
    });
  }

  /** Tells the guest that there is no more to do. */
  sayEnd(): void {
    this.asker?.end("end\n");
    this.asker = undefined;
  }

  /** Rejects all that is under way. */
  fail(error: Error): void {
    this.ending = error;
    [...this.waiting.splice(0), ...this.running.values()].forEach((job) => job.reject(error));
    this.running.clear();
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private hand(): void {
    const job = this.asker === undefined ? undefined : this.waiting.shift();
    if (job === undefined) return;
    this.running.set(job.id, job);
    this.asker?.end(`${job.id}\n${job.script}\n`);
    this.asker = undefined;
  }

  private async request(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://link");
    const [, what, name = ""] = pathname.split("/");
    if (what === "job") {
      this.asker = response;
      this.hand();
      return;
    }
    if (what === "file") {
      const bytes = this.files.get(name);
      response.writeHead(bytes === undefined ? 404 : 200).end(bytes);
      return;
    }
    const text = await bodyOf(request);
    response.end();
    const id = Number(name);
    if (what === "stderr") {
      this.errors.set(id, text);
      return;
    }
    const number = (key: string): number => Number(searchParams.get(key));
    this.running.get(id)?.resolve({
      code: number("code"),
      stdout: text,
      stderr: this.errors.get(id) ?? "",
      elapsed: Math.round((number("to") - number("from")) * 1000),
    });
    this.running.delete(id);
    this.errors.delete(id);
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString();
}
