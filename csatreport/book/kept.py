"""What was made before, kept by the hash of all that it was made from; an entry that was touched is as good as none.

Entries are only ever added, by rename, so that two builds may share a folder. Nothing of a published edition is a link
into it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path

from csatreport.storage import replaced

_LIMIT = 256 * 1024 * 1024  # bytes of a folder of entries
_DIGEST = hashlib.sha256().digest_size


@dataclass(frozen=True)
class Kept:
    """A folder of entries; without a folder nothing is found and nothing is kept.

    ``tools`` is a hash of the software: whatever it makes is made again by another one.
    """

    folder: Path | None = None
    tools: str = ""

    def name(self, *made_from: object) -> str:
        """The name of what these tools make from these JSON values."""
        text = json.dumps([self.tools, *made_from], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

    def get(self, name: str) -> bytes | None:
        """What is kept under a name; None where it is not there, cut off or edited."""
        if self.folder is None:
            return None
        path = self.folder / name
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            return None
        content = data[_DIGEST:]
        if data[:_DIGEST] != _digest(name, content):
            return None
        with contextlib.suppress(FileNotFoundError):  # another build swept it
            os.utime(path)
        return content

    def put(self, name: str, content: bytes) -> None:
        """Keep something under a name."""
        if self.folder is None:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        replaced(self.folder / name, _digest(name, content) + content)

    def sweep(self, limit: int = _LIMIT) -> None:
        """Remove the entries that were used longest ago, so that the rest takes at most ``limit`` bytes."""
        if self.folder is None or not self.folder.is_dir():
            return
        found = []
        for path in self.folder.iterdir():
            with contextlib.suppress(FileNotFoundError):
                stat = path.stat()
                found.append((stat.st_mtime_ns, stat.st_size, path))
        taken = 0
        for _, size, path in sorted(found, reverse=True):
            taken += size
            if taken > limit:
                path.unlink(missing_ok=True)


def _digest(name: str, content: bytes) -> bytes:
    """Of the content and of the name that it stands under: an entry that was moved is another one."""
    return hashlib.sha256(name.encode() + b"\0" + content).digest()
