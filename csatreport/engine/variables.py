"""Environment variables that every process of a build has: one clock, one language, one hash seed, one way to add numbers.

Sums of floating-point numbers depend on the order in which they are added, and libraries choose that by the processor
that they meet. Processors of x86-64 are therefore all treated as one that has AVX2 and nothing newer, so that an edition
is the same, byte for byte, wherever it is built.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping
from pathlib import Path

_ALWAYS = {
    "PYTHONHASHSEED": "0",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONWARNINGS": "default",
    "TZ": "UTC",
    "LC_ALL": "C.UTF-8",
    "LANGUAGE": "",
    "MPLBACKEND": "agg",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",  # a process with two threads cannot be forked safely
    "SOURCE_DATE_EPOCH": "0",
    "JUPYTER_NO_CONFIG": "1",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}
_ONE_PROCESSOR = {
    "OPENBLAS_CORETYPE": "Haswell",
    "NPY_DISABLE_CPU_FEATURES": "X86_V4 AVX512_ICL AVX512_SPR",  # NumPy's names of what AVX-512 brought
}
_NEEDED = {"avx2", "fma"}  # what OpenBLAS's kernels for Haswell are made of


def settled(own: Mapping[str, str]) -> dict[str, str]:
    """The environment of a process of a build: this process's own, what is the same everywhere, and ``own``."""
    return {**os.environ, **_ALWAYS, **one_processor(), **own}


def one_processor() -> dict[str, str]:
    """Variables that make numbers equal on all processors of this kind; none where the kind has no such common ground."""
    return dict(_ONE_PROCESSOR) if platform.machine() in {"x86_64", "AMD64"} and _flags() >= _NEEDED else {}


def _flags() -> set[str]:
    """What the processor says it can do; empty where the system has no such file."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return set()
    return set(next((line.split(":")[1].split() for line in lines if line.startswith("flags")), ()))
