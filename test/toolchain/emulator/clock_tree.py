"""
The parts of RCC that a jump touches, with the behaviour the reference manuals describe: an oscillator is ready some time
after it was switched on, the status field follows the selection, what feeds the system clock cannot be switched off, a
peripheral's clock runs once its enable bit was read back. Registers and bits come from src/core/mcu/registers.
"""

# Cycles until hardware follows a request: more than a program takes that does not wait.
LATENCY = 40
# What a program may have left in a configuration register.
LEFTOVER = 0x5A5A5A5A
ALL_ONES = 0xFFFFFFFF


def mask_of(names):
    mask = 0
    for bits in names.values():
        mask |= bits
    return mask


class SystemClock:
    """The row's `clock`: the chip starts on one oscillator, the program runs on another."""

    def __init__(self, clock, events):
        self.events = events
        self.on, self.on_bits = clock["on"]["address"], mask_of(clock["on"]["bits"])
        self.ready, self.ready_bits = clock["ready"]["address"], mask_of(clock["ready"]["bits"])
        self.select, self.select_value = clock["select"]["address"], mask_of(clock["select"]["bits"])
        self.status, self.status_bits = clock["status"]["address"], mask_of(clock["status"]["bits"])
        self.selected_value = mask_of(clock["selected"]["bits"])
        self.off = {}
        for bits in clock["off"]:
            self.off[bits["address"]] = self.off.get(bits["address"], 0) | mask_of(bits["bits"])
        self.addresses = {self.on, self.ready, self.select, self.status, *self.off}
        self.reset()

    def reset(self):
        self.values = {address: 0 for address in self.addresses}
        self.values[self.select] = self.select_value
        self.values[self.on] |= self.on_bits
        self.ready_at, self.switched_at = 0, 0

    def as_application(self):
        self.values[self.select] = LEFTOVER
        self.values[self.on] &= ~self.on_bits
        for address, bits in self.off.items():
            self.values[address] |= bits
        self.ready_at, self.switched_at = None, None

    def _is_ready(self):
        return self.ready_at is not None and self.events.cycles >= self.ready_at

    def is_switched(self):
        return self.switched_at is not None and self.events.cycles >= self.switched_at

    def read(self, address):
        value = self.values[address]
        if address == self.ready:
            value = value & ~self.ready_bits | (self.ready_bits if self._is_ready() else 0)
        if address == self.status:
            status = self.selected_value if self.is_switched() else ~self.selected_value & self.status_bits
            value = value & ~self.status_bits | status
        return value

    def write(self, address, value):
        if address == self.on and value & self.on_bits == self.on_bits and self.ready_at is None:
            self.ready_at = self.events.cycles + LATENCY
        if address == self.select and value & ~self.status_bits == self.select_value and self.switched_at is None:
            if not self._is_ready():
                self.events.violation("selects an oscillator that is not ready")
            self.switched_at = self.events.cycles + LATENCY
        if address in self.off and not self.is_switched():
            # It feeds the system clock.
            value |= self.values[address] & self.off[address]
        self.values[address] = value

    def faults(self):
        """What differs from the state after a reset, in words."""
        found = []
        if self.values[self.on] & self.on_bits != self.on_bits or not self._is_ready():
            found.append("the oscillator of the reset state does not run")
        if not self.is_switched():
            found.append("the system clock is not on the oscillator of the reset state")
        if self.values[self.select] & ~self.status_bits & ~self.off.get(self.select, 0) != self.select_value:
            found.append("clock selection and prescalers are not as after a reset")
        if any(self.values[address] & bits for address, bits in self.off.items()):
            found.append("another oscillator, a PLL or a prescaler is still on")
        return found


class PeripheralResets:
    """The row's `peripheralResets`: what hangs there runs until its bit was set, and is held until it is cleared."""

    def __init__(self, rows, events, on_assert):
        """on_assert(register, bits): what else these bits bring back to its reset state."""
        self.events = events
        self.rows = {row["address"]: row for row in rows}
        self.addresses = set(self.rows)
        self.on_assert = on_assert
        self.last_assert = None
        self.reset()

    def reset(self):
        self.values = {address: 0 for address in self.addresses}
        # Nothing runs after a reset.
        self.stopped = {address: ALL_ONES for address in self.addresses}

    def as_application(self):
        self.stopped = {address: 0 for address in self.addresses}

    def read(self, address):
        return self.values[address]

    def write(self, address, value):
        self.values[address] = value
        if value != 0:
            self.stopped[address] |= value
            self.last_assert = self.events.cycles
            self.on_assert(self.rows[address]["register"], value)

    def pulse_all(self, rows):
        for row in rows:
            self.write(row["address"], row["mask"])
            self.write(row["address"], 0)

    def faults(self):
        found = []
        for address, row in self.rows.items():
            if self.stopped[address] & row["mask"] != row["mask"]:
                found.append(f"what {row['register']} resets still runs")
            if self.values[address] != 0:
                found.append(f"{row['register']} still holds peripherals in reset")
        return found


class ClockGates:
    """Enable bits of peripheral clocks: a clock runs once the bit was read back (ST errata sheets, delay after enabling)."""

    def __init__(self, gates):
        self.addresses = {gate["address"] for gate in gates}
        self.reset()

    def reset(self):
        self.values = {address: 0 for address in self.addresses}
        self.running = dict(self.values)

    def as_application(self):
        self.reset()

    def read(self, address):
        self.running[address] = self.values[address]
        return self.values[address]

    def write(self, address, value):
        self.values[address] = value
        self.running[address] &= value

    def is_running(self, gate, shift=0):
        bits = mask_of(gate["bits"]) << shift
        return self.running[gate["address"]] & bits == bits
