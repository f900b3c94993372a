/* Cortex-M0. Stands in for Arm's core_cm0.h (CMSIS 5 and 6). */
#define __CORTEX_M (0U)
#define CORTEX_M_NVIC_WORDS 1
#define CORTEX_M_HAS_VTOR 0
#define CORTEX_M_HAS_L1 0
#include "cortex_m.h"
