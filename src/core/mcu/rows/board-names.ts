/**
 * Boards whose name does not spell the chip they carry. Those that spell it (`nucleo_f429zi`, `genericSTM32F103C8`,
 * `stm32f746g_disco`) need no row: see board-names.ts. Adding a board is one row.
 */
export interface BoardNameRow {
  /** Ids under which build systems know the board; lower case. */
  readonly names: string;
  /** The part; several where one board is sold, or built for, in several ways. */
  readonly parts: string;
  readonly source: string;
}

const PLATFORMIO = "platformio/platformio-docs platforms/ststm32.rst, column MCU";
const PLATFORMIO_FILES = "platformio/platform-ststm32 boards/<name>.json, build.mcu";
const ZEPHYR = "zephyrproject-rtos/zephyr board.cmake, jlink --device";

export const BOARD_NAMES: readonly BoardNameRow[] = [
  { names: "adafruit_feather_f405", parts: "STM32F405RG", source: PLATFORMIO },
  { names: "armed_v1", parts: "STM32F407VE", source: PLATFORMIO },
  { names: "armstrap_eagle512", parts: "STM32F407VE", source: PLATFORMIO },
  { names: "armstrap_eagle1024", parts: "STM32F417VG", source: PLATFORMIO },
  { names: "armstrap_eagle2048", parts: "STM32F427VI", source: PLATFORMIO },
  { names: "b96b_aerocore2", parts: "STM32F427VI", source: PLATFORMIO },
  { names: "b96b_argonkey", parts: "STM32F412CG", source: PLATFORMIO },
  { names: "b96b_neonkey", parts: "STM32F411CE", source: PLATFORMIO },
  // Built for 128 KiB, which the C8 is not sold with but many boards have.
  { names: "blackpill_f103c8_128 bluepill_f103c8_128k", parts: "STM32F103C8 STM32F103CB", source: PLATFORMIO },
  { names: "cloud_jam", parts: "STM32F401RE", source: PLATFORMIO },
  { names: "cloud_jam_l4", parts: "STM32L476RG", source: PLATFORMIO },
  { names: "electrosmith_daisy", parts: "STM32H750IB", source: PLATFORMIO },
  { names: "fk407m1", parts: "STM32F407VE", source: PLATFORMIO },
  { names: "fysetc_s6", parts: "STM32F446VE", source: PLATFORMIO },
  { names: "giga_r1_m7", parts: "STM32H747XI", source: PLATFORMIO_FILES },
  { names: "maple olimexino olimex_f103", parts: "STM32F103RB", source: PLATFORMIO },
  { names: "maple_mini_b20 maple_mini_origin microduino32_flash", parts: "STM32F103CB", source: PLATFORMIO },
  { names: "maple_ret6", parts: "STM32F103RE", source: PLATFORMIO },
  { names: "mbed_connect_odin mtb_ublox_odin_w2", parts: "STM32F439ZI", source: PLATFORMIO },
  { names: "mkr_sharky", parts: "STM32WB55CG", source: PLATFORMIO },
  // The name spells STM32F405RG; PlatformIO builds for another chip.
  { names: "mts_mdot_f405rg", parts: "STM32F411RE", source: PLATFORMIO },
  { names: "mxchip_az3166", parts: "STM32F412ZG", source: PLATFORMIO },
  { names: "netduino2plus olimex_p405 stm32f4stamp", parts: "STM32F405RG", source: PLATFORMIO },
  { names: "olimex_e407 olimex_h407", parts: "STM32F407ZG", source: PLATFORMIO },
  { names: "piconomix_px_her0", parts: "STM32L072RB", source: PLATFORMIO },
  { names: "prntr_v2", parts: "STM32F407RE", source: PLATFORMIO },
  { names: "pybstick26_duino", parts: "STM32F072RB", source: PLATFORMIO },
  { names: "pybstick26_lite", parts: "STM32F401CE", source: PLATFORMIO },
  { names: "pybstick26_pro", parts: "STM32F412RE", source: PLATFORMIO },
  { names: "pybstick26_std thunder_pack_f411", parts: "STM32F411CE", source: PLATFORMIO },
  { names: "rak811_tracker", parts: "STM32L151RB", source: PLATFORMIO },
  { names: "remram_v1", parts: "STM32F765VI", source: PLATFORMIO },
  { names: "rhf76_052", parts: "STM32L051C8", source: PLATFORMIO },
  { names: "rhombio_l476dmw1k", parts: "STM32L476VG", source: PLATFORMIO },
  { names: "sakuraio_evb_01", parts: "STM32F411RE", source: PLATFORMIO },
  { names: "seeedarchmax", parts: "STM32F407VE", source: PLATFORMIO },
  { names: "silica_sensor_node", parts: "STM32L476JG", source: PLATFORMIO },
  { names: "sparky_v1", parts: "STM32F303CC", source: PLATFORMIO },
  { names: "steval_fcu001v1", parts: "STM32F401CC", source: PLATFORMIO },
  { names: "steval_mksboxv1", parts: "STM32L4R9ZI", source: PLATFORMIO },
  { names: "thunder_pack", parts: "STM32L072KZ", source: PLATFORMIO },
  { names: "hy_tinystm103tb", parts: "STM32F103TB", source: PLATFORMIO },
  { names: "ublox_c030_n211 ublox_c030_r410m ublox_c030_u201", parts: "STM32F437VG", source: PLATFORMIO },
  { names: "vake_v1", parts: "STM32F446RE", source: PLATFORMIO },
  { names: "waveshare_open103z", parts: "STM32F103ZE", source: PLATFORMIO },
  { names: "wio_3g", parts: "STM32F439VI", source: PLATFORMIO },
  { names: "wraith32_v1", parts: "STM32F051K6", source: PLATFORMIO },
  { names: "stm32f0_disco stm32f0_discovery", parts: "STM32F051R8", source: ZEPHYR },
  { names: "arduino_giga_r1 arduino_portenta_h7", parts: "STM32H747XI", source: ZEPHYR },
  { names: "stm32_min_dev", parts: "STM32F103C8", source: ZEPHYR },
  { names: "disco_l475_iot1", parts: "STM32L475VG", source: ZEPHYR },
  // The printed name is STM32L-DISCOVERY; PlatformIO builds for the STM32L152RB, which has the same memories.
  { names: "stm32l1_disco", parts: "STM32L151RB", source: ZEPHYR },
  { names: "stm32vl_disco stm32vl_discovery", parts: "STM32F100RB", source: ZEPHYR },
  // ST's name ends in E; the chip has 1 MiB.
  { names: "b_l475e_iot01a", parts: "STM32L475VG", source: ZEPHYR },
  { names: "stm32f3_disco stm32f3_discovery", parts: "STM32F303VC", source: ZEPHYR },
  { names: "stm32f4_disco stm32f4_discovery", parts: "STM32F407VG", source: ZEPHYR },
];
