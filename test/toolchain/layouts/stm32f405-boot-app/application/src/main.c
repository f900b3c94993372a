/* Shows that it was started, and that its own interrupts come. */
#include "board.h"

#define TICKS_TO_SEE 3U

int main(void)
{
  print("application: started\n");
  start_ticks();
  while (ticks < TICKS_TO_SEE) { }
  print("application: interrupts work\n");
  return 0;
}
