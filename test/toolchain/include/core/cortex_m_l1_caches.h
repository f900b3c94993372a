/*
 * cachel1_armv7.h (CMSIS 5.7 and later; core_cm7.h before): what the snippets use, doing what the Armv7-M ARM B2.2 asks
 * for. SCB_CleanDCache_by_Addr took `uint32_t *` at first and `volatile void *` later; a call has to suit both, and the
 * narrower one is here.
 */
#ifndef CORTEX_M_L1_CACHES_H
#define CORTEX_M_L1_CACHES_H

#if !defined(__ICACHE_PRESENT) || !defined(__DCACHE_PRESENT)
#error "The device header has to say which L1 caches there are, before it includes the core header."
#endif

#define SCB_CCR_IC_Msk (1UL << 17U)
#define SCB_CCR_DC_Msk (1UL << 16U)
#define SCB_CCSIDR_NUMSETS_Pos 13U
#define SCB_CCSIDR_NUMSETS_Msk (0x7FFFUL << SCB_CCSIDR_NUMSETS_Pos)
#define SCB_CCSIDR_ASSOCIATIVITY_Pos 3U
#define SCB_CCSIDR_ASSOCIATIVITY_Msk (0x3FFUL << SCB_CCSIDR_ASSOCIATIVITY_Pos)
#define SCB_DCCISW_WAY_Pos 30U
#define SCB_DCCISW_SET_Pos 5U
#define __SCB_DCACHE_LINE_SIZE 32U

__STATIC_FORCEINLINE void SCB_DisableICache(void)
{
#if (__ICACHE_PRESENT == 1U)
  __DSB();
  __ISB();
  SCB->CCR &= ~SCB_CCR_IC_Msk;
  SCB->ICIALLU = 0UL;
  __DSB();
  __ISB();
#endif
}

/* Switches the cache off, then writes back and drops every line, way by way and set by set. */
__STATIC_FORCEINLINE void SCB_DisableDCache(void)
{
#if (__DCACHE_PRESENT == 1U)
  SCB->CSSELR = 0U;
  __DSB();
  SCB->CCR &= ~SCB_CCR_DC_Msk;
  __DSB();
  uint32_t geometry = SCB->CCSIDR;
  uint32_t lastSet = (geometry & SCB_CCSIDR_NUMSETS_Msk) >> SCB_CCSIDR_NUMSETS_Pos;
  uint32_t lastWay = (geometry & SCB_CCSIDR_ASSOCIATIVITY_Msk) >> SCB_CCSIDR_ASSOCIATIVITY_Pos;
  for (uint32_t set = 0U; set <= lastSet; set++) {
    for (uint32_t way = 0U; way <= lastWay; way++) {
      SCB->DCCISW = (set << SCB_DCCISW_SET_Pos) | (way << SCB_DCCISW_WAY_Pos);
    }
  }
  __DSB();
  __ISB();
#endif
}

/* Writes the lines that hold dsize bytes from addr back to memory. */
__STATIC_FORCEINLINE void SCB_CleanDCache_by_Addr(uint32_t *addr, int32_t dsize)
{
#if (__DCACHE_PRESENT == 1U)
  if (dsize > 0) {
    uint32_t line = (uint32_t)addr & ~(__SCB_DCACHE_LINE_SIZE - 1U);
    uint32_t end = (uint32_t)addr + (uint32_t)dsize;
    __DSB();
    for (; line < end; line += __SCB_DCACHE_LINE_SIZE) {
      SCB->DCCMVAC = line;
    }
    __DSB();
    __ISB();
  }
#else
  (void)addr;
  (void)dsize;
#endif
}

#endif
