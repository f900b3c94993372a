import { commandsIn, commandsInside, type CommandStyle, type CommandWord } from "./command-words";

/** A command that writes a file to an address of the chip. */
export interface FlashCommand {
  /** The program that does it, as people call it: `dfu-util`. */
  readonly tool: string;
  readonly file: CommandWord;
  /** The address alone: of `0x08008000:leave` what stands in front of the colon. */
  readonly address: CommandWord;
}

/** Whether a text speaks of a tool that is read here; cheap, for files of every kind. */
export function mayFlash(text: string): boolean {
  return /dfu-util|st-flash|STM32_Programmer|ST-LINK_CLI|stm32flash|\bprogram\s|write_image|pyocd|loadbin|loadfile|probe-rs|cargo-flash|\brestore\s/i.test(
    text,
  );
}

/**
 * Every command of a stretch of text that writes a file to an address it names: dfu-util, st-flash, STM32CubeProgrammer,
 * ST-LINK_CLI, stm32flash, OpenOCD, pyOCD, probe-rs, J-Link Commander, and GDB's `restore`.
 */
export function flashCommands(text: string, start: number, end: number, style: CommandStyle): FlashCommand[] {
  return commandsIn(text, start, end, style).flatMap((words) => ofWords(text, words));
}

/** {@link flashCommands}, of words that are split already: a task's `args`. */
export function ofWords(text: string, words: readonly CommandWord[]): FlashCommand[] {
  // A command inside quotes is a command of its own: `openocd -c "program …"`.
  const inside = words.flatMap((word) => commandsInside(text, word).flatMap((inner) => ofWords(text, inner)));
  if (/^@?(echo|printf|REM|message|Write-Host)$/i.test(words[0]?.text ?? "")) {
    return inside.filter(({ tool }) => tool === "J-Link");
  }
  for (const [index, word] of words.entries()) {
    const found = matchers.find(({ name }) => name.test(programName(word.text)));
    const rest = words.slice(index + 1, index + 1 + longestCommand);
    const taken = found?.take(rest);
    if (found !== undefined && taken !== undefined) {
      const more = found.again === true ? ofWords(text, [word, ...rest.slice(rest.indexOf(taken.address) + 1)]) : [];
      const command = withAddress(found.tool, taken);
      return [...(command === undefined ? [] : [command]), ...more, ...inside];
    }
  }
  return inside;
}

/** Words behind a program's name that are looked at: nobody writes longer commands. */
const longestCommand = 64;

function programName(word: string): string {
  return word.slice(word.lastIndexOf("/") + 1).replace(/\.(exe|sh|bat)$/i, "");
}

interface Taken {
  readonly file: CommandWord;
  readonly address: CommandWord;
}

interface Matcher {
  readonly tool: string;
  readonly name: RegExp;
  /** The same command may write several files. */
  readonly again?: true;
  /** File and address among the words behind the program's name. */
  take(rest: readonly CommandWord[]): Taken | undefined;
}

const matchers: readonly Matcher[] = [
  {
    tool: "dfu-util",
    name: /^dfu-util(-static)?$/i,
    take: (rest) => both(option(rest, /^-D$|^--download$/), option(rest, /^-s$|^--dfuse-address$/)),
  },
  {
    tool: "st-flash",
    name: /^st-flash$/i,
    take: (rest) => {
      const write = rest.findIndex(({ text }) => text === "write");
      const [file, address] = write < 0 ? [] : rest.slice(write + 1).filter(({ text }) => !text.startsWith("--"));
      return both(file, address);
    },
  },
  {
    tool: "STM32CubeProgrammer",
    name: /^STM32_?Programmer(_?CLI)?$|^ST-LINK_CLI$/i,
    again: true,
    take: (rest) => {
      const write = rest.findIndex(({ text }) => /^(-w|--write|-d|--download|-P)$/.test(text));
      const [file, address] = write < 0 ? [] : rest.slice(write + 1);
      return both(file, address);
    },
  },
  {
    tool: "stm32flash",
    name: /^stm32flash$/i,
    take: (rest) => both(option(rest, /^-w$/), option(rest, /^-S$/)),
  },
  {
    tool: "OpenOCD",
    name: /^program(_esp)?$/,
    take: (rest) => both(rest[0], rest.slice(1).findLast(isAddress)),
  },
  {
    tool: "OpenOCD",
    name: /^flash$/,
    take: (rest) => {
      if (rest[0]?.text !== "write_image") return undefined;
      const [file, address] = rest.slice(1).filter(({ text }) => text !== "erase" && text !== "unlock");
      return both(file, address);
    },
  },
  {
    tool: "pyOCD",
    name: /^pyocd(-flashtool)?$/i,
    take: (rest) =>
      both(
        rest.find(({ text }) => isRaw(text)),
        option(rest, /^-a$|^--base-address$|^--address$/),
      ),
  },
  {
    tool: "probe-rs",
    name: /^(probe-rs|cargo-flash)$/i,
    take: (rest) =>
      both(
        rest.find(({ text }) => isRaw(text)),
        option(rest, /^--base-address$/),
      ),
  },
  { tool: "J-Link", name: /^load(bin|file)$/i, take: ([file, address]) => both(file, address) },
  {
    tool: "GDB",
    name: /^restore$/,
    take: ([file, format, address]) => (format?.text === "binary" ? both(file, address) : undefined),
  },
];

/** Raw binaries alone lie where a command says; HEX and ELF files bring their addresses along. */
function both(file: CommandWord | undefined, address: CommandWord | undefined): Taken | undefined {
  return file !== undefined && address !== undefined && isRaw(file.text) ? { file, address } : undefined;
}

/** `app.bin`, and variables that a build file explains later. */
function isRaw(file: string): boolean {
  return /\.bin$/i.test(file) || /^\$([({]\w+[)}]|\w+|[<^@])$/.test(file);
}

function isAddress({ text }: CommandWord): boolean {
  return /^0x[0-9a-f]+$/i.test(text) || /^\$([({]\w+[)}]|\w+)$/.test(text);
}

/** The value of an option: the next word, or what follows `=` or stands glued to a single letter. */
function option(words: readonly CommandWord[], name: RegExp): CommandWord | undefined {
  for (const [index, word] of words.entries()) {
    if (name.test(word.text)) return words[index + 1];
    const glued = /^(--[\w-]+)=|^(-[A-Za-z])(?=0x|\$)/.exec(word.text);
    if (glued !== null && name.test(glued[1] ?? glued[2] ?? "")) {
      return { text: word.text.slice(glued[0].length), start: word.start + glued[0].length, end: word.end };
    }
  }
  return undefined;
}

/** An address in hex or a variable's name; dfu-util's `:leave` is cut off. */
function withAddress(tool: string, { file, address }: Taken): FlashCommand | undefined {
  const match = /^(0x[0-9a-f]{1,8}|\$[({]\w+[)}]|\$\w+)(?=$|:)/i.exec(address.text)?.[0];
  if (match === undefined) return undefined;
  return { tool, file, address: { text: match, start: address.start, end: address.start + match.length } };
}
