"""Two studies of one market side by side: whether they tell the same story, and why not.

``compare`` reads the printed scores of two declared studies (no respondents needed) and gives everything the chapter shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from csatreport.compare.studies.agreement import Agreement, Overlap, agreement, overlaps
from csatreport.compare.studies.decomposition import Decomposition, decomposition
from csatreport.compare.studies.design import Design, design
from csatreport.compare.studies.pairing import Pair, pair
from csatreport.compare.studies.ranking import Ranking, ranking
from csatreport.compare.studies.yearly import Yearly, yearly
from csatreport.survey import Survey

__all__ = ["Comparison", "Story", "compare", "pair"]

Story = Literal["same", "composed", "broadly", "alike", "different", "opposite", "nothing"]


@dataclass(frozen=True, eq=False)
class Comparison:
    """Two studies compared, part by part."""

    design: Design
    ranking: Ranking
    agreement: Agreement
    overlaps: tuple[Overlap, ...]
    decomposition: Decomposition
    yearly: Yearly

    @property
    def story(self) -> Story:
        """Whether both tell the same story.

        same: the orders agree as far as sampling error lets any two studies agree; composed: they would, were the index made of
        the same factors with the same weights; broadly: they agree, but clearly less than that; alike: they agree, and nobody
        knows the sampling error; different: the agreement is not clear; opposite: they clearly disagree; nothing: a study gives
        every brand one score.
        """
        tau, (printed, shared) = self.agreement.tau, self.agreement.beyond
        if not tau.shown:
            return "nothing"
        low, high = (tau.value if end is None else end for end in (tau.low, tau.high))
        if low <= 0:
            return "opposite" if high < 0 else "different"
        if printed is None:
            return "alike"
        return "same" if not printed else "broadly" if shared or shared is None else "composed"


def compare(survey: Survey, first: str = "", second: str = "") -> Comparison:
    """Compare two declared studies, the first two where none is named.

    Raises
    ------
    UsageError, DataError
        See :func:`~csatreport.compare.studies.pairing.pair`.
    """
    both: Pair = pair(survey, first, second)
    return Comparison(
        design(both), ranking(both), agreement(both), overlaps(both), decomposition(both), yearly(both)
    )
