/* Cortex-M3. Stands in for Arm's core_cm3.h (CMSIS 5 and 6). */
#define __CORTEX_M (3U)
#define CORTEX_M_NVIC_WORDS 8
#define CORTEX_M_HAS_VTOR 1
#define CORTEX_M_HAS_L1 0
#include "cortex_m.h"
