/* Vector table and start-up of both programs: memory as C wants it, then main(). */
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
  SystemInit();
  leave((uint32_t)main());
}

void fault(void) { leave(3U); }

void sys_tick(void) { ticks++; }

/* The exceptions, then an interrupt that nobody wants. */
__attribute__((section(".isr_vector"), used)) static void (*const vectors[16 + 82])(void) = {
    (void (*)(void))&stack_end, reset_handler, fault, fault, fault, fault, fault, 0, 0, 0, 0, fault, fault, 0, fault, sys_tick,
    [16 ... 97] = fault,
};
