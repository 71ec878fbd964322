"""What every table of ``params/analysis.toml`` has in common."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from csatreport.params.faults import Fault
    from csatreport.params.questionnaire import Questionnaire

DECLARED = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Table(BaseModel):
    """A table that can be held against the questionnaire."""

    model_config = DECLARED

    def faults(self, questionnaire: Questionnaire) -> Iterator[Fault]:  # noqa: ARG002 - for those that name items
        """Find what the questionnaire does not bear out; nothing, unless a table says otherwise."""
        return iter(())
