"""Reads what the emulator needs of a linked ELF32 file: the bytes to load and the addresses of symbols."""

import struct

PT_LOAD = 1
SHT_SYMTAB = 2


class Elf:
    def __init__(self, path):
        with open(path, "rb") as file:
            data = file.read()
        program_at, section_at = struct.unpack_from("<II", data, 28)
        program_size, programs, section_size, sections = struct.unpack_from("<HHHH", data, 42)
        # [(address, bytes)]
        self.segments = []
        # Functions have bit 0 set: Thumb.
        self.symbols = {}
        for index in range(programs):
            kind, offset, _, address, size = struct.unpack_from("<IIIII", data, program_at + index * program_size)
            if kind == PT_LOAD and size > 0:
                self.segments.append((address, data[offset : offset + size]))
        headers = [
            struct.unpack_from("<IIIIIIIIII", data, section_at + index * section_size) for index in range(sections)
        ]
        for header in headers:
            if header[1] == SHT_SYMTAB:
                self._read_symbols(data, header, headers[header[6]])

    def _read_symbols(self, data, table, names):
        for at in range(table[4], table[4] + table[5], 16):
            name_at, value = struct.unpack_from("<II", data, at)
            start = names[4] + name_at
            name = data[start : data.index(b"\0", start)].decode()
            if name and not name.startswith("$"):
                self.symbols[name] = value
