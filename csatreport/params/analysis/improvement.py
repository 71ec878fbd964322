"""What was done to improve: ``[[improvement]]``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, Field

from csatreport.params.analysis.declared import Table
from csatreport.params.edition import WaveField
from csatreport.params.text import Text

if TYPE_CHECKING:
    from csatreport.params.faults import Fault
    from csatreport.params.questionnaire import Questionnaire

_FILE = "params/analysis.toml"


class Improvement(Table):
    """From ``since`` on, something was done in ``levels`` of ``domain`` (none: everywhere) that ``items`` should show.

    Attributes
    ----------
    compared : tuple
        Levels that it is compared with; none: all others, but for those that another improvement of the same item
        reached.
    first : Wave, optional
        The first wave that it can show in, where the day alone does not tell (fieldwork over before it began, an
        effect that takes its time).
    cost : float, optional
        What it cost, once, in the currency of the book; or ``project``, a number of the table ``projects``, whose
        spending is taken.
    worth : float, optional
        What one point more of the first of ``items``, on its own scale, is worth to the company in a year, in the
        levels reached: an estimate of the company, printed with what rests on it.
    """

    code: str = Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")
    title: Text
    items: tuple[str, ...] = Field(min_length=1)
    since: date
    domain: str = ""
    levels: tuple[str, ...] = ()
    compared: tuple[str, ...] = ()
    first: WaveField | None = None
    cost: float | None = Field(default=None, ge=0)
    project: str = ""
    worth: float | None = Field(default=None, gt=0)

    def faults(self, questionnaire: Questionnaire) -> Iterator[Fault]:
        """Items that are no ratings, levels that no list has, and what contradicts itself."""
        from csatreport.params.faults import Fault, closest

        where = f"{_FILE}, improvement {self.code!r}"
        ratings = {i.item for i in questionnaire.of_kind("rating")}
        for item in self.items:
            if item not in ratings:
                yield Fault(f"no rating {item!r}", f"{where}, items", todo=closest(item, ratings))
        for item in sorted({i for i in self.items if self.items.count(i) > 1}):
            yield Fault(f"item {item!r} twice", f"{where}, items", todo="name each once")
        if self.cost is not None and self.project:
            yield Fault("two costs", where, "`cost` or `project`", "both", "leave one out")
        if self.first is not None and self.first.end < self.since:
            yield Fault(
                "a first wave that was over before it began",
                f"{where}, first",
                f"a wave from {self.since} on",
                str(self.first),
            )
        yield from self._of_levels(questionnaire, where)

    def _of_levels(self, questionnaire: Questionnaire, where: str) -> Iterator[Fault]:
        from csatreport.params.faults import Fault, closest

        domains = {i.item: i for i in questionnaire.of_kind("category")}
        if not self.domain:
            if self.levels or self.compared:
                todo = "add `domain`, the item whose levels these are"
                yield Fault("levels of no domain", f"{where}, levels", todo=todo)
            return
        if self.domain not in domains:
            todo = closest(self.domain, domains)
            yield Fault(f"no item {self.domain!r} with a list of answers", f"{where}, domain", todo=todo)
            return
        known = questionnaire.labels.get(domains[self.domain].codes, {})
        for name, levels in (("levels", self.levels), ("compared", self.compared)):
            for level in levels:
                if known and level not in known:
                    yield Fault(
                        f"no level {level!r} of {self.domain!r}",
                        f"{where}, {name}",
                        todo=closest(level, known),
                    )
        for level in sorted(set(self.levels) & set(self.compared)):
            yield Fault(
                f"level {level!r} compared with itself", f"{where}, compared", todo="leave it out of one list"
            )


def _of_different_names(declared: tuple[Improvement, ...]) -> tuple[Improvement, ...]:
    codes = [i.code for i in declared]
    twice = sorted({c for c in codes if codes.count(c) > 1})
    if twice:
        raise ValueError(f"a code of its own for each improvement; twice: {', '.join(twice)}")
    return declared


Improvements = Annotated[tuple[Improvement, ...], AfterValidator(_of_different_names)]
