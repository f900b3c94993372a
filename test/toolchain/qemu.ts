import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeSnippet } from "../../src/core/snippets/write-snippet";
import { runCommand } from "../run/command";
import type { Outcome } from "../run/outcome";
import { complaintOf } from "./compile";
import { folder, gcc, qemu } from "./tools";

/** QEMU's netduinoplus2 is an STM32F405RG. */
const PART = "STM32F405RG";
const FLASH = 0x08000000;
const APPLICATION = 0x08010000;
/** The bootloader's stack ends elsewhere than the application's: MSP has to change. */
const RAM_ENDS = { bootloader: 0x20010000, application: 0x20020000 };
const SECONDS = 20;

type Program = keyof typeof RAM_ENDS;

/** A boot, what has to come out of the serial port, and the exit code the program ends QEMU with. */
interface Boot {
  readonly name: string;
  readonly application: string | null;
  readonly says: readonly string[];
}

/** Boots a bootloader with the generated jump in it, into an application and into flash without one. */
export async function bootInQemu(work: string): Promise<Outcome[]> {
  const broken =
    (await writeJump(work)) ??
    (await build("bootloader", FLASH, work)) ??
    (await build("application", APPLICATION, work));
  if (broken !== undefined) {
    return [{ name: "QEMU: build", error: broken }];
  }
  const stays = ["bootloader: started", "bootloader: no application", "bootloader: stays"];
  const boots: readonly Boot[] = [
    {
      name: "QEMU: bootloader and application",
      application: loaded(join(work, "application.elf")),
      says: ["bootloader: started", "application: started", "application: interrupts work"],
    },
    { name: "QEMU: erased application", application: loaded(filled(work, 0xff), APPLICATION), says: stays },
    { name: "QEMU: zeros for an application", application: loaded(filled(work, 0), APPLICATION), says: stays },
  ];
  const outcomes: Outcome[] = [];
  for (const boot of boots) {
    outcomes.push({ name: boot.name, error: await faultOf(boot, work) });
  }
  return outcomes;
}

async function writeJump(work: string): Promise<string | undefined> {
  const snippet = writeSnippet({ kind: "application", device: PART, flavour: "cmsis", address: APPLICATION });
  if ("refused" in snippet) {
    return `There is no snippet for ${PART}.`;
  }
  writeFileSync(join(work, "jump_to_application.c"), snippet.code);
  return Promise.resolve(undefined);
}

function build(program: Program, origin: number, work: string): Promise<string | undefined> {
  const sources = [`${program}.c`, "startup.c", "board.c"].map((name) => join(folder, "qemu", name));
  const jump = program === "bootloader" ? [join(work, "jump_to_application.c")] : [];
  const includes = ["qemu/include", "include/core", "include/st", "qemu"].map((name) => `-I${join(folder, name)}`);
  const symbols = [`FLASH_ORIGIN=${origin}`, `RAM_END=${RAM_ENDS[program]}`].map((symbol) => `-Wl,--defsym=${symbol}`);
  const flags = [
    "-std=gnu17",
    "-mcpu=cortex-m4",
    "-mthumb",
    "-Os",
    "-ffreestanding",
    "-Wall",
    "-Wextra",
    "-Werror",
    "-DSTM32F405xx",
  ];
  const script = ["-nostdlib", "-T", join(folder, "qemu", "program.ld"), ...symbols, "-Wl,--no-warn-rwx-segments"];
  return complaintOf([gcc, ...flags, ...includes, ...sources, ...jump, ...script, "-o", join(work, `${program}.elf`)]);
}

function loaded(file: string, address?: number): string {
  return `loader,file=${file}${address === undefined ? "" : `,addr=${address},force-raw=on`}`;
}

function filled(work: string, byte: number): string {
  const file = join(work, `filled-${byte}.bin`);
  writeFileSync(file, Buffer.alloc(0x1000, byte));
  return file;
}

async function faultOf({ application, says }: Boot, work: string): Promise<string | undefined> {
  const machine = ["-M", "netduinoplus2", "-display", "none", "-monitor", "none", "-serial", "stdio", "-semihosting"];
  const images = ["-kernel", join(work, "bootloader.elf"), ...(application === null ? [] : ["-device", application])];
  const { code, output } = await runCommand("timeout", [`${SECONDS}`, qemu, ...machine, ...images]);
  const said = output
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const right = code === 0 && said.length === says.length && says.every((line, index) => said[index] === line);
  return right ? undefined : `It ended with code ${code} and said: ${said.join(" / ") || "nothing"}`;
}
