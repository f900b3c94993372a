#include "board.h"

/* RM0090 section 30.6: status, data, and control with UE and TE. */
#define USART1_SR (*(volatile uint32_t *)0x40011000UL)
#define USART1_DR (*(volatile uint32_t *)0x40011004UL)
#define USART1_CR1 (*(volatile uint32_t *)0x4001100CUL)
#define CR1_UE_TE 0x2008UL
#define SR_TXE 0x80UL

volatile uint32_t ticks;

void print(const char *text)
{
  USART1_CR1 |= CR1_UE_TE;
  for (; *text != '\0'; text++) {
    while ((USART1_SR & SR_TXE) == 0U) { }
    USART1_DR = (uint32_t)*text;
  }
}

void leave(uint32_t code)
{
  volatile uint32_t block[2] = {0x20026UL, code};
  register uint32_t operation __asm("r0") = 0x20UL;
  register volatile uint32_t *argument __asm("r1") = block;
  __asm volatile("bkpt 0xAB" : : "r"(operation), "r"(argument) : "memory");
  for (;;) { }
}

void start_ticks(void)
{
  SysTick->LOAD = 16000UL - 1UL;
  SysTick->VAL = 0U;
  SysTick->CTRL = 7U; /* core clock, interrupt, on */
}
