/* Cortex-M55. Stands in for Arm's core_cm55.h (CMSIS 5 and 6). */
#define __CORTEX_M (55U)
#define CORTEX_M_NVIC_WORDS 16
#define CORTEX_M_HAS_VTOR 1
#define CORTEX_M_HAS_L1 1
#include "cortex_m.h"
