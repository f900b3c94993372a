/* What both programs need of an STM32F405, as QEMU's machine netduinoplus2 has it. */
#ifndef BOARD_H
#define BOARD_H

#include <stdint.h>

#define FLASH_BASE 0x08000000UL

typedef struct {
  volatile uint32_t CPUID, ICSR, VTOR;
} SCB_TypeDef;

typedef struct {
  volatile uint32_t CTRL, LOAD, VAL;
} SysTick_TypeDef;

#define SCB ((SCB_TypeDef *)0xE000ED00UL)
#define SysTick ((SysTick_TypeDef *)0xE000E010UL)

void SystemInit(void);

/* USART1, QEMU's first serial port. */
void print(const char *text);

/* Ends QEMU with this exit code (Arm semihosting, SYS_EXIT_EXTENDED). */
void leave(uint32_t code) __attribute__((noreturn));

/* Counts up a thousand times a second while SysTick's interrupt runs. */
extern volatile uint32_t ticks;
void start_ticks(void);

#endif
