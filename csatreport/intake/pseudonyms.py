"""Keys of people become pseudonyms before anything is stored, so that records can be joined without them.

With a secret key a pseudonym is HMAC-SHA256 of the key of the person: the same in every edition and on every
machine that has the secret, and without the secret neither to be reversed nor to be tried out. The secret comes
from the environment and goes nowhere else. Without one, people are numbered within an edition: nothing leads
back, and nothing links one prepared edition with the next.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pandas as pd

from csatreport.errors import UsageError
from csatreport.params.text import normal

KEY, KEY_FILE = "CSATREPORT_KEY", "CSATREPORT_KEY_FILE"
LEAST_BYTES, LEAST_DISTINCT = 16, 6
_DIGITS = 16  # hexadecimal, of the digest: that two of ten million keys coincide is a chance of 1 in 370,000
_WHOLE = re.compile(r"([0-9]+)\.0+")


@dataclass(frozen=True)
class Pseudonyms:
    """What turns keys of a kind, such as ``customer`` or ``staff``, into pseudonyms.

    Kinds are separate: equal keys of two kinds have nothing in common afterwards. Make one by
    :meth:`from_environment`, :meth:`with_secret` or :meth:`numbered`. ``secret`` is never printed and never
    stored; ``known`` holds the keys of a kind that are numbered first where there is no secret.
    """

    secret: bytes = field(default=b"", repr=False)
    known: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)

    @classmethod
    def from_environment(cls) -> Pseudonyms:
        """With the key of this machine: ``CSATREPORT_KEY``, or the file that ``CSATREPORT_KEY_FILE`` names.

        Raises
        ------
        UsageError
            Both are set, the file cannot be read, or the key is weak. A variable that is set and empty is a
            weak key, not none: somebody meant to give one.
        """
        given = [name for name in (KEY, KEY_FILE) if name in os.environ]
        if len(given) == 2:
            raise UsageError(
                "two keys for pseudonyms",
                where=f"environment variables {KEY} and {KEY_FILE}",
                expected="one of the two",
                todo=f"unset {KEY} and keep the file",
            )
        if not given:
            return cls()
        return cls.with_secret(
            os.environ[KEY].strip().encode() if KEY in given else _of_file(os.environ[KEY_FILE])
        )

    @classmethod
    def with_secret(cls, secret: bytes) -> Pseudonyms:
        """Pseudonyms that agree wherever the same secret is used.

        Raises
        ------
        UsageError
            The secret is too short or too simple.
        """
        if len(secret) < LEAST_BYTES or len(set(secret)) < LEAST_DISTINCT:
            raise UsageError(
                "the key for pseudonyms is too weak",
                where=f"environment variable {KEY}, or the file named by {KEY_FILE}",
                expected=f"at least {LEAST_BYTES} bytes that nobody can guess",
                got=f"{len(secret)} bytes"
                if len(secret) < LEAST_BYTES
                else "the same few bytes again and again",
                todo="make one with `openssl rand -hex 32` and keep it where the data are not",
            )
        return cls(secret)

    @classmethod
    def numbered(cls, known: Mapping[str, pd.Series]) -> Pseudonyms:
        """Without a secret: numbers in the order in which the known keys of a kind first appear."""
        return cls().knowing(**known)

    @property
    def keyed(self) -> bool:
        """Whether pseudonyms are the same in every edition."""
        return bool(self.secret)

    @property
    def fingerprint(self) -> str:
        """Tells one secret from another, and nothing else; "" without one."""
        return hmac.digest(self.secret, b"csatreport", "sha256").hex()[:8] if self.keyed else ""

    def knowing(self, **keys: pd.Series) -> Pseudonyms:
        """The same, numbering these keys in their order."""
        if self.keyed:
            return self
        known = {
            kind: tuple(dict.fromkeys(filter(None, map(_written, column.dropna()))))
            for kind, column in keys.items()
        }
        return replace(self, known={**self.known, **known})

    def counting(self) -> Counting:
        """The same, for several columns that follow each other: the numbers of strangers go on."""
        return Counting(self.secret, self.known, {})

    def of(self, keys: pd.Series, kind: str) -> pd.Series:
        """Pseudonyms of a column of keys, such as ``c-3f9a0c…`` or ``c-000001``; blank and missing stay.

        Without a secret, the number of a key that is not among the known ones of its kind (``c-x000001``)
        holds within this column only.
        """
        place, distinct = pd.factorize(keys)
        texts = [_written(key) for key in distinct]
        names = self._secret(texts, kind) if self.keyed else self._numbers(texts, kind)
        found = np.array([*names, None], dtype=object)[place]
        return pd.Series(found, index=keys.index, name=keys.name, dtype=keys.dtype)

    def _secret(self, texts: list[str], kind: str) -> list[str]:
        """HMAC-SHA256 (RFC 2104) of millions of keys: what depends on secret and kind alone is hashed once."""
        inner, outer = self._begun
        inner.update(kind.encode() + b"\0")
        begin_inner, begin_outer, mark = inner.copy, outer.copy, f"{kind[0]}-"
        names = []
        for text in texts:
            one, two = begin_inner(), begin_outer()
            one.update(text.encode())
            two.update(one.digest())
            names.append(mark + two.hexdigest()[:_DIGITS] if text else "")
        return names

    def _numbers(self, texts: list[str], kind: str) -> list[str]:
        known = {text: f"{kind[0]}-{n:06d}" for n, text in enumerate(self.known.get(kind, ()), 1)}
        strangers = self._strangers(kind)
        mark = "x" if known else ""
        names = []
        for text in texts:
            name = known.get(text, "")
            if text and not name:
                name = f"{kind[0]}-{mark}{strangers.setdefault(text, len(strangers) + 1):06d}"
            names.append(name)
        return names

    def _strangers(self, kind: str) -> dict[str, int]:  # noqa: ARG002 - of one column only
        return {}

    @property
    def _begun(self) -> tuple[hashlib._Hash, hashlib._Hash]:
        """Inner and outer hash of RFC 2104 as they stand after the secret."""
        block = hashlib.sha256().block_size
        key = self.secret if len(self.secret) <= block else hashlib.sha256(self.secret).digest()
        padded = key.ljust(block, b"\0")
        inner, outer = (hashlib.sha256(bytes(byte ^ pad for byte in padded)) for pad in (0x36, 0x5C))
        return inner, outer


@dataclass(frozen=True)
class Counting(Pseudonyms):
    """Pseudonyms that number strangers on from column to column."""

    counted: dict[str, dict[str, int]] = field(default_factory=dict, repr=False)

    def _strangers(self, kind: str) -> dict[str, int]:
        return self.counted.setdefault(kind, {})


def _written(key: object) -> str:
    """A key as it counts: neither width nor blanks make another person, nor 1001 that a file holds as 1001.0.

    Letter case does: the ids of survey platforms tell people apart by it.
    """
    text = str(key)
    if text.isascii() and text.isalnum():  # as most keys are, of which there may be millions
        return text
    text = normal(text)
    whole = _WHOLE.fullmatch(text)
    return whole[1] if whole else text


def _of_file(name: str) -> bytes:
    try:
        return Path(name).read_bytes().strip()
    except OSError as error:
        raise UsageError(
            "the key for pseudonyms cannot be read",
            where=f"the file named by {KEY_FILE}",
            expected="a file that this user may read",
            got=error.strerror or type(error).__name__,
            todo=f"correct {KEY_FILE}, or the permissions of the file",
        ) from error
