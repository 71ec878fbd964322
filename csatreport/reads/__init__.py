"""What a chapter read while it ran, written down so that it is run again when any of it changes.

Nothing is recorded until :func:`begin` is called; a process that was forked goes on with its parent's record.
What was declared is recorded field by field, prepared tables by name, whatever else Python opened file by file.
"""

from __future__ import annotations

import contextlib
import functools
import json
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from csatreport.reads.opened import Opened, content, software
from csatreport.reads.places import Places
from csatreport.reads.watch import Watch

__all__ = ["begin", "declared", "prepared", "question", "quietly", "refuse", "root", "write"]

Given = ParamSpec("Given")
Found = TypeVar("Found")


@dataclass
class _Recording:
    """All that is recorded in this process."""

    prepared: str
    before: frozenset[str]  # modules that were there when it began
    watch: Watch
    opened: Opened
    project: Path | None = None


_RECORDINGS: list[_Recording] = []  # none, or the one of this process
_HERE = threading.local()


def begin(prepared: str = "") -> None:
    """Record from now on; a second call changes nothing.

    ``prepared`` names the edition whose data were prepared by whoever runs the chapter.
    """
    if not _RECORDINGS:
        watch, opened = Watch(_listens, quietly), Opened(_listens, quietly)
        _RECORDINGS.append(_Recording(prepared, frozenset(sys.modules), watch, opened))


def prepared(edition: str) -> bool:
    """Whether a chapter is running whose builder has prepared this edition's data."""
    return bool(_RECORDINGS) and _RECORDINGS[0].prepared == edition


@contextlib.contextmanager
def quietly() -> Iterator[None]:
    """Make a block of this thread in which nothing counts as read."""
    depth = getattr(_HERE, "quiet", 0)
    _HERE.quiet = depth + 1
    try:
        yield
    finally:
        _HERE.quiet = depth


def _listens() -> bool:
    return bool(_RECORDINGS) and not getattr(_HERE, "quiet", 0)


def root(name: str, value: Found) -> Found:
    """Watch what is declared under a name; what is returned is to be used in its place."""
    watched: Found = _RECORDINGS[0].watch.add(name, value) if _listens() else value
    return watched


def declared(name: str) -> Callable[[Callable[Given, Found]], Callable[Given, Found]]:
    """Decorate a function of the project (and a name) that loads what is declared: its reads are those of what it returns."""

    def decorated(load: Callable[Given, Found]) -> Callable[Given, Found]:
        @functools.wraps(load)
        def loading(*args: Given.args, **kwargs: Given.kwargs) -> Found:
            if not _listens():
                return load(*args, **kwargs)
            with quietly():
                found = load(*args, **kwargs)
            _of_project(Path(str(args[0])).resolve())
            return root("/".join([name, *map(str, args[1:])]), found)

        return loading

    return decorated


def question(method: Callable[Given, Found]) -> Callable[Given, Found]:
    """Decorate a method of something declared: what counts as read is the answer, not what it was found from."""

    @functools.wraps(method)
    def asking(*args: Given.args, **kwargs: Given.kwargs) -> Found:
        thing, *arguments = args
        if not _listens() or not _RECORDINGS[0].watch.question(thing, method.__name__, *arguments):
            return method(*args, **kwargs)
        with quietly():
            return method(*args, **kwargs)

    return asking


def refuse(why: str) -> None:
    """Tell that this chapter does something that cannot be followed: it is run every time."""
    if _listens():
        _RECORDINGS[0].opened.unseen[why] = None


def _of_project(folder: Path) -> None:
    recording = _RECORDINGS[0]
    recording.project = recording.project or folder
    if recording.project != folder:
        refuse("reads what another project declares")


def write(path: Path) -> None:
    """Write what was read so far as JSON; what stands beside ``path`` is the chapter's own and does not count."""
    with quietly():
        content = _content(_RECORDINGS[0], path.resolve().parent) if _RECORDINGS else {}
        text = json.dumps(content, ensure_ascii=False, sort_keys=True)
        path.write_text(text + "\n", encoding="utf-8")


def _content(recording: _Recording, own: Path) -> dict[str, Any]:
    opened, places = recording.opened, Places(recording.project, own)
    modules = {name: module for name, module in sys.modules.items() if name not in recording.before}
    local = (Path(file) for m in modules.values() if (file := getattr(m, "__file__", None)))
    files = {file: content(file) for file in local if not software(file)} | opened.files
    writes = (f"writes {places.name(path)}" for path in opened.written if places.lasting(path))
    return {
        "prepared": recording.prepared,
        "values": recording.watch.hashes(),
        "files": {places.name(p): h for p, h in files.items() if not places.scratch(p)},
        "folders": {places.name(p): h for p, h in opened.folders.items() if not places.scratch(p)},
        "modules": sorted(name for name in modules if name.startswith("csatreport.")),
        "unseen": sorted({*opened.unseen, *writes}),
    }
