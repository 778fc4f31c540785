"""ZIP archives written byte by byte: also such as no program makes."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """A file as its heads describe it; what is None is told truly."""

    name: bytes
    data: bytes = b"text"
    size: int | None = None
    flags: int = 0
    method: int = 8
    mode: int = 0o100644
    at: int | None = None
    """Where its head is said to be, instead of one of its own."""


def zip_of(*parts: Part, before: bytes = b"") -> bytes:
    out, listed, starts = bytearray(before), [], []
    for part in parts:
        packed = part.data if part.method == 0 else _deflated(part.data)
        size = len(part.data) if part.size is None else part.size
        about = struct.pack("<HHHHLLLHH", part.flags, part.method, 0, 0, zlib.crc32(part.data), len(packed), size,
                            len(part.name), 0)  # fmt: skip
        start = len(out) if part.at is None else starts[part.at]
        starts.append(start)
        if part.at is None:
            out += b"PK\x03\x04" + struct.pack("<H", 20) + about + part.name + packed
        listed.append(
            b"PK\x01\x02" + struct.pack("<HH", 0x0314, 20) + about
            + struct.pack("<HHHLL", 0, 0, 0, part.mode << 16, start) + part.name
        )  # fmt: skip
    directory = b"".join(listed)
    end = struct.pack("<HHHHLLH", 0, 0, len(parts), len(parts), len(directory), len(out), 0)
    return bytes(out) + directory + b"PK\x05\x06" + end


def _deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()
