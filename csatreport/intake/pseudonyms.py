"""Keys of customers, respondents, staff and devices become pseudonyms before anything is stored.

With a secret key the same person has the same pseudonym in every edition and on every machine that knows the
key. Without one, people are numbered within an edition, in the order in which they first appear.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from csatreport.errors import UsageError
from csatreport.params.text import normal

KEY, KEY_FILE = "CSATREPORT_KEY", "CSATREPORT_KEY_FILE"
_LEAST = 16  # bytes of a key that nobody guesses


@dataclass(frozen=True)
class Pseudonyms:
    """Pseudonyms of keys of one or more kinds, such as ``customer``, ``staff``.

    ``secret`` is never printed and never stored. ``known`` holds the keys of a kind that are numbered
    first where there is no secret; equal ``known`` give equal numbers.
    """

    secret: bytes = field(default=b"", repr=False)
    known: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)

    @classmethod
    def from_environment(cls) -> Pseudonyms:
        """With the key of this machine: ``CSATREPORT_KEY``, or the file that ``CSATREPORT_KEY_FILE`` names.

        Raises
        ------
        UsageError
            The file cannot be read, or the key is too short.
        """
        secret = os.environ.get(KEY, "").encode() or _of_file(os.environ.get(KEY_FILE, ""))
        if 0 < len(secret) < _LEAST:
            raise UsageError(
                "the key for pseudonyms is too short",
                where=KEY if os.environ.get(KEY) else KEY_FILE,
                expected=f"at least {_LEAST} bytes that nobody can guess",
                got=f"{len(secret)} bytes",
                todo="make one with: python3 -c 'import secrets; print(secrets.token_hex(32))'",
            )
        return cls(secret)

    @property
    def keyed(self) -> bool:
        """Whether pseudonyms are the same in every edition."""
        return bool(self.secret)

    @property
    def fingerprint(self) -> str:
        """Tells one key from another, and nothing else; "" without a key."""
        return self._digest(b"csatreport")[:8] if self.keyed else ""

    def knowing(self, **keys: pd.Series) -> Pseudonyms:
        """The same, numbering these keys first, in their order."""
        known = {kind: tuple(dict.fromkeys(map(normal, column.dropna()))) for kind, column in keys.items()}
        return self if self.keyed else replace(self, known={**self.known, **known})

    def of(self, keys: pd.Series, kind: str) -> pd.Series:
        """Pseudonyms of a column of keys, such as ``c-3f9a0c…`` or ``c-000001``; blank stays blank.

        Keys are compared after NFKC and with white space collapsed.
        """
        place, distinct = pd.factorize(keys)
        texts = [normal(str(key)) for key in distinct]
        names = self._keyed(texts, kind) if self.keyed else self._numbered(texts, kind)
        found = pd.Series([*names, None], dtype=object).take(place)
        return found.set_axis(keys.index).where(keys.notna(), None).astype(keys.dtype)

    def _keyed(self, texts: list[str], kind: str) -> list[str]:
        begin = kind.encode() + b"\0"
        return [f"{kind[0]}-{self._digest(begin + t.encode())[:16]}" if t else "" for t in texts]

    def _numbered(self, texts: list[str], kind: str) -> list[str]:
        order = dict.fromkeys([*self.known.get(kind, ()), *filter(None, texts)])
        number = {text: n for n, text in enumerate(order, 1)}
        return [f"{kind[0]}-{number[t]:06d}" if t else "" for t in texts]

    def _digest(self, message: bytes) -> str:
        return hmac.new(self.secret, message, hashlib.sha256).hexdigest()


def _of_file(name: str) -> bytes:
    if not name:
        return b""
    try:
        return Path(name).read_bytes().strip()
    except OSError as error:
        raise UsageError(
            "the key for pseudonyms cannot be read",
            where=KEY_FILE,
            expected="a file that this user may read",
            got=error.strerror or str(error),
            todo=f"correct {KEY_FILE}, or its permissions",
        ) from error
