/*
 * Stands in for mbed.h of Mbed OS 5 and 6, which includes cmsis.h of the target and with it ST's HAL of the family.
 * CHIP_HAL_HEADER is what a target's include path decides there: "stm32f4xx_hal.h".
 */
#ifndef MBED_H
#define MBED_H

#include CHIP_HAL_HEADER

#endif
