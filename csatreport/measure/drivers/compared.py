"""Drivers beside each other: the share satisfied beside the mean, this wave beside the one before."""

from __future__ import annotations

from csatreport.errors import DataError
from csatreport.measure import breaks, contrast
from csatreport.measure.drivers.model import drivers
from csatreport.measure.drivers.results import Drivers, Unfit
from csatreport.measure.fielding import Fielding
from csatreport.params import Text, Wave
from csatreport.results import Contrasts
from csatreport.survey import Survey

_UNFIT = Text(
    en="too few satisfied or dissatisfied customers rated all these services to explain the share satisfied by them",
    zh="在评价了各项服务的客户中，满意者或未表示满意者过少，无法据此解释满意率",
)


def beside(survey: Survey) -> Drivers | Unfit:
    """The same outcome as the share satisfied (or as the mean, where the share is what is declared).

    Where the answers do not bear that model, the result says so: it stands beside another and refuses no book.
    """
    other = "satisfied" if survey.analysis.drivers.kind == "mean" else "mean"
    try:
        return drivers(survey, kind=other)  # type: ignore[arg-type]
    except DataError as error:
        return Unfit(_UNFIT, error)


def changes(survey: Survey, now: Drivers) -> Contrasts:
    """Every driver's share now against the wave compared with: independent bootstraps, Holm over all drivers.

    Both waves are analysed alike: same drivers, same treatment of missing answers. Across a break in the series of the
    outcome or of any driver shares are stated, not tested. Empty where the edition names no
    earlier wave, or that wave cannot be analysed so.
    """
    wave = survey.edition.previous
    if wave is None or wave not in survey.waves:
        return Contrasts()
    names = tuple(d.share.item for d in now.rows)
    asked = _asked(survey, wave, names)
    if len(asked) < 2:
        return Contrasts()
    try:
        then = drivers(survey, wave=wave, kind=now.kind, items=asked, missing=now.missing)
    except DataError:  # an earlier wave that bears no model leaves nothing to compare with
        return Contrasts()
    kept = tuple(n for n in names if n in {d.share.item for d in then.rows})
    if kept != names:
        now = drivers(survey, kind=now.kind, items=kept, missing=now.missing)
    earlier = {d.share.item: d.share for d in then.rows}
    pairs = [(earlier[d.share.item], d.share) for d in now.rows]
    every = (now.outcome.item, *kept)  # each share depends on the outcome and on all drivers
    return contrast.family(breaks.changes(survey, pairs, rests=lambda _: every))


def _asked(survey: Survey, wave: Wave, names: tuple[str, ...]) -> tuple[str, ...]:
    if survey.in_wave(wave).responses.empty:
        return ()
    fielding = Fielding.of(survey, wave)
    return tuple(n for n in names if fielding.asked(survey.questionnaire[n]))
