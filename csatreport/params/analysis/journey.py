"""The journey of a customer: ``[journey]``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from csatreport.params.analysis.declared import Table
from csatreport.params.text import Text

if TYPE_CHECKING:
    from csatreport.params.faults import Fault
    from csatreport.params.questionnaire import Questionnaire

_FILE = "params/analysis.toml [journey]"


class Stage(Table):
    """What belongs to a stage beyond the items that name it in the questionnaire.

    ``does`` is what the customer does, ``support`` what carries it out of sight, ``touchpoints`` where they meet
    us, ``departments`` who works behind (none given: the departments of the stage's items), ``steps`` codes of
    the list ``lifecycle`` and ``causes`` of the list ``cause`` by which records belong to the stage.
    """

    code: str
    does: Text | None = None
    touchpoints: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    support: Text | None = None
    steps: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()


class Journey(Table):
    """The journey of a customer: ``[journey]``.

    ``order`` of the stages (none given: that of the list ``stage``); ``funnel``: steps of the list ``lifecycle``
    from the first contact on, each of which comes after the one before.
    """

    order: tuple[str, ...] = ()
    funnel: tuple[str, ...] = ()
    stage: tuple[Stage, ...] = ()

    def of(self, code: str) -> Stage:
        """What is declared of a stage; nothing but its code where nothing is."""
        return next((s for s in self.stage if s.code == code), Stage(code=code))

    def faults(self, questionnaire: Questionnaire) -> Iterator[Fault]:
        """Codes that no list of the questionnaire has, and stages declared twice."""
        yield from _unknown(questionnaire, "stage", self.order, f"{_FILE} order")
        yield from _unknown(questionnaire, "lifecycle", self.funnel, f"{_FILE} funnel")
        yield from _twice([s.code for s in self.stage])
        for stage in self.stage:
            where = f"{_FILE} stage {stage.code!r}"
            for list_name, codes in (
                ("stage", (stage.code,)), ("touchpoint", stage.touchpoints), ("department", stage.departments),
                ("lifecycle", stage.steps), ("cause", stage.causes),
            ):  # fmt: skip
                yield from _unknown(questionnaire, list_name, codes, where)


def _unknown(
    questionnaire: Questionnaire, list_name: str, codes: Sequence[str], where: str
) -> Iterator[Fault]:
    from csatreport.params.faults import Fault, closest

    known = questionnaire.labels.get(list_name, {})
    for code in codes:
        if code not in known:
            yield Fault(
                f"a code that the list {list_name!r} does not have", where,
                expected=f"a code of the list {list_name!r} in params/labels.csv", got=code, todo=closest(code, known),
            )  # fmt: skip


def _twice(codes: Sequence[str]) -> Iterator[Fault]:
    from csatreport.params.faults import Fault

    for code in sorted({c for c in codes if codes.count(c) > 1}):
        yield Fault("a stage is declared twice", _FILE, expected="each stage once", got=code)
