/** Core ids by how CubeIDE, Arduino and Zephyr name a core's folder, script or target. */
const words: Readonly<Record<string, string>> = { "7": "cm7", "4": "cm4", "33": "cm33", "0plus": "cm0p", "0p": "cm0p" };

/** The core that a name speaks of: `CM7`, `app_cm4`, `PORTENTA_H7_M4`, `stm32h747xx_flash_CM7.ld`. */
export function coreFromName(name: string): string | undefined {
  const word = /(?:^|[_\-. ])c?m(7|4|33|0plus|0p)(?=$|[_\-. ])/i.exec(name)?.[1];
  return word === undefined ? undefined : words[word.toLowerCase()];
}
