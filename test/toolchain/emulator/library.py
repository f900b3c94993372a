"""
Functions a snippet calls and does not define: what ST's HAL, libopencm3 and the user's own code do there. library.s has
their addresses; the effect is here.
"""

from core_peripherals import CLKSOURCE, ENABLE, TICKINT

CORE_CLOCK = 100_000
RELOAD_OF_A_TICK = CORE_CLOCK // 1000 - 1


def ticks_come(machine):
    """SysTick runs, and its interrupt, of the lowest priority, gets through."""
    unmasked = not machine.processor.interrupts_masked() and machine.processor.base_priority() == 0
    return unmasked and machine.core.csr & (ENABLE | TICKINT) == ENABLE | TICKINT


def reset_clocks(machine, name):
    """HAL_RCC_DeInit: waits on HAL_GetTick for each oscillator, and calls HAL_InitTick at its end."""
    core = machine.core
    if not ticks_come(machine):
        machine.events.finish("stuck", f"{name} waits for ticks that do not come")
        return
    if machine.peripherals.clock is not None:
        machine.peripherals.clock.reset()
    update_core_clock(machine, name)
    core.csr, core.rvr, core.cvr = ENABLE | TICKINT | CLKSOURCE, RELOAD_OF_A_TICK, 0
    core.tick_pending = True


def update_core_clock(machine, _):
    """SystemCoreClockUpdate: the variable says what the registers say."""
    machine.store("SystemCoreClock", CORE_CLOCK)


def reset_peripherals(machine, _):
    """HAL_DeInit: every bus's force-reset macro, then every release-reset macro."""
    resets = machine.peripherals.resets
    if resets is not None:
        resets.pulse_all([row for row in resets.rows.values() if not row.get("beyondHal")])


def delay(machine, name):
    """HAL_Delay: waits on HAL_GetTick."""
    if not ticks_come(machine):
        machine.events.finish("stuck", f"{name} waits for ticks that do not come")
    machine.events.cycles += machine.argument() * CORE_CLOCK // 1000


def reset_chip(machine, _):
    """scb_reset_system."""
    machine.core.check_masked("the reset request")
    machine.events.finish("reset")


def only_noted(_machine, _name):
    """The caller is judged by having called it."""


FUNCTIONS = {
    "HAL_RCC_DeInit": reset_clocks,
    "HAL_RCC_Reset": reset_clocks,
    "HAL_DeInit": reset_peripherals,
    "HAL_Delay": delay,
    "SystemCoreClockUpdate": update_core_clock,
    "scb_reset_system": reset_chip,
    "stop_second_core": only_noted,
}
