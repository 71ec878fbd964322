"""A file as memory: pages that all processes share until one of them writes to its own."""

from __future__ import annotations

import ctypes
import mmap
import os
import weakref
from pathlib import Path

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]
_FAILED = ctypes.c_void_p(-1).value


def pages(file: Path) -> Bytes:
    """The bytes of a file; what is written to them reaches neither the file nor anybody else.

    Not by :class:`mmap.mmap`, which keeps the file open: a process with an open file cannot be divided for several pages.

    Raises
    ------
    OSError
        There is no such file, it is empty, or the system does not give it as memory.
    """
    with file.open("rb") as stream:
        size = os.fstat(stream.fileno()).st_size
        address = _address(size, stream.fileno())
    held = (ctypes.c_char * size).from_address(address)
    weakref.finalize(
        held, _system().munmap, address, size
    ).atexit = False  # arrays may outlive the interpreter
    return np.frombuffer(memoryview(held), np.uint8)


def _address(size: int, descriptor: int) -> int:
    both = mmap.PROT_READ | mmap.PROT_WRITE
    address = _system().mmap(None, size, both, mmap.MAP_PRIVATE, descriptor, 0)
    if address in (None, _FAILED):
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return int(address)


def _system() -> ctypes.CDLL:
    system = ctypes.CDLL(None, use_errno=True)
    system.mmap.restype = ctypes.c_void_p
    number, size, address = ctypes.c_int, ctypes.c_size_t, ctypes.c_void_p
    system.mmap.argtypes = [address, size, number, number, number, ctypes.c_long]
    system.munmap.argtypes = [address, size]
    return system
