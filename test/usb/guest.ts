import { spawn, type ChildProcess } from "node:child_process";
import { JobLink, type JobResult } from "./job-link";
import type { GuestTools } from "./tools";

/** Milliseconds after which a guest that has not booted, or not ended, is taken to hang. */
const bootLimit = 120_000;
const endLimit = 20_000;

/** A Linux in QEMU without KVM, with a USB stack of its own; its programs reach this machine's 127.0.0.1 as 10.0.2.2. */
export class Guest {
  private console = "";

  private constructor(
    private readonly qemu: ChildProcess,
    private readonly link: JobLink,
    private readonly ended: Promise<string>,
  ) {}

  /**
   * Boots it.
   * @param lifetime milliseconds after which it is killed, whatever it does
   */
  static async boot(tools: GuestTools, initramfs: string, lifetime: number): Promise<Guest> {
    const link = await JobLink.start();
    // One processor: what a second one wins is lost to waking it up, where the machine itself has few.
    const machine = ["-accel", "tcg", "-cpu", "max", "-m", "1536", "-smp", "1", "-nodefaults", "-no-reboot"];
    const screen = ["-display", "none", "-serial", "stdio"];
    const network = ["-netdev", "user,id=net", "-device", "e1000,netdev=net"];
    // Left to itself the kernel takes the HPET for its clock, which QEMU emulates: the time in system calls doubles.
    const clock = "tsc=reliable";
    const command = `console=ttyS0 quiet panic=-1 mitigations=off ${clock} bootsmith.link=${link.tcpPort}`;
    const linux = ["-kernel", tools.kernel, "-initrd", initramfs, "-append", command];
    const qemu = spawn(tools.program("qemu-system-x86_64"), [...machine, ...screen, ...network, ...linux], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    const timer = setTimeout(() => qemu.kill("SIGKILL"), lifetime);
    const ended = new Promise<string>((resolve) => {
      qemu.once("error", (error) => resolve(error.message));
      qemu.once("close", (code, signal) => resolve(`with ${signal ?? `code ${code ?? "none"}`}`));
    });
    const guest = new Guest(qemu, link, ended);
    const take = (chunk: Buffer): void => void (guest.console += chunk.toString());
    qemu.stdout.on("data", take);
    qemu.stderr.on("data", take);
    void ended.then((how) => {
      clearTimeout(timer);
      link.fail(new Error(`The guest has ended (${how}). Its console said:\n${guest.console.slice(-4000)}`));
    });
    const boot = setTimeout(() => qemu.kill("SIGKILL"), bootLimit);
    try {
      await guest.run("true");
    } catch (error) {
      await link.stop();
      throw error;
    } finally {
      clearTimeout(boot);
    }
    return guest;
  }

  /** Runs a shell script in the guest; several run side by side. Rejects when the guest ends first. */
  run(script: string): Promise<JobResult> {
    return this.link.run(script);
  }

  /** Puts a file into the guest. @returns its path there */
  async put(name: string, bytes: Uint8Array): Promise<string> {
    this.link.offer(name, bytes);
    const path = `/tmp/${name}`;
    const { code, stderr } = await this.run(`wget -q -O ${path} "$host/file/${name}"`);
    if (code !== 0) throw new Error(`The guest did not get ${name}: ${stderr}`);
    return path;
  }

  /** What kernel and init printed. */
  get consoleText(): string {
    return this.console;
  }

  /** Takes its power away. */
  kill(): void {
    this.qemu.kill("SIGKILL");
  }

  /** Switches it off. */
  async end(): Promise<void> {
    this.link.sayEnd();
    const timer = setTimeout(() => this.qemu.kill("SIGKILL"), endLimit);
    await this.ended;
    clearTimeout(timer);
    await this.link.stop();
  }
}
