@ Addresses for what a snippet takes from elsewhere. library.py does what the functions do; here they only return.
  .syntax unified
  .thumb
  .text

  .macro function name
  .global \name
  .type \name, %function
  .thumb_func
\name:
  bx lr
  .endm

  function HAL_RCC_DeInit
  function HAL_RCC_Reset
  function HAL_DeInit
  function HAL_Delay
  function scb_reset_system
  function stop_second_core

  function SystemCoreClockUpdate

@ Hertz; the core runs at 100 kHz here, so that no test waits long. CLOCK_KNOWN is what the variable holds before
@ SystemCoreClockUpdate: with the HAL what is right, else what a program left there that ran slower.
  .data
  .balign 4
  .global SystemCoreClock
  .global rcc_ahb_frequency
SystemCoreClock:
  .word CLOCK_KNOWN
rcc_ahb_frequency:
  .word 100000
