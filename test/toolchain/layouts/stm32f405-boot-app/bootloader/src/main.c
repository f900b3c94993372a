/* Starts the application if there is one. */
#include "board.h"

#define APP_ADDRESS 0x08010000UL

static void start_application(void)
{
  const uint32_t *vectors = (const uint32_t *)APP_ADDRESS;
  uint32_t stack = vectors[0];
  uint32_t entry = vectors[1];

  __asm volatile("msr msp, %0\n\tbx %1" : : "r"(stack), "r"(entry) : "memory");
  __builtin_unreachable();
}

int main(void)
{
  print("bootloader: started\n");
  if (*(const uint32_t *)APP_ADDRESS != 0xFFFFFFFFUL) {
    start_application();
  }
  print("bootloader: no application\n");
  return 2;
}
