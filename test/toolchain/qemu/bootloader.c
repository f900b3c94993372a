/*
 * A bootloader that is untidy when it starts the application: on the process stack, SysTick running, one interrupt enabled
 * and one pending. Without an application it says so and stays.
 */
#include <stdbool.h>
#include "board.h"
#include "stm32f4xx.h"

bool jump_to_application(void);

#define TICKS_TO_STAY 5U

static uint32_t process_stack[256];

__attribute__((noreturn)) static void live(void)
{
  print("bootloader: started\n");
  start_ticks();
  NVIC->ISER[2] = 1UL;
  NVIC->ISPR[1] = 1UL;
  (void)jump_to_application();
  print("bootloader: no application\n");
  while (ticks < TICKS_TO_STAY) { }
  print("bootloader: stays\n");
  leave(0U);
}

int main(void)
{
  __set_PSP((uint32_t)(process_stack + 256));
  __set_CONTROL(CONTROL_SPSEL_Msk);
  __ISB();
  live();
}
