"""The peripherals of one chip, put together from its row of src/core/mcu/registers; a register nobody knows is a fault."""

from clock_tree import ClockGates, PeripheralResets, SystemClock
from gated_peripherals import BackupRegister, DmaChannels, MemoryRemap, PlainBits, Ports, SystemCache


class ChipPeripherals:
    def __init__(self, chip, events, core, board):
        self.events = events
        self.core = core
        self.row = row = chip["registers"]
        self.parts = []
        self.clock = self.resets = self.remap = self.backup = self.ports = None
        self.protection = self.radio = self.dma = None
        self.caches = []
        self.gates = self._add(ClockGates(self._gates()))
        if row is not None:
            self._build(row, chip, core, board)

    def _gates(self):
        if self.row is None:
            return []
        gates = [self.row["gpioA"]["clock"]]
        if self.row["syscfgClock"]:
            gates.append(self.row["syscfgClock"])
        if self.row["backup"]:
            gates += [bits for bits in self.row["backup"]["unlock"] if bits["register"].startswith("RCC->")]
        return gates

    def _build(self, row, chip, core, board):
        self.resets = self._add(PeripheralResets(row["peripheralResets"], self.events, self._bring_back))
        self.ports = self._add(Ports(row["gpioA"], self.gates, board.get("portA", 0)))
        if row["clock"]:
            self.clock = self._add(SystemClock(row["clock"], self.events))
        if row["memoryRemap"]:
            self.remap = self._add(MemoryRemap(row["memoryRemap"], row["syscfgClock"], self.gates, core))
        if row["backup"]:
            self.backup = self._add(BackupRegister(row["backup"], self.gates))
        if row.get("dmaChannels"):
            self.dma = self._add(DmaChannels(row["dmaChannels"], chip["hasDma2"]))
        self.caches = [self._add(SystemCache(cache, self.events)) for cache in row.get("caches", [])]
        if row.get("clockProtection"):
            self.protection = self._add(PlainBits(row["clockProtection"], True))
        if row.get("secondCoreBoot"):
            self.radio = self._add(PlainBits(row["secondCoreBoot"], board.get("radioCoreBooted", False)))

    def _add(self, part):
        self.parts.append(part)
        return part

    def _bring_back(self, register, bits):
        """SYSCFG and the ports have the bit of their clock in the reset register of the same bus."""
        syscfg = self.row["syscfgClock"]
        for part, clock in ((self.remap, syscfg), (self.ports, self.row["gpioA"]["clock"])):
            if part is not None and clock is not None and clock["register"].replace("ENR", "RSTR") == register:
                if any(bits & bit for bit in clock["bits"].values()):
                    part.reset()

    def reset(self):
        for part in self.parts:
            part.reset()

    def as_application(self):
        for part in self.parts:
            part.as_application()

    def _owners(self, address):
        owners = [part for part in self.parts if address in part.addresses]
        if not owners:
            self.events.violation(f"touches {address:#010x}, which the chip's row of registers does not have")
        return owners

    def read(self, address):
        value = 0
        for owner in self._owners(address):
            value |= owner.read(address)
        return value

    def write(self, address, value):
        self.check_caches(address)
        for owner in self._owners(address):
            # Peripherals that the HAL has reset already do not interrupt any more.
            if owner is self.resets and "HAL_DeInit" not in self.events.calls:
                self.core.check_masked("peripheral resets")
                self._check_clock(value)
            owner.write(address, value)

    def _check_clock(self, value):
        """PWR is among what is reset, and with it the voltage that a fast clock needs."""
        if value != 0 and self.clock is not None and not self.clock.is_switched():
            self.events.violation("resets peripherals while the system clock is still a fast one")

    def faults(self):
        """What else is not as after a reset, in words."""
        return [fault for cache in self.caches for fault in cache.faults()]

    def still_running(self):
        """Peripherals and bus masters that nobody stopped, in words."""
        parts = [part for part in (self.resets, self.dma) if part is not None]
        return [fault for part in parts for fault in part.faults()]

    def check_caches(self, address):
        """Whoever switches a cache off waits until that is done (ST's HAL does) before doing anything else."""
        for cache in self.caches:
            if cache.is_busy() and address not in cache.addresses:
                self.events.violation(f"goes on while the cache of {cache.name} is still busy")

    def state(self):
        last = self.resets.last_assert if self.resets is not None else None
        return {
            "stillRunning": self.still_running(),
            "clocksProtected": self.protection is not None and self.protection.is_set(),
            "clockFaults": [] if self.clock is None else self.clock.faults(),
            "faults": self.faults(),
            "memoryMode": None if self.remap is None else self.remap.mode(),
            "backup": None if self.backup is None else self.backup.value,
            "drivenHigh": [] if self.ports is None else self.ports.driven_high(),
            "cyclesSinceReset": None if last is None else self.events.cycles - last,
        }
