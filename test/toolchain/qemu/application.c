/* An application that looks at what it was given, and then shows that its own interrupts work. */
#include <stdbool.h>
#include "board.h"
#include "stm32f4xx.h"

#define TICKS_TO_SEE 3U

static bool expect(bool holds, const char *what)
{
  if (!holds) {
    print("application: ");
    print(what);
    print(" is not as after a reset\n");
  }
  return holds;
}

int main(void)
{
  uint32_t enabled = 0U;
  for (uint32_t word = 0U; word < 3U; word++) {
    enabled |= NVIC->ISER[word] | NVIC->ISPR[word];
  }
  const bool clean = expect(SysTick->CTRL == 0U, "SysTick") & expect(enabled == 0U, "NVIC") & expect(__get_CONTROL() == 0U, "CONTROL") &
                     expect(__get_PRIMASK() == 0U, "PRIMASK") & expect(__get_BASEPRI() == 0U, "BASEPRI") &
                     expect(SCB->VTOR == 0x08010000UL, "VTOR");
  print(clean ? "application: started\n" : "application: started badly\n");
  start_ticks();
  while (ticks < TICKS_TO_SEE) { }
  print("application: interrupts work\n");
  return clean ? 0 : 1;
}
