/* Cortex-M4. Stands in for Arm's core_cm4.h (CMSIS 5 and 6). */
#define __CORTEX_M (4U)
#define CORTEX_M_NVIC_WORDS 8
#define CORTEX_M_HAS_VTOR 1
#define CORTEX_M_HAS_L1 0
#include "cortex_m.h"
