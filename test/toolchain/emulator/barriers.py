"""
What can only be seen in the instructions themselves: barriers where Arm asks for them (application note 321 "Cortex-M
programming guide to memory barrier instructions", Armv7-M ARM "Synchronization requirements for System Control Space
updates"), and no memory access once MSP is that of the next program.
"""

# Encodings, second halfword first. DSB and ISB without their option, MSR without the number of its register.
DSB, ISB, WITHOUT_OPTION = 0x8F40F3BF, 0x8F60F3BF, 0xFFF0FFFF
MSR_MSP, MSR_CONTROL, MSR_PRIMASK, WITHOUT_REGISTER = 0x8808F380, 0x8814F380, 0x8810F380, 0xFFFFFFF0
CPSIE_I = 0xB662
ORDINARY = 0
MPU_WRITE = "the write of the MPU"


def classify(code):
    """An instruction as the constant above that it is an instance of."""
    word = int.from_bytes(code, "little")
    if word == CPSIE_I:
        return CPSIE_I
    if word & WITHOUT_OPTION in (DSB, ISB):
        return word & WITHOUT_OPTION
    masked = word & WITHOUT_REGISTER
    return masked if masked in (MSR_MSP, MSR_CONTROL, MSR_PRIMASK) else ORDINARY


class Barriers:
    def __init__(self, events):
        self.events = events
        self.reset()

    def reset(self):
        # What was written, and the barrier it still waits for.
        self.waiting = {}
        self.control_changed = False
        self.stack_changed = False

    def before_instruction(self, kind):
        """kind: an instruction, classified."""
        if self.control_changed:
            if kind != ISB:
                self.events.violation("no ISB right after CONTROL was written")
            self.control_changed = False
        if kind == ORDINARY:
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
        if self.waiting:
            what, barrier = list(self.waiting.items())[-1]
            self.events.violation(f"no {'DSB' if barrier == DSB else 'ISB'} between {what} and where {before}")
        self.waiting.clear()

    def after_write(self, what):
        """A write to the System Control Space, or to the memory remap."""
        self.waiting[what] = DSB

    def before_access(self):
        """A load or store outside the private peripheral bus and the program's own image."""
        if MPU_WRITE in self.waiting:
            self.events.violation("memory is used after the MPU was written, before DSB and ISB")
            del self.waiting[MPU_WRITE]
        if self.stack_changed:
            self.events.violation("memory is used after MSP was set for the next program")
