import type { BoardRow } from "./board-row";

const K = 1024;

/** STM32H747 as its Cortex-M7 sees it. */
export const H747_M7 = {
  part: "STM32H747XI",
  core: "cm7",
  flashSize: 2048 * K,
  ram: "0x24000000+512K, 0x20000000+128K, 0x30000000+288K, 0x38000000+64K, 0x00000000+64K",
} as const;

/** What every Arduino H747 bootloader image carries in its USB descriptors. */
const ARDUINO_DFU = {
  interface: 0,
  bcdDevice: 0x0200,
  attributes: 0x0b,
  transferSize: 4096,
  dfuVersion: 0x011a,
} as const;

/** `%d`, `%02d`: the bootloader's version, filled in by the board. */
const ARDUINO_ALTERNATES = [
  "@Internal Flash   /0x08000000/01*128Ka,15*128Kg",
  "@External Flash   /0x90000000/4096*4Kg",
  "@Bootloader version %d /0x00000000/0*4Kg",
];

/** With MCUboot (arduino/mcuboot-arduino-stm32h7). Without security keys 2 is empty and 3 reads `@Arduino  boot  v.%02d`. */
const MCUBOOT_ALTERNATES = [
  "@Internal Flash  2MB   /0x08000000/01*128Ka,15*128Kg",
  "@Ext RAW  Flash 16MB   /0x90000000/4096*4Kg",
  "@Ext File Flash 16MB   /0xA0000000/4096*4Kg",
  "@MCUboot        v.%02d   /0x00000000/0*4Kg",
];

const H747_BOOTLOADER = {
  base: 0x08000000,
  size: 256 * K,
  note: "sector 0 holds the bootloader, sector 1 is kept for the MCUboot header",
} as const;

const NRF52_BOOTLOADER = { base: 0x00000000, size: 64 * K, note: "Arduino factory bootloader" } as const;

const RP2040_BOOT2 = {
  base: 0x10000000,
  size: 0x100,
  note: "second-stage boot code (boot2); the vector table stands behind it",
} as const;

/** How Arduino's split menu shares the flash between the cores. The limits are what boards.txt says; two of them pass the end. */
const H747_SPLITS = [
  { name: "50_50", cm7Limit: 0xc0000, cm4: { base: 0x08100000, size: 1024 * K } },
  { name: "75_25", cm7Limit: 0x160000, cm4: { base: 0x08180000, size: 512 * K } },
  { name: "100_0", cm7Limit: 0x1e0000, cm4: { base: 0x60000000, size: 256 * K } },
];

