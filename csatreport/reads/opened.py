"""What Python itself opens, and what it does that nobody can follow: told by the interpreter's own audit events."""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import os
import stat
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

_PACKAGE = Path(__file__).resolve().parents[1]
_PYTHON = tuple({str(Path(folder).resolve()) + os.sep for folder in (sys.prefix, sys.base_prefix)})
_STANDARD = tuple({str(Path(sysconfig.get_path(name)).resolve()) for name in ("stdlib", "platstdlib")})
_INSTALLED = tuple({str(Path(sysconfig.get_path(name)).resolve()) for name in ("purelib", "platlib")})
_SYSTEM = ("/proc/", "/dev/", "/sys/", "/etc/", "/usr/share/", "/usr/lib/")
_ELSEWHERE = {  # what becomes of these depends on things that no file says
    "socket.connect": "opens a connection",
    "socket.getaddrinfo": "opens a connection",
    "socket.bind": "waits for connections",
    "sqlite3.connect": "opens a database",
}
_STARTS = {  # libraries may: what they find out so does not change what they compute
    "subprocess.Popen": "starts another program",
    "os.system": "starts another program",
    "os.exec": "starts another program",
    "os.posix_spawn": "starts another program",
    "os.fork": "divides its process",
    "ctypes.dlopen": "loads a library of the system",
}


class Opened:
    """Files and folders that were read, with the hash of what was in them then, and what could not be followed.

    Software and the system's own files are left out: the environment of a build stands for them.
    """

    def __init__(self, listens: Callable[[], bool], quiet: Callable[[], Any]) -> None:
        self.files: dict[Path, str] = {}
        self.folders: dict[Path, str] = {}
        self.unseen: dict[str, None] = {}
        self.written: set[Path] = set()
        self._listens, self._quiet = listens, quiet
        sys.addaudithook(self._heard)

    def _heard(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in _HEARD and self._listens():
            with self._quiet():
                self._note(event, arguments)

    def _note(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in _ELSEWHERE:
            self.unseen[_ELSEWHERE[event]] = None
        elif event in _STARTS:
            if not _by_library(sys._getframe(2)):
                self.unseen[_STARTS[event]] = None
        elif arguments and isinstance(arguments[0], str | bytes | os.PathLike):
            imports = sys._getframe(2).f_code.co_filename.startswith("<frozen importlib")
            path = Path(os.path.realpath(os.fsdecode(arguments[0])))
            if not (software(path) or (imports and event != "open")):
                self._path(event, _source(path), arguments)
        elif event != "open":  # a listing of the working folder
            self._path(event, Path.cwd(), arguments)

    def _path(self, event: str, path: Path, arguments: tuple[Any, ...]) -> None:
        if event != "open":
            self.folders.setdefault(path, listed(path))
        elif _writes(arguments):
            self.written.add(path)
        elif path not in self.written:
            self.files.setdefault(path, content(path))


_HEARD = {"open", "os.listdir", "os.scandir", *_ELSEWHERE, *_STARTS}


def content(path: Path) -> str:
    """Hash of a file; empty where there is none."""
    with contextlib.suppress(OSError):
        if stat.S_ISREG(path.stat().st_mode):
            with path.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
    return ""


def listed(path: Path) -> str:
    """Hash of the names in a folder; empty where there is none."""
    try:
        names = sorted(each.name for each in path.iterdir())
    except OSError:
        return ""
    return hashlib.sha256("\0".join(names).encode(errors="surrogateescape")).hexdigest()


def software(path: Path) -> bool:
    """Whether a file belongs to installed software or to the system."""
    text = str(path)
    if text.startswith(str(_PACKAGE) + os.sep):
        return path.suffix in {".py", ".pyc"} or path.is_dir()
    return text.startswith((*_PYTHON, *_INSTALLED, *_SYSTEM))


def _source(path: Path) -> Path:
    """The file that compiled code was made from; any other file itself."""
    with contextlib.suppress(ValueError):
        return Path(importlib.util.source_from_cache(str(path)))
    return path


def _writes(arguments: tuple[Any, ...]) -> bool:
    mode, flags = (*arguments, None, None)[1:3]
    if isinstance(mode, str):
        return any(letter in mode for letter in "wax+")
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR))


def _by_library(frame: FrameType | None) -> bool:
    """Whether the nearest code that is not Python's own is that of an installed library."""
    while frame is not None:
        file = frame.f_code.co_filename
        if file.startswith(_INSTALLED) or file.startswith(str(_PACKAGE) + os.sep):
            if Path(file).parent != Path(__file__).parent:
                return "IPython" not in file
        elif not file.startswith((*_STANDARD, "<frozen")):
            return False
        frame = frame.f_back
    return False
