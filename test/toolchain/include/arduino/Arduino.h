/*
 * Stands in for Arduino.h of the STM32 core (stm32duino), which includes stm32_def.h and with it ST's HAL of the family.
 * CHIP_HAL_HEADER is what the board's series decides there: "stm32f4xx_hal.h".
 */
#ifndef ARDUINO_H
#define ARDUINO_H

#include CHIP_HAL_HEADER
#include <stdbool.h>
#include <stdint.h>

#endif