/** Arduino boards, by Mbed target. The DFU strings were read from the descriptors inside the bootloader images. */
export const ARDUINO_BOARDS: readonly BoardRow[] = [
  {
    target: "PORTENTA_H7_M7",
    arduino: "envie_m7",
    ...H747_M7,
    rom: [0x08000000, 2048 * K],
    bootloader: H747_BOOTLOADER,
    appStart: 0x08040000,
    appSize: 1792 * K,
    usbIds: "2341:025b 2341:045b 2341:055b",
    dfu: {
      usbId: "2341:035b",
      ...ARDUINO_DFU,
      alternates: ARDUINO_ALTERNATES,
      alternatesWithMcuboot: MCUBOOT_ALTERNATES,
      upload: { alternate: 0, address: 0x08040000 },
    },
    splits: H747_SPLITS,
    source: "arduino/ArduinoCore-mbed boards.txt",
  },
  {
    target: "GIGA",
    arduino: "giga",
    ...H747_M7,
    rom: [0x08000000, 2048 * K],
    bootloader: H747_BOOTLOADER,
    appStart: 0x08040000,
    appSize: 1792 * K,
    usbIds: "2341:0266 2341:0466",
    dfu: {
      usbId: "2341:0366",
      ...ARDUINO_DFU,
      alternates: MCUBOOT_ALTERNATES,
      upload: { alternate: 0, address: 0x08040000 },
    },
    splits: H747_SPLITS,
    source: "arduino/ArduinoCore-mbed boards.txt",
  },
  {
    target: "OPTA",
    arduino: "opta",
    ...H747_M7,
    rom: [0x08000000, 2048 * K],
    bootloader: H747_BOOTLOADER,
    appStart: 0x08040000,
    appSize: 1792 * K,
    usbIds: "2341:0064 2341:0164 2341:0264 35d1:0064 35d1:0164 35d1:0264",
    dfu: {
      usbId: "2341:0364",
      ...ARDUINO_DFU,
      alternates: MCUBOOT_ALTERNATES,
      upload: { alternate: 0, address: 0x08040000 },
    },
    splits: H747_SPLITS,
    source: "arduino/ArduinoCore-mbed boards.txt",
  },
  {
    target: "NICLA_VISION",
    arduino: "nicla_vision",
    ...H747_M7,
    rom: [0x08000000, 2048 * K],
    bootloader: H747_BOOTLOADER,
    appStart: 0x08040000,
    appSize: 1792 * K,
    usbIds: "2341:025f 2341:045f 2341:055f",
    dfu: {
      usbId: "2341:035f",
      ...ARDUINO_DFU,
      alternates: ARDUINO_ALTERNATES,
      upload: { alternate: 0, address: 0x08040000 },
    },
    splits: H747_SPLITS,
    source: "arduino/ArduinoCore-mbed boards.txt",
  },
  {
    target: "GENERIC_STM32H747_M4",
    part: "STM32H747XI",
    core: "cm4",
    flashSize: 2048 * K,
    rom: [0x08100000, 1024 * K],
    ram: "0x10000000+288K, 0x38000000+64K",
    appSize: 1024 * K,
    splits: H747_SPLITS,
    source: "arduino/ArduinoCore-mbed boards.txt",
  },
  {
    target: "PORTENTA_X8",
    arduino: "portenta_x8",
    part: "STM32H747AI",
    core: "cm4",
    flashSize: 2048 * K,
    rom: [0x08100000, 1024 * K],
    ram: "0x10000000+288K, 0x38000000+64K",
    appStart: 0x08100000,
    appSize: 1024 * K,
    usbIds: "2341:0061",
    source: "arduino/ArduinoCore-mbed boards.txt",
  },
  {
    target: "ARDUINO_NANO33BLE",
    arduino: "nano33ble",
    part: "nRF52840_xxAA",
    core: "cm4",
    flashSize: 1024 * K,
    rom: [0x00000000, 1024 * K],
    ram: "0x20000000+256K",
    bootloader: NRF52_BOOTLOADER,
    appStart: 0x00010000,
    appSize: 960 * K,
    usbIds: "2341:805a 2341:015a 2341:025a",
    bootloaderUsbId: "2341:005a",
    upload: "bossac (SAM-BA over CDC), 1200 bps touch",
    source: "arduino/ArduinoCore-mbed boards.txt, bootloaders/nano33ble",
  },
  {
    target: "EDGE_CONTROL",
    arduino: "edge_control",
    part: "nRF52840_xxAA",
    core: "cm4",
    flashSize: 1024 * K,
    rom: [0x00000000, 1024 * K],
    ram: "0x20000000+256K",
    bootloader: NRF52_BOOTLOADER,
    appStart: 0x00010000,
    appSize: 960 * K,
    usbIds: "2341:805d",
    bootloaderUsbId: "2341:005d",
    upload: "bossac, 1200 bps touch",
    source: "arduino/ArduinoCore-mbed boards.txt, bootloaders/EDGE_CONTROL",
  },
  {
    target: "STELLA",
    arduino: "stella",
    part: "nRF52840_xxAA",
    core: "cm4",
    flashSize: 1024 * K,
    rom: [0x00000000, 1024 * K],
    ram: "0x20000000+256K",
    bootloader: NRF52_BOOTLOADER,
    appStart: 0x00010000,
    appSize: 960 * K,
    usbIds: "2341:0076",
    upload: "bossac, 1200 bps touch",
    source: "arduino/ArduinoCore-mbed boards.txt",
  },
  {
    target: "NICLA",
    arduino: "nicla_sense nicla_voice",
    part: "nRF52832_xxAA",
    core: "cm4",
    flashSize: 512 * K,
    rom: [0x00000000, 512 * K],
    ram: "0x20000000+64K",
    bootloader: NRF52_BOOTLOADER,
    appStart: 0x00010000,
    appSize: 448 * K,
    usbIds: "2341:0060 2341:0065",
    upload: "openocd over CMSIS-DAP",
    source: "arduino/ArduinoCore-mbed boards.txt, bootloaders/NICLA and NICLA_VOICE",
  },
  {
    target: "NANO_RP2040_CONNECT",
    arduino: "nanorp2040connect",
    part: "RP2040",
    core: "cm0p",
    flashSize: 16384 * K,
    rom: [0x10000000, 16384 * K],
    ram: "0x20000000+256K, 0x20040000+4K, 0x20041000+4K",
    bootloader: RP2040_BOOT2,
    usbIds: "2341:005e 2341:805e 2341:015e 2341:025e",
    upload: "picotool / mass storage, not DFU",
    source: "arduino/ArduinoCore-mbed boards.txt",
  },
  {
    target: "RASPBERRY_PI_PICO",
    arduino: "pico",
    part: "RP2040",
    core: "cm0p",
    flashSize: 2048 * K,
    rom: [0x10000000, 2048 * K],
    ram: "0x20000000+256K, 0x20040000+4K, 0x20041000+4K",
    bootloader: RP2040_BOOT2,
    usbIds: "2e8a:00c0",
    upload: "picotool / mass storage, not DFU",
    source: "arduino/ArduinoCore-mbed boards.txt",
  },
];
