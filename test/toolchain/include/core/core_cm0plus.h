/* Cortex-M0+; core_cm0plus.h has VTOR where the device header sets __VTOR_PRESENT, as ST's do. Stands in for Arm's core_cm0plus.h (CMSIS 5 and 6). */
#ifndef __VTOR_PRESENT
#error "The device header has to say whether there is a VTOR, before it includes the core header."
#endif
#define __CORTEX_M (0U)
#define CORTEX_M_NVIC_WORDS 1
#define CORTEX_M_HAS_VTOR (__VTOR_PRESENT == 1U)
#define CORTEX_M_HAS_L1 0
#include "cortex_m.h"
