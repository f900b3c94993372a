/* Stands in for libopencm3's stm32/rcc.h and stm32/f4/rcc.h and its kin: what the snippets use of every family's. */
#ifndef LIBOPENCM3_RCC_H
#define LIBOPENCM3_RCC_H

#include <libopencm3/cm3/common.h>

extern uint32_t rcc_ahb_frequency;

#endif
