"""How Kano's questions are read, and what features cost: ``[kano]``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Literal, get_args

from pydantic import Field

from csatreport.params.analysis.declared import Table
from csatreport.params.faults import Fault, closest
from csatreport.params.text import Text

if TYPE_CHECKING:
    from csatreport.params.questionnaire import Item, Questionnaire

Answer = Literal["like", "expect", "neutral", "tolerate", "dislike"]
ANSWERS: tuple[Answer, ...] = get_args(Answer)
_WHERE = "params/analysis.toml [kano]"


class KanoFeature(Table):
    """One pair of questions: its key in the roles, its name, and what it costs to give it to one customer.

    Without a ``label`` the feature is called like its functional item; without a ``cost`` its gain is not
    divided by money.
    """

    key: str
    label: Text | None = None
    cost: Annotated[float, Field(gt=0)] | None = None


class Kano(Table):
    """How Kano's questions are read: ``[kano]``.

    Attributes
    ----------
    table : {"berger", "pouliot"}
        Evaluation table; Pouliot's calls "expect it" twice and "can live with it" twice questionable too.
    rule : {"evaluation", "plain"}
        How answers become a class: the largest of A, O, M where these outnumber I, R, Q, else the largest of
        I, R, Q; or simply the most frequent one.
    segments : tuple of str
        Items whose groups are shown apart; none: every domain that is not a standing.
    answers : dict
        Code of an answer -> the level of Kano's scale it stands for; needed for codes with names of their own.
    questionable : float
        Share of questionable answers from which on a feature's question is called doubtful.
    per : float
        The money that gains are stated for, in the currency of the book.
    feature : tuple of KanoFeature
        Names and costs.
    """

    table: Literal["berger", "pouliot"] = "berger"
    rule: Literal["evaluation", "plain"] = "evaluation"
    segments: tuple[str, ...] = ()
    answers: dict[str, Answer] = Field({})
    questionable: float = Field(0.05, gt=0, le=1)
    per: float = Field(100, gt=0)
    feature: tuple[KanoFeature, ...] = ()

    @property
    def levels(self) -> dict[str, Answer]:
        """Code of an answer -> its level: the usual names, and whatever ``answers`` declares."""
        return {**{a: a for a in ANSWERS}, **self.answers}

    def faults(self, questionnaire: Questionnaire) -> Iterator[Fault]:
        """Find pairs that cannot be read, features and segments that do not exist, features named twice."""
        pairs = questionnaire.pairs("functional", "dysfunctional")
        for codes in dict.fromkeys(i.codes for pair in pairs for i in pair if i.kind == "category"):
            yield from self._list(codes, questionnaire)
        yield from _kinds(pairs)
        yield from self._features({f.roles["functional"] for f, _ in pairs})
        yield from self._segments(questionnaire)

    def _list(self, codes: str, questionnaire: Questionnaire) -> Iterator[Fault]:
        """Answers of a list that stand for no level, and levels that no answer stands for."""
        known = questionnaire.labels.get(codes, {})
        where = f"{_WHERE} answers, list {codes!r} of params/labels.csv"
        for code in sorted(set(known) - set(self.levels)):
            yield Fault(
                "an answer without its level", where, " ".join(ANSWERS), code, "say what it stands for"
            )
        said = Counter(self.levels[code] for code in known if code in self.levels)
        for level in ANSWERS:
            if said[level] != 1:
                got = f"{said[level]} answers"
                yield Fault(f"not one answer that means {level!r}", where, "one for each level", got)

    def _features(self, keys: set[str]) -> Iterator[Fault]:
        named = Counter(f.key for f in self.feature)
        for key, times in named.items():
            where = f"{_WHERE} feature {key!r}"
            if times > 1:
                yield Fault("a feature is declared twice", where, todo="keep one of them")
            if key not in keys:
                yield Fault(f"no pair functional:{key} / dysfunctional:{key}", where, todo=closest(key, keys))

    def _segments(self, questionnaire: Questionnaire) -> Iterator[Fault]:
        groups = {i.item for i in questionnaire.of_kind("category")}
        for item in self.segments:
            if item not in groups:
                yield Fault(
                    f"{item!r} has no groups", f"{_WHERE} segments", "an item of kind category", item,
                    closest(item, groups),
                )  # fmt: skip


def _kinds(pairs: tuple[tuple[Item, Item], ...]) -> Iterator[Fault]:
    for item in (i for pair in pairs for i in pair if i.kind != "category"):
        where = f"params/questionnaire.csv row {item.row}"
        yield Fault(
            f"{item.item!r} is half of a Kano pair but no category", where, "kind category with a list", item.kind,
            "give it the list of the five answers",
        )  # fmt: skip
