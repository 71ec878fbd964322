"""Service standards, their targets, and what customers say of the same: ``[standards]``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from csatreport.params.analysis.declared import Table

if TYPE_CHECKING:
    from csatreport.params.faults import Fault
    from csatreport.params.questionnaire import Questionnaire

LIST = "standard"
_FILE = "params/analysis.toml [standards]"
Share = Annotated[float, Field(gt=0, le=1)]


class Standard(Table):
    """One standard: the ``items`` that customers rate it by (none: they are not asked), and its own ``target``."""

    code: str
    items: tuple[str, ...] = ()
    target: Share | None = None


class Standards(Table):
    """Service standards: ``[standards]``.

    ``target``: share of checks that should be passed, of every standard without one of its own; ``waves``: how many waves, the
    edition's own included, a branch is judged over, since one wave has few visits of it.
    """

    target: Share = 0.9
    waves: int = Field(default=4, ge=1)
    standard: tuple[Standard, ...] = ()

    def of(self, code: str) -> Standard:
        """What is declared of a standard; nothing but its code where nothing is."""
        return next((s for s in self.standard if s.code == code), Standard(code=code))

    def aim(self, code: str) -> float:
        """Target of a standard."""
        own = self.of(code).target
        return self.target if own is None else own

    def faults(self, questionnaire: Questionnaire) -> Iterator[Fault]:
        """Standards that the list ``standard`` does not have, declared twice, or rated by what is no rating."""
        from csatreport.params.faults import Fault, closest

        codes, known = [s.code for s in self.standard], questionnaire.labels.get(LIST, {})
        ratings = {i.item for i in questionnaire.of_kind("rating")}
        for code in dict.fromkeys(c for c in codes if codes.count(c) > 1):
            yield Fault(f"standard {code!r} is declared twice", _FILE, todo="join the two tables")
        for standard in self.standard:
            where = f"{_FILE} standard {standard.code!r}"
            if standard.code not in known:
                expected = f"a code of the list {LIST!r} in params/labels.csv"
                todo = closest(standard.code, known)
                yield Fault("an unknown standard", where, expected=expected, got=standard.code, todo=todo)
            for item in standard.items:
                if item not in ratings:
                    expected = "an item of kind rating in params/questionnaire.csv"
                    todo = closest(item, ratings)
                    yield Fault("no rating", f"{where} items", expected=expected, got=item, todo=todo)
