"""Which server a kernel needs, and the private folder in which its socket stands."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import site
import stat
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from csatreport.engine import variables
from csatreport.errors import UsageError

_AT_IMPORT = (  # what libraries, the loader and Python itself read before the first cell: beginnings of names
    "PYTHON", "LC_", "LANG", "TZ", "HOME", "XDG_CONFIG", "XDG_CACHE", "XDG_DATA", "VIRTUAL_ENV", "CONDA_PREFIX",
    "LD_", "MALLOC_", "GLIBC_", "OMP_", "GOMP_", "KMP_", "OPENBLAS", "GOTO_", "MKL_", "BLIS_", "NUMEXPR", "NPY_",
    "NUMPY_", "SCIPY_", "SKLEARN_", "JOBLIB", "ARROW_", "PANDAS_", "MPL", "SEABORN_", "NUMBA_", "DUCKDB", "IPYTHON",
    "JUPYTER_", "PYDEVD_", "SSL_CERT",
)  # fmt: skip
_FORKED = (  # settled variables that a process must have before it may fork, or that its children cannot choose any more
    "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "ARROW_DEFAULT_MEMORY_POOL",
    "JE_ARROW_MALLOC_CONF", "PYDEVD_DISABLE_FILE_VALIDATION",
)  # fmt: skip
_ROOM = 107 - len(
    f"/{'0' * 16}.{1 << 22}"
)  # bytes of the folder: the system takes 107, the longest name is a server on its way


@dataclass(frozen=True)
class Wanted:
    """A server: one for each interpreter, list of modules, environment at import, and state of the software.

    It has no other variables than these, so that two clients who want the same one get the same one.
    """

    python: str
    preload: tuple[str, ...]
    idle: float
    environment: Mapping[str, str]
    software: str

    @property
    def key(self) -> str:
        """A short name for all of it."""
        parts = [self.python, self.preload, self.idle, sorted(self.environment.items()), self.software]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]


def wanted(python: str, preload: Sequence[str], idle: float, environment: Mapping[str, str]) -> Wanted:
    """Say which server a kernel with this environment needs."""
    chosen = {name: value for name, value in environment.items() if name.startswith(_AT_IMPORT)}
    return Wanted(python, tuple(preload), idle, {**chosen, **imposed(environment)}, _software())


def imposed(environment: Mapping[str, str]) -> dict[str, str]:
    """Variables of every forked kernel: one thread, one kind of processor, and the hash seed of its server."""
    settled = variables.settled({})
    seed = environment.get("PYTHONHASHSEED", settled["PYTHONHASHSEED"])
    shared = {name: settled[name] for name in _FORKED}
    return {**shared, **variables.one_processor(), "PYTHONHASHSEED": seed}


def folder() -> Path:
    """Give the folder that only this user can enter, made where it is not there yet.

    Raises
    ------
    UsageError
        Somebody else owns it, or others may enter it.
    """
    base, name = os.environ.get("XDG_RUNTIME_DIR", ""), f"csatreport-{os.getuid()}"
    if not base or not Path(base).is_dir() or len(os.fsencode(f"{base}/{name}")) > _ROOM:
        base = tempfile.gettempdir()
    made = Path(base) / name
    with contextlib.suppress(FileExistsError):
        made.mkdir(mode=0o700)
    found = made.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise UsageError(
            "a folder for sockets that others could enter",
            where=str(made),
            expected=f"a folder of user {os.getuid()} with mode 700",
            got=f"user {found.st_uid}, {stat.filemode(found.st_mode)}",
            todo="remove it, or set XDG_RUNTIME_DIR to a folder of your own",
        )
    return made


@contextlib.contextmanager
def locked(place: Path, *, wait: bool = True) -> Iterator[bool]:
    """Hold the folder: nobody else starts or ends a server meanwhile. False where somebody does and we do not wait."""
    descriptor = os.open(place / "lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield True
    except BlockingIOError:
        yield False
    finally:
        os.close(descriptor)


def _software() -> str:
    """Hash of what changes when csatreport is edited or a package is installed: times, sizes and changes of files.

    Reading csatreport's source would cost more than starting the kernel; nobody can set a file's time of change.
    """
    package = Path(__file__).resolve().parents[2]
    seen = [(path, path.stat()) for path in sorted(package.rglob("*.py"))]
    seen += [(path, path.stat()) for path in map(Path, site.getsitepackages()) if path.is_dir()]
    facts = [f"{path}\0{s.st_size}\0{s.st_mtime_ns}\0{s.st_ctime_ns}\0{s.st_ino}" for path, s in seen]
    return hashlib.sha256("\n".join(facts).encode("utf-8", "surrogateescape")).hexdigest()
