"""What an analysis returns: numbers that know what they are about.

Analysis rooms make these, exhibits show them. Shares are 0-1, nothing is rounded, and every result
carries its base, effective base, interval, and the prepared data it came from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from csatreport.errors import UsageError
from csatreport.params.text import Text

Unit = Literal[
    "share",  # 0-1
    "index",  # 0-100
    "score",  # of a rating's own scale
    "nps",  # -100 to 100
    "count",
    "thousand",  # 0-1,000
    "coefficient",  # correlation, loading, path: no unit of its own
    "ratio",  # so many times
    "money",  # in the currency of the book
    "days",
    "hours",
    "years",
]
Flag = Literal["", "low", "suppressed"]
Direction = Literal["up", "down", "none"]

EVERYBODY = Text(en="All customers", zh="全体客户")
OTHERS = Text(en="All other customers", zh="其他客户")  # than those of one level


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """One number of one item, in one wave, for one level of one domain.

    ``se``, ``low``, ``high``, ``df``, ``n``, ``effective_n`` and ``deff`` are None where they are not
    known (scores published by others). A ``suppressed`` estimate has NaN in place of all its numbers but ``n``.
    """

    value: float
    unit: Unit
    measure: str  # csat, csat_index, mean, nps, score, gap, importance, priority ...
    item: str
    label: Text  # of the item, dimension or indicator
    wave: str
    wave_label: Text
    domain: str = ""  # item code of the domain; "" = everybody
    level: str = ""  # code of the level
    level_label: Text = EVERYBODY
    se: float | None = None
    low: float | None = None
    high: float | None = None
    confidence: float = 0.95
    df: float | None = None
    n: int | None = None
    effective_n: float | None = None
    deff: float | None = None
    weight: str = ""  # name of the weight; "" = unweighted
    data: str = ""  # hash of the prepared data
    flag: Flag = ""
    group: str = ""  # dimension, department or parent of the item
    group_label: Text | None = None
    broken: Text | None = None  # in a series: why it cannot be compared with the wave before

    @property
    def shown(self) -> bool:
        """Whether the number may be printed."""
        return self.flag != "suppressed"


@dataclass(frozen=True, kw_only=True)
class Contrast:
    """Difference ``second - first`` of two estimates of one measure.

    A *change* compares waves, a *gap* compares domains or items, an *effect* compares a change with that of a
    comparison group: only its design bears words of cause. ``p_adjusted`` is Holm's inside the
    family of ``family`` comparisons; ``direction`` is "none" unless ``p_adjusted < 1 - confidence``;
    ``visible`` is the smallest difference that would have been called one.
    """

    first: Estimate
    second: Estimate
    value: float
    unit: Unit
    kind: Literal["change", "gap", "effect"]
    se: float | None = None
    low: float | None = None
    high: float | None = None
    confidence: float = 0.95
    df: float | None = None
    p: float | None = None
    p_adjusted: float | None = None
    family: int = 1
    visible: float | None = None
    broken: Text | None = None  # why the two waves cannot be compared; then there is no test

    @property
    def shown(self) -> bool:
        """Whether the number may be printed."""
        return self.first.shown and self.second.shown

    @property
    def tested(self) -> bool:
        """Whether a test was possible; published scores have no standard error."""
        return self.p_adjusted is not None

    @property
    def direction(self) -> Direction:
        """Up or down only when the test supports it."""
        if self.p_adjusted is None or not self.p_adjusted < 1 - self.confidence:
            return "none"
        return "up" if self.value > 0 else "down"

    @property
    def label(self) -> Text:
        """Label of the item compared."""
        return self.second.label


@dataclass(frozen=True)
class Count:
    """A plain number of things (responses, rows put aside) with what it counts.

    With ``of`` it is a share of a whole: 1,702 of 2,000. ``unit`` "share" prints the share.
    """

    value: float
    label: Text
    of: float | None = None
    unit: Unit = "count"
    data: str = ""


@dataclass(frozen=True)
class Estimates:
    """Several estimates in a meaningful order."""

    rows: tuple[Estimate, ...] = field(default=())

    def __iter__(self) -> Iterator[Estimate]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def where(self, **equal: object) -> Estimates:
        """Those whose attributes equal the values given, e.g. ``where(item="food", level="f")``."""
        return Estimates(tuple(r for r in self.rows if all(getattr(r, k) == v for k, v in equal.items())))

    def one(self, **equal: object) -> Estimate:
        """The only estimate with these attributes; KeyError when there is not exactly one."""
        found = self.where(**equal).rows
        if len(found) != 1:
            raise KeyError(f"expected one estimate with {equal}, found {len(found)}")
        return found[0]

    def ordered(self) -> Estimates:
        """Shown estimates, the highest first; suppressed ones come last."""
        shown = sorted((r for r in self.rows if r.shown), key=lambda r: r.value, reverse=True)
        return Estimates((*shown, *(r for r in self.rows if not r.shown)))

    def highest(self) -> Estimate:
        """The shown estimate with the highest value.

        Raises
        ------
        UsageError
            None may be shown.
        """
        return max(_shown(self.rows), key=lambda r: r.value)

    def lowest(self) -> Estimate:
        """The shown estimate with the lowest value; UsageError where none may be shown."""
        return min(_shown(self.rows), key=lambda r: r.value)


@dataclass(frozen=True)
class Contrasts:
    """One family of comparisons, corrected together."""

    rows: tuple[Contrast, ...] = ()

    def __iter__(self) -> Iterator[Contrast]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def clear(self) -> Contrasts:
        """Those that the test supports, largest first."""
        found = [r for r in self.rows if r.direction != "none"]
        return Contrasts(tuple(sorted(found, key=lambda r: -abs(r.value))))

    @property
    def risen(self) -> Contrasts:
        """The clear ones upwards, largest first."""
        return Contrasts(tuple(r for r in self.clear if r.direction == "up"))

    @property
    def fallen(self) -> Contrasts:
        """The clear ones downwards, largest first."""
        return Contrasts(tuple(r for r in self.clear if r.direction == "down"))

    @property
    def widest(self) -> Contrast:
        """The most telling difference: the largest clear one, or the largest shown where none is clear.

        Raises
        ------
        UsageError
            No contrast may be shown.
        """
        clear = self.clear.rows
        return clear[0] if clear else max(_shown(self.rows), key=lambda r: abs(r.value))

    def where(self, **equal: object) -> Contrasts:
        """Those whose second estimate has these attributes, still corrected in the family they came from."""
        return Contrasts(
            tuple(r for r in self.rows if all(getattr(r.second, k) == v for k, v in equal.items()))
        )

    def one(self, **equal: object) -> Contrast:
        """The only contrast whose second estimate has these attributes; KeyError otherwise."""
        found = [r for r in self.rows if all(getattr(r.second, k) == v for k, v in equal.items())]
        if len(found) != 1:
            raise KeyError(f"expected one contrast with {equal}, found {len(found)}")
        return found[0]


_Row = TypeVar("_Row", Estimate, Contrast)
_Any = TypeVar("_Any")


def _shown(rows: tuple[_Row, ...]) -> list[_Row]:
    return some((r for r in rows if r.shown), of=len(rows))


def some(rows: Iterable[_Any], *, of: int = 0) -> list[_Any]:
    """Rows that one may be chosen from, those of a list of ``of`` that may be shown.

    Raises
    ------
    UsageError
        There are none.
    """
    found = list(rows)
    if not found:
        raise UsageError(
            "nothing to choose from",
            expected="at least one result that may be shown",
            got=f"{of} results, all with a base too small" if of else "no result at all",
            todo="let the chapter declare what it needs in params/book.toml, or leave the claim out",
        )
    return found
