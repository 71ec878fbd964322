"""Demands: how far what customers perceive falls behind what they want, on one scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from csatreport.errors import ParamsError
from csatreport.measure import breaks, contrast, scores
from csatreport.measure.design import Floats
from csatreport.measure.fielding import Fielding
from csatreport.measure.ratio import available_mean
from csatreport.measure.subjects import Subject
from csatreport.params import Item, Questionnaire, Text
from csatreport.params.analysis.demands import NEEDS, Demand
from csatreport.results import Contrast, Contrasts, Estimate, some
from csatreport.survey import Survey

NEED = "need"  # list of params/labels.csv
_NEEDS = dict(
    zip(
        NEEDS,
        (
            Text(en="Functional", zh="功能需求"),
            Text(en="Economic", zh="经济需求"),
            Text(en="Safety", zh="安全需求"),
            Text(en="Time", zh="时间需求"),
            Text(en="Comfort", zh="舒适需求"),
            Text(en="Courtesy", zh="礼遇需求"),
        ),
        strict=True,
    )
)


@dataclass(frozen=True)
class Met:
    """Perception minus demand, 0-100 each, on those who answered both; ``test`` against no gap (Holm over demands)."""

    demand: Demand
    perception: Estimate
    expectation: Estimate
    gap: Estimate
    test: Contrast


@dataclass(frozen=True)
class Gaps:
    """Demands that questions measure, in the order declared."""

    rows: tuple[Met, ...]

    @property
    def tests(self) -> Contrasts:
        """Demand against perception: one family."""
        return Contrasts(tuple(r.test for r in self.rows))

    @property
    def widest(self) -> Met:
        """The demand that is met least; UsageError where none may be shown."""
        return min(some((r for r in self.rows if r.gap.shown), of=len(self.rows)), key=lambda r: r.gap.value)


def need_label(questionnaire: Questionnaire, need: str) -> Text:
    """Name of a type of need: that of the list ``need`` where the questionnaire has it."""
    return questionnaire.labels.get(NEED, {}).get(need) or _NEEDS.get(need) or Text.same(need)  # type: ignore[call-overload]


def gaps(survey: Survey) -> Gaps:
    """Satisfaction = perception − demand, of every declared demand that the wave measured.

    Ratings are rescaled to 0-100, so that a perception and the importance or expectation paired with it stand on one
    scale; a demand of several pairs is, for each respondent, the mean over the pairs answered. The gap is the
    weighted mean of the differences, its standard error linearised over the whole design.

    Importance is not expectation: where demand is measured by importance, a gap says that a thing matters more than
    it satisfies. Checked against: R ``svymean`` of the differences, see tests/oracle.

    Raises
    ------
    ParamsError
        ``wanted`` and ``items`` of a demand do not go together.
    """
    rows = _measured(Fielding.of(survey))
    tests = contrast.family([r.test for r in rows])
    return Gaps(
        tuple(Met(r.demand, r.perception, r.expectation, r.gap, t) for r, t in zip(rows, tests, strict=True))
    )


def changes(survey: Survey) -> Contrasts:
    """Change of each gap since the previous wave; Holm over the demands, empty without such a wave."""
    declared = {d.code: pairs(survey.questionnaire, d) for d in survey.analysis.demands.demand}
    return breaks.since(
        survey,
        lambda wave: [m.gap for m in _measured(Fielding.of(survey, wave))],
        rests=lambda e: [i.item for pair in declared[e.item] for i in pair],
    )


def pairs(questionnaire: Questionnaire, demand: Demand) -> tuple[tuple[Item, Item], ...]:
    """What rates the demand, with what says how much of it is wanted.

    Raises
    ------
    ParamsError
        As many are wanted as are rated, or none.
    """
    if demand.wanted and len(demand.wanted) != len(demand.items):
        raise ParamsError(
            "a demand whose two sides do not go together",
            where=f"params/analysis.toml [demands] demand {demand.code!r}",
            expected=f"{len(demand.items)} items in `wanted`, one for each of `items`",
            got=str(len(demand.wanted)),
            todo="pair them, or leave `wanted` out: then the pairs of the questionnaire count",
        )
    known = {i.item: i for i in questionnaire.items}
    if demand.wanted:
        return tuple((known[a], known[b]) for a, b in zip(demand.items, demand.wanted, strict=True))
    both = (
        *questionnaire.pairs("satisfaction", "importance"),
        *questionnaire.pairs("perception", "expectation"),
    )
    paired = {first.item: second for first, second in both}
    return tuple((known[i], paired[i]) for i in demand.items if i in paired)


def _measured(fielding: Fielding) -> list[Met]:
    """Every declared demand that the wave measured, tests not yet corrected."""
    declared = [(d, _asked(fielding, d)) for d in fielding.survey.analysis.demands.demand]
    return [met for d, asked in declared if asked and (met := _met(fielding, d, asked)).gap.n]


def _asked(fielding: Fielding, demand: Demand) -> list[tuple[Item, Item]]:
    found = pairs(fielding.survey.questionnaire, demand)
    return [pair for pair in found if all(fielding.asked(i) for i in pair)]


def _met(fielding: Fielding, demand: Demand, asked: Sequence[tuple[Item, Item]]) -> Met:
    """One demand, its test not yet corrected."""
    perceived, wanted = _sides(fielding, asked)
    need = need_label(fielding.survey.questionnaire, demand.need)
    subject = Subject(demand.code, demand.label, demand.need, need)
    perception, expectation, gap = (
        fielding.estimates(score[:, None], [subject], measure=measure, unit="index")[0]
        for score, measure in ((perceived, "perception"), (wanted, "wanted"), (perceived - wanted, "gap"))
    )
    test = contrast.joint(expectation, perception, se=gap.se or 0.0, df=fielding.design.df)
    return Met(demand, perception, expectation, gap, test)


def _sides(fielding: Fielding, asked: Sequence[tuple[Item, Item]]) -> tuple[Floats, Floats]:
    """Perception and demand (n,), 0-100, over the pairs that each respondent answered."""
    perceived, wanted = (
        scores.of_items(fielding.responses, [pair[side] for pair in asked], measure="csat_index")
        for side in (0, 1)
    )
    either = np.isnan(perceived) | np.isnan(wanted)
    sides = [available_mean(np.where(either, np.nan, x)) for x in (perceived, wanted)]
    return sides[0], sides[1]
