"""What customers demand: ``[demands]``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Literal, get_args

from pydantic import Field

from csatreport.params.analysis.declared import Table
from csatreport.params.text import Text

if TYPE_CHECKING:
    from csatreport.params.faults import Fault
    from csatreport.params.questionnaire import Questionnaire

Need = Literal["functional", "economic", "safety", "time", "comfort", "courtesy"]
NEEDS: tuple[Need, ...] = get_args(Need)
Channel = Literal["survey", "reviews", "complaints", "interviews", "suggestions"]
CHANNELS: tuple[Channel, ...] = get_args(Channel)

Word = Annotated[str, Field(pattern=r"\S")]
Share = Annotated[float, Field(gt=0, lt=1)]
_FILE = "params/analysis.toml [demands]"


class Words(Table):
    """Words and phrases that name a demand; an English one may end in ``*`` for any ending."""

    en: tuple[Word, ...] = ()
    zh: tuple[Word, ...] = ()


class Demand(Table):
    """One demand.

    ``items`` rate how well it is met; ``wanted`` say how much of it is wanted (importance or expectation; none
    given: the other halves of the pairs that ``items`` belong to).
    """

    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    label: Text
    need: Need
    words: Words = Words()
    items: tuple[str, ...] = ()
    wanted: tuple[str, ...] = ()


class Demands(Table):
    """What customers demand: ``[demands]``.

    Attributes
    ----------
    mass : float
        Share of the customers' voices from which on a demand is one of the mass.
    core : float
        Place on the scale of importance (0-1) from which on a demand is a core demand.
    merge : float
        Overlap of words, or share of a demand's voices that name another one too, from which on it is merged.
    channels, inside : tuple of str
        Where voices come from, and which of these are our own people, who are no customers.
    candidates : int
        Words listed at most that no demand has yet.
    stop : tuple of str
        Words that people looked at and that are no demand.
    """

    demand: tuple[Demand, ...] = ()
    mass: Share = 0.05
    core: Share = 0.80
    merge: Share = 0.50
    channels: tuple[Channel, ...] = CHANNELS
    inside: tuple[Channel, ...] = ("suggestions",)
    candidates: Annotated[int, Field(ge=0, le=50)] = 10
    stop: tuple[Word, ...] = ()

    def faults(self, questionnaire: Questionnaire) -> Iterator[Fault]:
        """Items that do not exist or are no ratings, codes given twice, words that two demands share."""
        yield from _twice([d.code for d in self.demand], "a demand is declared twice", "each code once")
        words = [
            w for d in self.demand for w in dict.fromkeys(w.casefold() for w in (*d.words.en, *d.words.zh))
        ]
        yield from _twice(words, "two demands have the same word", "each word with one demand")
        ratings = {i.item for i in questionnaire.of_kind("rating")}
        for demand in self.demand:
            yield from _unknown(demand, ratings)


def _twice(values: Sequence[str], problem: str, expected: str) -> Iterator[Fault]:
    from csatreport.params.faults import Fault

    for value in sorted({v for v in values if values.count(v) > 1}):
        yield Fault(problem, _FILE, expected=expected, got=value)


def _unknown(demand: Demand, ratings: set[str]) -> Iterator[Fault]:
    from csatreport.params.faults import Fault, closest

    for item in (*demand.items, *demand.wanted):
        if item not in ratings:
            yield Fault(
                "no such rating", f"{_FILE} demand {demand.code!r}", expected="a rating of params/questionnaire.csv",
                got=item, todo=closest(item, ratings),
            )  # fmt: skip
