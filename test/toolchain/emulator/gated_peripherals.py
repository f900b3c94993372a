"""SYSCFG's memory remap, a backup register, port pins and ST's own caches: peripherals whose registers need a clock first."""

from clock_tree import LATENCY, LEFTOVER, mask_of

PORTS, PORT_SIZE = 8, 0x400
MODER, IDR, ODR, BSRR = 0x00, 0x10, 0x14, 0x18
CRL, CRH, F1_IDR = 0x00, 0x04, 0x08


class MemoryRemap:
    """MEM_MODE: what is seen at address 0."""

    def __init__(self, row, clock, gates, core):
        self.row, self.clock, self.gates, self.core = row, clock, gates, core
        self.address = row["address"]
        self.addresses = {self.address}
        self.reset()

    def reset(self):
        self.value = 0

    def as_application(self):
        # Bits beside the field are somebody else's.
        self.value = LEFTOVER & ~mask_of(self.row["field"])

    def _works(self):
        return self.clock is None or self.gates.is_running(self.clock)

    def read(self, _):
        return self.value if self._works() else 0

    def write(self, _, value):
        self.core.check_masked("the memory remap")
        if self._works():
            self.value = value

    def mode(self):
        return self.value & mask_of(self.row["field"])


class BackupRegister:
    """A register that outlives a reset, behind clocks and a write protection that has to be opened in order."""

    def __init__(self, row, gates):
        self.gates = gates
        self.address = row["address"]
        self.mask = 0xFFFF if row.get("bits16") else 0xFFFFFFFF
        self.clocks = [bits for bits in row["unlock"] if bits["register"].startswith("RCC->")]
        self.locks = [bits for bits in row["unlock"] if not bits["register"].startswith("RCC->")]
        self.addresses = {self.address, *(lock["address"] for lock in self.locks)}
        self.value = 0
        self.reset()

    def reset(self):
        """The register itself keeps its value."""
        self.lock_values = {lock["address"]: 0 for lock in self.locks}

    def as_application(self):
        self.reset()

    def _clocked(self):
        return all(self.gates.is_running(clock) for clock in self.clocks)

    def _open(self):
        opened = all(self.lock_values[lock["address"]] & mask_of(lock["bits"]) for lock in self.locks)
        return self._clocked() and opened

    def read(self, address):
        if not self._clocked():
            return 0
        return self.value if address == self.address else self.lock_values[address]

    def write(self, address, value):
        if address == self.address:
            self.value = value & self.mask if self._open() else self.value
        elif self._clocked():
            self.lock_values[address] = value


class SystemCache:
    """ICACHE, DCACHE1, DCACHE2: works for a while when it is switched off, and has to be left alone until then."""

    def __init__(self, row, events):
        self.events = events
        self.control, self.enable = row["enable"]["address"], mask_of(row["enable"]["bits"])
        self.status, self.busy = row["busy"]["address"], mask_of(row["busy"]["bits"])
        self.name = row["enable"]["register"]
        self.addresses = {self.control, self.status}
        self.reset()

    def reset(self):
        self.value, self.busy_until = 0, 0

    def as_application(self):
        self.value = self.enable

    def is_busy(self):
        return self.events.cycles < self.busy_until

    def read(self, address):
        return self.value if address == self.control else (self.busy if self.is_busy() else 0)

    def write(self, address, value):
        if address == self.control:
            if self.value & self.enable and not value & self.enable:
                self.busy_until = self.events.cycles + LATENCY
            self.value = value

    def faults(self):
        if self.value & self.enable:
            return [f"the cache of {self.name} is on"]
        return [f"the cache of {self.name} is still busy"] if self.is_busy() else []


class Ports:
    """GPIO ports A to H: pins are analog until they are made inputs; `levels` is what the board puts on port A."""

    def __init__(self, row, gates, levels):
        self.row, self.gates, self.levels = row, gates, levels
        self.base, self.crl = row["base"], row["crl"]
        self.addresses = set(range(self.base, self.base + PORTS * PORT_SIZE, 4))
        self.reset()

    def reset(self):
        self.values = {}
        for port in range(PORTS):
            start = self.base + port * PORT_SIZE
            self.values.update({start + CRL: 0, start + CRH: 0} if self.crl else {start + MODER: 0xFFFFFFFF})

    def as_application(self):
        self.reset()

    def _clocked(self, address):
        return self.gates.is_running(self.row["clock"], (address - self.base) // PORT_SIZE)

    def read(self, address):
        if not self._clocked(address):
            return 0
        if (address - self.base) % PORT_SIZE == (F1_IDR if self.crl else IDR):
            return self._inputs(address)
        return self.values.get(address, 0)

    def _inputs(self, address):
        start = address - (address - self.base) % PORT_SIZE
        levels = self.levels if start == self.base else 0
        return sum(1 << pin for pin in range(16) if levels >> pin & 1 and self._is_input(start, pin))

    def _is_input(self, start, pin):
        if self.crl:
            return self.values[start + (CRL if pin < 8 else CRH)] >> 4 * (pin % 8) & 0xF == 4
        return self.values[start + MODER] >> 2 * pin & 3 == 0

    def write(self, address, value):
        if not self._clocked(address):
            return
        if (address - self.base) % PORT_SIZE == BSRR and not self.crl:
            output = address - BSRR + ODR
            self.values[output] = (self.values.get(output, 0) | value & 0xFFFF) & ~(value >> 16)
        else:
            self.values[address] = value

    def driven_high(self):
        """Pins that are outputs and high: `F11`."""
        if self.crl:
            return []
        found = []
        for port in range(PORTS):
            start = self.base + port * PORT_SIZE
            outputs, modes = self.values.get(start + ODR, 0), self.values[start + MODER]
            found += [f"{'ABCDEFGH'[port]}{pin}" for pin in range(16) if outputs >> pin & 1 and modes >> 2 * pin & 3 == 1]
        return found


class DmaChannels:
    """Channels of DMA1, and DMA2 where the chip has it, that no reset bit stops: every one runs until its CCR says stop."""

    CHANNEL_SIZE, DMA2_OFFSET, ENABLE = 20, 0x400, 1

    def __init__(self, row, has_dma2):
        first = row["dma1"]["address"]
        self.first = self._controls(first, row["dma1Channels"])
        self.second = self._controls(first + self.DMA2_OFFSET, row["dma2Channels"]) if has_dma2 else []
        self.addresses = {*self.first, *self.second}
        self.reset()

    def _controls(self, first, count):
        return [first + self.CHANNEL_SIZE * number for number in range(count)]

    def reset(self):
        self.values = {address: 0 for address in self.addresses}

    def as_application(self):
        self.values = {address: self.ENABLE for address in self.addresses}

    def read(self, address):
        return self.values[address]

    def write(self, address, value):
        self.values[address] = value

    def faults(self):
        running = any(value & self.ENABLE for value in self.values.values())
        return ["a DMA channel still runs"] if running else []


class PlainBits:
    """Bits that a program sets or clears, and nothing else happens: RCC->CKPROTR, PWR->CR4 of the radio core."""

    def __init__(self, row, at_start):
        self.address, self.bits = row["address"], mask_of(row["bits"])
        self.addresses = {self.address}
        self.at_start = at_start
        self.as_application()

    def reset(self):
        self.as_application()

    def as_application(self):
        self.value = self.bits if self.at_start else 0

    def read(self, _):
        return self.value

    def write(self, _, value):
        self.value = value

    def is_set(self):
        return self.value & self.bits != 0
