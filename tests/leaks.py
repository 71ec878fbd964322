"""A search for tokens in every artefact of a folder, whatever it is packed in."""

from __future__ import annotations

import gzip
import html
import io
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath
from typing import NamedTuple
from urllib.parse import unquote

import pyarrow.parquet as pq

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
_APART = re.compile(r"(?<=\d)[\s.\-_·,()]+(?=\d)")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")


class Hit(NamedTuple):
    """A token that was found: in which file, and how it stood there."""

    file: str
    token: str
    how: str


def search(folder: Path, tokens: Iterable[str]) -> list[Hit]:
    """Every token that is left in a file of the folder, or in the name of one."""
    wanted = sorted(set(tokens))
    written = Finder({token: token.casefold() for token in wanted})
    digits = Finder(
        {t: re.sub(r"\D", "", t) for t in wanted if sum(c.isdigit() for c in t) >= 10 and "@" not in t}
    )
    raw = Finder(
        {(token, code): token.encode(code).decode("latin-1") for token in wanted for code in ENCODINGS}
    )
    found: set[Hit] = set()
    for file in sorted(f for f in folder.rglob("*") if f.is_file()):
        name, data = str(file.relative_to(folder)), file.read_bytes()
        found |= {Hit(name, token, "name") for token in written.find(name.casefold())}
        found |= {Hit(name, token, f"bytes in {code}") for token, code in raw.find(data.decode("latin-1"))}
        for how, text in readings(file.name, data):
            found |= {Hit(name, token, how) for token in written.find(text.casefold())}
            found |= {Hit(name, token, f"{how}, digits") for token in digits.find(_APART.sub("", text))}
    return sorted(found)


class Finder:
    """Looks for many strings at once, by their first characters."""

    def __init__(self, strings: dict) -> None:
        self.by_start: dict[str, list[tuple[object, str]]] = {}
        for key, string in strings.items():
            self.by_start.setdefault(string[:3], []).append((key, string))
        self.starts = re.compile("(?=(" + "|".join(map(re.escape, self.by_start)) + "))") if strings else None

    def find(self, text: str) -> set:
        """The keys of the strings that stand in the text."""
        if self.starts is None:
            return set()
        places = ((m.start(), m.group(1)) for m in self.starts.finditer(text))
        return {
            key for at, start in places for key, string in self.by_start[start] if text.startswith(string, at)
        }


def readings(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    """What a file says, to whoever opens it in a way that fits."""
    suffix = PurePath(name).suffix.lower()
    if data[:4] == b"PK\x03\x04":
        yield from _zip(data)
    elif data[:2] == b"\x1f\x8b":
        yield from readings(PurePath(name).stem, gzip.decompress(data))
    elif data[:4] == b"PAR1":
        yield "parquet", _parquet(data)
    elif data[:5] == b"%PDF-":
        yield from _pdf(data)
    elif suffix in _TEXTS or b"\0" not in data[:1000]:
        text = data.decode("utf-8", errors="replace")
        yield "text", text
        yield "text, unescaped", unquote(html.unescape(_ESCAPED.sub(lambda m: chr(int(m[1], 16)), text)))
        if suffix in (".json", ".ipynb"):
            yield from _json(text)


_TEXTS = frozenset(
    {".html", ".js", ".json", ".ipynb", ".txt", ".md", ".csv", ".log", ".toml", ".xml", ".svg", ".css"}
)


def _json(text: str) -> Iterator[tuple[str, str]]:
    try:
        yield "json", "\n".join(_strings(json.loads(text)))
    except ValueError:
        yield "json that is none", ""


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
    else:
        yield str(value)


def _zip(data: bytes) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for member in archive.namelist():
            for how, text in readings(member, archive.read(member)):
                yield f"{member}: {how}", text


def _parquet(data: bytes) -> str:
    table = pq.read_table(io.BytesIO(data))
    said = [str(table.schema), *(str(v) for v in (table.schema.metadata or {}).items())]
    for name, column in zip(table.column_names, table.columns, strict=True):
        said += [name, *(str(value) for value in column.unique().to_pylist())]
    return "\n".join(said)


def _pdf(data: bytes) -> Iterator[tuple[str, str]]:
    import pypdf

    reader = pypdf.PdfReader(io.BytesIO(data))
    text = _pdftotext(data) or "\n".join(page.extract_text() for page in reader.pages)
    yield "pdf", text
    yield "pdf without blanks", re.sub(r"\s+", "", text)
    yield "pdf, facts", "\n".join(str(value) for value in (reader.metadata or {}).values())
    for name, contents in reader.attachments.items():
        for content in contents:
            for how, said in readings(name, content):
                yield f"pdf, attached {name}: {how}", said


def _pdftotext(data: bytes) -> str:
    program = shutil.which("pdftotext")
    if program is None:
        return ""
    done = subprocess.run([program, "-", "-"], input=data, capture_output=True, check=True)
    return done.stdout.decode("utf-8", errors="replace")
