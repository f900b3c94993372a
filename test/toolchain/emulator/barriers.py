"""
What can only be seen in the instructions themselves: barriers where Arm asks for them (application note 321 "Cortex-M
programming guide to memory barrier instructions", Armv7-M ARM "Synchronization requirements for System Control Space
updates"), and no memory access once MSP is that of the next program.
"""

from core_peripherals import MPU_CTRL

DSB, ISB = 0x8F4FF3BF, 0x8F6FF3BF
CPSIE_I = 0xB662
# MSR register, halfwords F38n 88ss: what is left once the register number is masked out.
MSR_MSP, MSR_CONTROL, MSR_PRIMASK = 0x8808F380, 0x8814F380, 0x8810F380
OTHER = 0


def classify(code):
    """An instruction as the constant above that it is an instance of."""
    if len(code) == 2:
        return CPSIE_I if int.from_bytes(code, "little") == CPSIE_I else OTHER
    word = int.from_bytes(code, "little")
    if word & 0xFFFFFFF0 in (DSB & 0xFFFFFFF0, ISB & 0xFFFFFFF0):
        return DSB if word & 0xF0 == DSB & 0xF0 and word & 0xFFF00000 == DSB & 0xFFF00000 else ISB
    masked = word & 0xFFFFFFF0
    return masked if masked in (MSR_MSP, MSR_CONTROL, MSR_PRIMASK) else OTHER


class Barriers:
    def __init__(self, events):
        self.events = events
        self.kinds = {}
        self.reset()

    def reset(self):
        # What was written, and the barrier it still waits for.
        self.waiting = {}
        self.control_changed = False
        self.stack_changed = False

    def before_instruction(self, address, code_at):
        kind = self.kinds.get(address)
        if kind is None:
            kind = self.kinds[address] = classify(code_at())
        if self.control_changed:
            if kind != ISB:
                self.events.violation("no ISB right after CONTROL was written")
            self.control_changed = False
        if kind == OTHER:
            return
        if kind == DSB:
            self.waiting = {what: ISB for what in self.waiting}
        elif kind == ISB:
            self.waiting = {what: barrier for what, barrier in self.waiting.items() if barrier == DSB}
        else:
            self._needs_none("interrupts are unmasked" if kind in (CPSIE_I, MSR_PRIMASK) else "CONTROL and MSP change")
            self.control_changed = kind == MSR_CONTROL
            self.stack_changed = self.stack_changed or kind == MSR_MSP

    def _needs_none(self, before):
        for what, barrier in self.waiting.items():
            self.events.violation(f"no {'DSB' if barrier == DSB else 'ISB'} between {what} and where {before}")
        self.waiting.clear()

    def after_write(self, address, what):
        """A write to the System Control Space, or to the memory remap."""
        self.waiting["the write of the MPU" if address == MPU_CTRL else what] = DSB

    def before_access(self):
        """A load or store outside the private peripheral bus and the program's own image."""
        if "the write of the MPU" in self.waiting:
            self.events.violation("memory is used after the MPU was written, before DSB and ISB")
            del self.waiting["the write of the MPU"]
        if self.stack_changed:
            self.events.violation("memory is used after MSP was set for the next program")
