"""Keys of people turned into pseudonyms, so that records can be joined without anybody's key.

With a secret key a pseudonym is HMAC-SHA256 of the key of the person: the same in every edition, and without
the secret neither to be reversed nor to be tried out. The secret comes from the environment and goes nowhere
else. Without one, people are numbered as they appear: nothing leads back, and nothing links one prepared
edition with the next.
"""

from __future__ import annotations

import hmac
import os
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd

from csatreport.errors import DataError, UsageError

Kind = Literal["customer", "respondent", "staff", "device"]
PREFIXES: Mapping[Kind, str] = {"customer": "c", "respondent": "r", "staff": "s", "device": "d"}
SECRET, SECRET_FILE = "CSATREPORT_KEY", "CSATREPORT_KEY_FILE"  # names of environment variables
_WHOLE = re.compile(r"^([0-9]+)\.0+$")
LEAST_BYTES = 16
LEAST_DISTINCT = 6
_DIGITS = 16  # of the digest, in hexadecimal: a collision among ten million keys is a chance of 1 in 370,000


@dataclass(frozen=True, eq=False)
class Pseudonyms:
    """What turns the keys of people into pseudonyms.

    Make one by :meth:`keyed`, :meth:`numbered` or :meth:`of`. ``secret`` is never shown; ``numbers`` maps each
    known key of a kind to its number where there is no secret.
    """

    secret: bytes = field(default=b"", repr=False)
    numbers: Mapping[Kind, Mapping[str, int]] = field(default_factory=dict, repr=False)

    @classmethod
    def keyed(cls, secret: bytes) -> Pseudonyms:
        """Pseudonyms that agree wherever the same secret is used.

        Raises
        ------
        UsageError
            Where the secret is too short or too simple.
        """
        if len(secret) < LEAST_BYTES or len(set(secret)) < LEAST_DISTINCT:
            raise UsageError(
                "the key for pseudonyms is too weak",
                where=f"environment variable {SECRET} or the file named by {SECRET_FILE}",
                expected=f"at least {LEAST_BYTES} bytes, {LEAST_DISTINCT} of them different",
                got=f"{len(secret)} bytes"
                if len(secret) < LEAST_BYTES
                else "the same few bytes again and again",
                todo="make one with `openssl rand -hex 32` and keep it where the data are not",
            )
        return cls(secret)

    @classmethod
    def numbered(cls, known: Mapping[Kind, pd.Series | Iterable[pd.Series]]) -> Pseudonyms:
        """Pseudonyms without a secret: numbers in the order in which the known keys of a kind first appear."""
        return cls(numbers={kind: _numbers(_series(values)) for kind, values in known.items()})

    @classmethod
    def of(
        cls, environment: Mapping[str, str], known: Mapping[Kind, pd.Series | Iterable[pd.Series]]
    ) -> Pseudonyms:
        """By the secret of the environment where it has one, else numbered."""
        secret = secret_of(environment)
        return cls.numbered(known) if secret is None else cls.keyed(secret)

    @property
    def fingerprint(self) -> str:
        """What tells one secret from another without telling it; "" without one."""
        return _digest(self.secret, b"csatreport")[:8] if self.secret else ""

    def of_kind(self, kind: Kind, keys: pd.Series) -> pd.Series:
        """Pseudonyms for keys; "" and missing stay as they are.

        Raises
        ------
        DataError
            Without a secret, for a key that was not among the known ones.
        """
        codes, distinct = pd.factorize(keys)
        made = np.array([*(self._one(kind, normal(str(key))) for key in distinct), None], dtype=object)
        return pd.Series(made[codes], index=keys.index, name=keys.name, dtype="string")

    def _one(self, kind: Kind, key: str) -> str:
        if key == "":
            return ""
        if self.secret:
            digest = _digest(self.secret, "\0".join((kind, key)).encode())
            return f"{PREFIXES[kind]}-{digest[:_DIGITS]}"
        number = self.numbers.get(kind, {}).get(key)
        if number is None:
            raise DataError(
                f"a {kind} that was not counted before",
                where=f"keys of kind {kind}",
                expected="every key among those that the numbers were given to",
                todo="this is a fault of csatreport: please report it; a secret key avoids it",
            )
        return f"{PREFIXES[kind]}-{number:06d}"


def secret_of(environment: Mapping[str, str] = os.environ) -> bytes | None:
    """The secret that the environment holds or leads to; None where it names none.

    Raises
    ------
    UsageError
        Where both variables are set, or the file cannot be read.
    """
    if SECRET in environment and SECRET_FILE in environment:
        raise UsageError(
            "two keys for pseudonyms",
            where=f"environment variables {SECRET} and {SECRET_FILE}",
            expected="one of the two",
            todo=f"unset {SECRET} and keep the file",
        )
    if SECRET in environment:
        return environment[SECRET].strip().encode()
    if SECRET_FILE not in environment:
        return None
    try:
        return Path(environment[SECRET_FILE]).read_bytes().strip()
    except OSError as error:
        raise UsageError(
            "the key for pseudonyms cannot be read",
            where=f"the file named by {SECRET_FILE}",
            expected="a file that this user may read",
            got=error.strerror or type(error).__name__,
            todo=f"correct {SECRET_FILE} or the rights of the file",
        ) from error


def normal(key: str) -> str:
    """A key as it counts: neither width nor blanks make another person, nor that a file holds 1001 as 1001.0.

    Letter case does: the ids of survey platforms tell people apart by it.
    """
    return _WHOLE.sub(r"\1", unicodedata.normalize("NFKC", key).strip())


def _series(values: pd.Series | Iterable[pd.Series]) -> list[pd.Series]:
    return [values] if isinstance(values, pd.Series) else list(values)


def _numbers(series: list[pd.Series]) -> dict[str, int]:
    numbers: dict[str, int] = {}
    for values in series:
        for key in pd.unique(values.dropna()):
            written = normal(str(key))
            if written and written not in numbers:
                numbers[written] = len(numbers) + 1
    return numbers


def _digest(secret: bytes, text: bytes) -> str:
    return hmac.new(secret, text, sha256).hexdigest()
