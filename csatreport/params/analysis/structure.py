"""How the structure of satisfaction is looked for: ``[structure]``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from csatreport.params.analysis.declared import Table
from csatreport.params.text import Text

if TYPE_CHECKING:
    from csatreport.params.faults import Fault
    from csatreport.params.questionnaire import Questionnaire

_WHERE = "params/analysis.toml, [structure]"


class FactorName(Table):
    """What the factor is called on which ``items`` load most."""

    items: tuple[str, ...] = Field(min_length=1)
    name: Text


class Structure(Table):
    """How the structure of satisfaction is looked for: ``[structure]``.

    ``items`` none: every single service. ``missing`` auto: listwise where at least half of those who rated a
    service rated all of them, else pairwise. ``factors`` none: by parallel analysis. ``large``: loadings from
    here on are marked and name their factor.
    """

    items: tuple[str, ...] = ()
    extraction: Literal["components", "minres"] = "components"
    missing: Literal["auto", "listwise", "pairwise"] = "auto"
    factors: Annotated[int, Field(ge=1)] | None = None
    large: Annotated[float, Field(gt=0, lt=1)] = 0.40
    names: tuple[FactorName, ...] = ()

    def faults(self, questionnaire: Questionnaire) -> Iterator[Fault]:
        """Items that the questionnaire does not have, or that are no ratings; too few of them."""
        from csatreport.params.faults import Fault, closest

        kinds = {i.item: i.kind for i in questionnaire.items}
        ratings = [i for i, kind in kinds.items() if kind == "rating"]
        for where, items in (("items", self.items), *((f"names, {n.name.en}", n.items) for n in self.names)):
            for item in items:
                if kinds.get(item) != "rating":
                    yield Fault(
                        f"{item!r} is no rating of the questionnaire",
                        f"{_WHERE} {where}",
                        todo=closest(item, ratings),
                    )
        if 0 < len(self.items) < 3:
            yield Fault(
                "too few items for a structure", f"{_WHERE} items", "at least three", str(len(self.items))
            )
