"""What a worker needs to run an edition's chapters: files by the hash of their content, in two trees.

``code`` is csatreport as it is here, ``project`` what chapters may read: parameters, notebooks and the edition's
prepared tables. Raw data and the key of the pseudonyms are in neither.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from csatreport.engine import environment
from csatreport.errors import DataError
from csatreport.params.load import packaged

Content = Path | bytes
Piece = tuple[str, bytes, bool]  # hash of the whole file, some of it, whether this is the last


@dataclass(frozen=True)
class Tree:
    """Files by their place in a folder; ``root`` is the folder here, if it is one folder."""

    files: Mapping[str, str]
    contents: Mapping[str, Content]

    @property
    def name(self) -> str:
        """Hash of everything in it."""
        listed = "".join(f"{place}\0{digest}\n" for place, digest in sorted(self.files.items()))
        return hashlib.sha256(listed.encode()).hexdigest()


def code() -> Tree:
    """Csatreport's own files, the packaged notebooks, and what the installation says of the package."""
    found: dict[str, Content] = {f"csatreport/{place}": path for place, path in environment.own_files()}
    folder = packaged()
    for path in _visible(folder / "notebooks"):
        found[f"csatreport/packaged/notebooks/{path.relative_to(folder / 'notebooks').as_posix()}"] = path
    if (folder / "requirements.lock").is_file():
        found["csatreport/packaged/requirements.lock"] = folder / "requirements.lock"
    return _tree({**found, **_installed()})


def project(folder: Path, edition: str) -> Tree:
    """Parameters, notebooks and the prepared tables of one edition; nothing else leaves this machine."""
    prepared = folder / "data" / "prepared" / edition
    wanted = (folder / "params", folder / "notebooks", prepared)
    return _tree({p.relative_to(folder).as_posix(): p for home in wanted for p in _visible(home)})


def pieces(digest: str, content: Content, *, size: int) -> Iterator[Piece]:
    """Read a file that is to be sent, piece by piece.

    Raises
    ------
    DataError
        It changed after its hash was taken.
    """
    total = hashlib.sha256()
    with io.BytesIO(content) if isinstance(content, bytes) else content.open("rb") as file:
        piece = file.read(size)
        while True:
            total.update(piece)
            following = file.read(size)
            if not following and total.hexdigest() != digest:
                raise DataError(
                    "a file changed while it was sent to the workers",
                    where=str(content),
                    todo="build again; nothing was published",
                )
            yield digest, piece, not following
            if not following:
                return
            piece = following


def _installed() -> dict[str, Content]:
    """Name, version and requirements of csatreport, which a worker may not have installed."""
    installed = metadata.distribution("csatreport")
    texts = {name: installed.read_text(name) for name in ("METADATA", "entry_points.txt")}
    home = f"csatreport-{installed.version}.dist-info"
    return {f"{home}/{name}": text.encode() for name, text in texts.items() if text}


def _tree(found: Mapping[str, Content]) -> Tree:
    files = {place: _digest(content) for place, content in sorted(found.items())}
    return Tree(files, {files[place]: content for place, content in found.items()})


def _digest(content: Content) -> str:
    return hashlib.sha256(content).hexdigest() if isinstance(content, bytes) else environment.sha256(content)


def _visible(folder: Path) -> Iterator[Path]:
    """Files below a folder that are not hidden, nor what Python or a notebook editor leaves there."""
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.is_file() and "__pycache__" not in parts and not any(p.startswith(".") for p in parts):
            yield path
