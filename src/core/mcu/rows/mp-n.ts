import type { ChipRow } from "./chip-row";

// The Cortex-A7 of these parts has a GIC and no vector table of this kind: only the Cortex-M4 stands here.
export const MP1_ROWS: readonly ChipRow[] = [
  {
    id: "MP151.A",
    lines: "MP151 MP153 MP157",
    size: "A",
    devIds: [0x500],
    cores: "cm4:149",
    flash: "",
    ram: "SRAM 0x10000000+256K",
  },
];

export const N6_ROWS: readonly ChipRow[] = [
  {
    id: "N645.0",
    lines: "N645 N647 N655 N657",
    size: "0",
    devIds: [0x486],
    cores: "cm55:194",
    flash: "",
    ram: "FLEXRAM 0x24000000+400K, AXISRAM 0x24064000+624K, AXISRAM2 0x24100000+1024K, AXISRAM3 0x24200000+448K, AXISRAM4 0x24270000+448K, AXISRAM5 0x242e0000+448K, AXISRAM6 0x24350000+448K, NPURAM 0x243c0000+256K, VENCRAM 0x24400000+128K",
  },
];
