/* Cortex-M7. Stands in for Arm's core_cm7.h (CMSIS 5 and 6). */
#define __CORTEX_M (7U)
#define CORTEX_M_NVIC_WORDS 8
#define CORTEX_M_HAS_VTOR 1
#define CORTEX_M_HAS_L1 1
#include "cortex_m.h"
