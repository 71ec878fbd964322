"""Sources that were read: what is known of each, and the way to have its responses again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from csatreport.intake.collect import Collected

RECORDED = ("minutes", "start", "end", "device", "interviewer")  # what a platform may record by itself


@dataclass(frozen=True)
class Facts:
    """What all sources together must know of each one, so that only one wave need be in memory.

    ``recorded`` are the kinds of which some response has a value, ``answers`` and ``replicates`` the columns.
    """

    file: str
    rows: int
    recorded: tuple[str, ...]
    answers: tuple[str, ...]
    replicates: tuple[str, ...]

    @classmethod
    def of(cls, collected: Collected) -> Facts:
        """Facts of a source."""
        design = collected.design
        return cls(
            str(design["source"].iloc[0]),
            len(design),
            tuple(kind for kind in RECORDED if _there(design[kind])),
            tuple(map(str, collected.answers)),
            tuple(map(str, collected.replicates)),
        )


@dataclass(frozen=True)
class Kept:
    """A source that was read, and how its responses, or only their design, are had (again)."""

    facts: Facts
    responses: Callable[[], Collected]
    design: Callable[[], pd.DataFrame]


@dataclass(frozen=True)
class Whole:
    """All sources of an edition, and what is known of them together."""

    sources: tuple[Kept, ...]

    @property
    def facts(self) -> tuple[Facts, ...]:
        """Facts of each source."""
        return tuple(kept.facts for kept in self.sources)

    @property
    def recorded(self) -> frozenset[str]:
        """Kinds that some platform recorded by itself."""
        return frozenset(kind for facts in self.facts for kind in facts.recorded)

    @property
    def first(self) -> tuple[int, ...]:
        """The number of the first response of each source: they are numbered in the order of the sources."""
        return tuple(sum(f.rows for f in self.facts[:n]) for n in range(len(self.facts)))

    def received(self, places: Sequence[int]) -> dict[str, int]:
        """How many responses came in each file of these places."""
        counts: Counter[str] = Counter()
        for place in places:
            counts[self.facts[place].file] += self.facts[place].rows
        return dict(counts)

    def alike(self, collected: Collected) -> Collected:
        """Responses of some sources with the columns of all of them."""
        return replace(
            collected,
            answers=_with(collected.answers, [c for f in self.facts for c in f.answers]),
            replicates=_with(collected.replicates, [c for f in self.facts for c in f.replicates]),
        )


def _with(frame: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    wanted = list(dict.fromkeys(columns))
    return frame if list(frame) == wanted else frame.reindex(columns=wanted)


def _there(column: pd.Series) -> bool:
    known = column != "" if pd.api.types.is_string_dtype(column) else column.notna()
    return bool(known.any())
