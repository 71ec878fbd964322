"""Executed pages kept from run to run, each with all that it was made from; none is trusted that was touched.

``pages/<page>/<edition>/<number>-<sha256>-<notebook>.json`` says what a run of a page was made from,
``notebooks/<sha256>`` is an executed notebook. Both are named by their content and come by rename, so that two builds may
share a folder, and whatever is truncated or edited is as good as none. Numbers count builds, so that what was used longest
ago is forgotten first: no clock is asked.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from csatreport.engine.environment import sha256
from csatreport.engine.keys import MadeFrom
from csatreport.engine.run import Cost
from csatreport.storage import replaced

_LIMIT = 2 << 30  # bytes of executed notebooks
_SEVERAL = 6  # runs of a page that are kept at most: branches of work that people go back and forth between


@dataclass(frozen=True)
class Record:
    """One run of a page: what it was made from, what it cost, its executed notebook by hash.

    ``prose`` is the text that stood around its code, by hash. ``unseen`` says why it must be run again every time; then
    there is no notebook.
    """

    page: str
    edition: str
    made_from: MadeFrom
    cost: Cost
    prose: str = ""
    notebook: str = ""
    unseen: tuple[str, ...] = ()
    file: Path = field(default=Path(), compare=False)


class Store:
    """A folder of kept pages. ``number`` is that of this build, greater than any before."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.number = 1 + max(map(_number, folder.glob("pages/*/*/*.json")), default=0)

    def records(self, page: str, edition: str) -> tuple[Record, ...]:
        """What is known of runs of a page, the last used first."""
        return tuple(self.found(page, edition))

    def found(self, page: str, edition: str) -> Iterator[Record]:
        """The same one by one: each is read when it is asked for."""
        files = sorted(self._home(page, edition).glob("*.json"), key=_number, reverse=True)
        return filter(None, map(_read, files))

    def cost(self, page: str) -> Cost | None:
        """What the page cost the last time, in any edition."""
        files = self.folder.glob(f"pages/{page}/*/*.json")
        found = (_read(file) for file in sorted(files, key=_number, reverse=True))
        return next((record.cost for record in found if record), None)

    def keep(self, record: Record, executed: Path) -> None:
        """Keep a run of a page; a notebook only where nothing was unseen."""
        if not record.unseen:
            sha = sha256(executed)
            _put(self._notebook(sha), executed.read_bytes())
            record = replace(record, notebook=sha)
        content = {key: value for key, value in asdict(record).items() if key != "file"}
        text = json.dumps(content, ensure_ascii=False, sort_keys=True).encode()
        name = f"{self.number:08d}-{hashlib.sha256(text).hexdigest()}-{record.notebook}.json"
        _put(self._home(record.page, record.edition) / name, text)

    def whole(self, record: Record) -> bool:
        """Whether the executed notebook of a record is there as it was kept."""
        try:
            return bool(record.notebook) and sha256(self._notebook(record.notebook)) == record.notebook
        except OSError:
            return False

    def fetch(self, record: Record, into: Path) -> bool:
        """Put the executed notebook of a record into place, and remember that it was of use; whether it was there."""
        try:
            shutil.copyfile(self._notebook(record.notebook), into)
        except FileNotFoundError:  # another build forgot it meanwhile
            return False
        used = record.file.with_name(f"{self.number:08d}-{record.file.name.partition('-')[2]}")
        with contextlib.suppress(OSError):  # another build forgot it, or used it too
            record.file.rename(used)
        return sha256(into) == record.notebook

    def forget(self, limit: int = _LIMIT) -> None:
        """Forget what was used least: runs of a page beyond a few, and any beyond ``limit`` bytes; nothing of this build."""
        files = sorted(self.folder.glob("pages/*/*/*.json"), key=_number, reverse=True)
        left, room = Counter[Path](), limit
        held: set[str] = set()
        for file in files:  # the last used first
            size = file.stat().st_size + (0 if _sha(file) in held else self._size(_sha(file)))
            if _number(file) == self.number or (left[file.parent] < _SEVERAL and size <= room):
                left[file.parent] += 1
                room -= size
                held.add(_sha(file))
            else:
                file.unlink(missing_ok=True)
        for notebook in self.folder.glob("notebooks/*"):
            if notebook.name not in held:
                notebook.unlink(missing_ok=True)

    def _home(self, page: str, edition: str) -> Path:
        return self.folder / "pages" / page / edition

    def _notebook(self, sha: str) -> Path:
        return self.folder / "notebooks" / sha

    def _size(self, sha: str) -> int:
        try:
            return self._notebook(sha).stat().st_size if sha else 0
        except FileNotFoundError:
            return 0


def _put(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    replaced(file, content)


def _number(file: Path) -> int:
    first = file.name.partition("-")[0]
    return int(first) if first.isdecimal() else 0


def _sha(file: Path) -> str:
    """The executed notebook that a record is of; "" for none."""
    return file.stem.rpartition("-")[2]


def _read(file: Path) -> Record | None:
    """A record; none where it is not the one that its name says."""
    try:
        text = file.read_bytes()
        if hashlib.sha256(text).hexdigest() != file.name.split("-")[1]:
            return None
        found = json.loads(text)
        cost = Cost(**found.pop("cost"))
        unseen = tuple(found.pop("unseen"))
        return Record(**found, cost=cost, unseen=unseen, file=file)
    except (OSError, ValueError, LookupError, TypeError):  # gone, or of another version
        return None
