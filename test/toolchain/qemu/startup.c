/* Vector table and start-up of both programs: memory as C wants it, then main(). */
#include <stdint.h>
#include "board.h"

extern uint32_t stack_end, data_start, data_end, data_load, bss_start, bss_end;
int main(void);

void reset_handler(void)
{
  for (uint32_t *to = &data_start, *from = &data_load; to < &data_end; to++, from++) {
    *to = *from;
  }
  for (uint32_t *word = &bss_start; word < &bss_end; word++) {
    *word = 0U;
  }
  leave((uint32_t)main());
}

void fault(void)
{
  print("fault\n");
  leave(3U);
}

void sys_tick(void) { ticks++; }

/* The exceptions, then an interrupt that nobody wants. */
__attribute__((section(".vectors"), used)) static void (*const vectors[17])(void) = {
    (void (*)(void))&stack_end, reset_handler, fault, fault, fault, fault, fault, 0, 0, 0, 0, fault, fault, 0, fault, sys_tick,
    fault,
};
