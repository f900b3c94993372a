/* What both programs need of QEMU's machine netduinoplus2, an STM32F405. */
#ifndef BOARD_H
#define BOARD_H

#include <stdint.h>

/* USART1, QEMU's first serial port. */
void print(const char *text);

/* Ends QEMU with this exit code (Arm semihosting, SYS_EXIT_EXTENDED). */
void leave(uint32_t code) __attribute__((noreturn));

/* Counts up a thousand times a second while SysTick's interrupt runs. */
extern volatile uint32_t ticks;
void start_ticks(void);

#endif
