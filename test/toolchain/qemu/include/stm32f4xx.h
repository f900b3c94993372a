/*
 * The device header, with RCC in RAM: QEMU's netduinoplus2 has no RCC, what lies at its address reads 0, and a program that
 * waits for an oscillator would wait for ever.
 */
#include_next "stm32f4xx.h"

#ifndef RCC_IN_RAM_H
#define RCC_IN_RAM_H

extern RCC_TypeDef rcc_in_ram;
#undef RCC
#define RCC (&rcc_in_ram)

#endif
