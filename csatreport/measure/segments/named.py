"""The segments of an edition: with their names, and with those of the wave before."""

from __future__ import annotations

from dataclasses import dataclass

from csatreport.errors import DataError
from csatreport.measure import breaks
from csatreport.measure.fielding import Fielding
from csatreport.measure.segments import naming
from csatreport.measure.segments.found import Segmentation, found
from csatreport.measure.segments.matching import Matching, matched
from csatreport.measure.subjects import Level
from csatreport.params import Text
from csatreport.results import Count
from csatreport.survey import Survey

DOMAIN = "segment"  # what segments are levels of
_PLACED = Text(en="Responses placed in a segment", zh="可归入客群的答卷")


@dataclass(frozen=True, eq=False)
class Segments:
    """Segments of the edition's wave with their names, and what they continue.

    Attributes
    ----------
    now : Segmentation
    names : (k,) tuple of Text
        Of a segment that is not stable only a letter.
    before : Segmentation, optional
        Of the wave compared with, found by the same procedure; None where there is no such wave, or where it did not ask
        the same.
    earlier : tuple of Text
        Names of those.
    matching : Matching, optional
        Which of them each continues.
    """

    now: Segmentation
    names: tuple[Text, ...]
    before: Segmentation | None = None
    earlier: tuple[Text, ...] = ()
    matching: Matching | None = None

    @property
    def fielding(self) -> Fielding:
        """The wave that the segments are of."""
        return self.now.fielding

    @property
    def levels(self) -> tuple[Level, ...]:
        """Segments as levels, the largest first."""
        return tuple(Level(DOMAIN, naming.letter(n), name) for n, name in enumerate(self.names))

    @property
    def new(self) -> tuple[Text, ...]:
        """Names of segments that continue none of the wave before."""
        return () if self.matching is None else tuple(self.names[n] for n in self.matching.new)

    @property
    def gone(self) -> tuple[Text, ...]:
        """Names of segments of the wave before that none continues."""
        return () if self.matching is None else tuple(self.earlier[n] for n in self.matching.gone)

    @property
    def wave(self) -> Text:
        """The wave that the segments are of."""
        return self.fielding.wave.label

    @property
    def previous(self) -> Text | None:
        """The wave that they are compared with."""
        return self.before.fielding.wave.label if self.before else None

    @property
    def compared(self) -> Segmentation | None:
        """Segments of the wave before, where any of this wave's would surely be found again: else nothing can be compared."""
        return self.before if self.steady else None

    @property
    def steady(self) -> tuple[Text, ...]:
        """Names of those that would surely be found again."""
        return tuple(name for name, stable in zip(self.names, self.now.stable, strict=True) if stable)

    @property
    def least(self) -> float:
        """Similarity from which on a segment is stable."""
        return self.fielding.survey.analysis.segments.stable

    @property
    def placed(self) -> Count:
        """How many responses answered enough to be placed, of all."""
        inside = float((self.now.member >= 0).sum())
        return Count(inside, _PLACED, of=float(len(self.now.member)), data=self.fielding.survey.data)


def named(survey: Survey) -> Segments:
    """Find the segments of the edition's wave and of the wave before, pair them, and name them.

    The analyst's names come first (``[segments] name``), then that of the segment it continues, then one made of the answers
    that set it apart most. A segment that is not stable has no name.

    Raises
    ------
    DataError
        Fewer than two answers vary, or there are fewer respondents than segments.
    """
    now = found(survey)
    before = _before(survey, now)
    if before is None:
        return Segments(now, _names(now, {}))
    matching = matched(now, before)
    earlier = _names(before, {})
    kept = {n: earlier[m] for n, m in enumerate(matching.earlier) if m >= 0 and before.stable[m]}
    return Segments(now, _names(now, kept), before, earlier, matching)


def _names(segmentation: Segmentation, kept: dict[int, Text]) -> tuple[Text, ...]:
    rule, said = naming.by_rule(segmentation), naming.declared(segmentation)
    best = [said.get(n) or kept.get(n) or rule[n] for n in range(segmentation.k)]
    stable = segmentation.stable
    return naming.distinct([name if stable[n] else naming.unnamed(n) for n, name in enumerate(best)])


def _before(survey: Survey, now: Segmentation) -> Segmentation | None:
    """Segments of the wave compared with, where it asked what segments are found from."""
    wave = breaks.before(survey)
    if wave is None:
        return None
    fielding = Fielding.of(survey, wave)
    if not all(map(fielding.asked, now.features.items)):
        return None
    try:
        return found(survey, wave)
    except DataError:  # the answers of that wave bear no segments: there is nothing to compare with
        return None
