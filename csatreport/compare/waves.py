"""Changes between waves: independent samples, variances add."""

from __future__ import annotations

from collections.abc import Sequence

from csatreport.errors import UsageError
from csatreport.measure import breaks, contrast, estimate, scores
from csatreport.measure.breaks import To
from csatreport.params import Measure, Wave
from csatreport.results import Contrast, Contrasts
from csatreport.survey import Survey


def changes(
    survey: Survey, measure: Measure, *, to: To = "previous", items: Sequence[str] | None = None
) -> Contrasts:
    """Every item now against the wave compared with; Holm over all of them.

    Items that one of the two waves did not ask are left out; without that wave there is nothing to compare
    and the result is empty. Published scores are differences without a test; so are changes across a break.
    """
    before = _compared(survey, measure, to)
    if before is None:
        return Contrasts()
    earlier, now = (
        {e.item: e for e in estimate.items(survey, measure, items=items, wave=wave) if e.n != 0}
        for wave in (before, survey.wave)
    )
    pairs = [(earlier[item], e) for item, e in now.items() if item in earlier]
    return contrast.family(breaks.changes(survey, pairs))


def attributes(survey: Survey, measure: Measure, *, to: To = "previous") -> Contrasts:
    """Every single service now against the wave compared with; Holm over all of them."""
    names = [i.item for i in scores.attributes(survey.questionnaire, measure)]
    return changes(survey, measure, to=to, items=names)


def change(survey: Survey, item: str, measure: Measure, *, to: To = "previous") -> Contrast:
    """One item now against the wave compared with: a family of its own.

    Raises
    ------
    UsageError
        The edition has no such wave with data, or one of the waves did not ask the item.
    """
    found = changes(survey, measure, to=to, items=[item])
    if not found.rows:
        raise UsageError(
            f"no change of {item!r} to compute",
            where=f"params/editions/{survey.edition.name}.toml",
            expected=f"{to} = a wave in which the item was asked",
            got=f"{to} = {getattr(survey.edition, to)}; waves with data: {', '.join(map(str, survey.waves))}",
            todo=f"declare {to} and a source for that wave, or leave the claim out",
        )
    return found.rows[0]


def _compared(survey: Survey, measure: Measure, to: To) -> Wave | None:
    """The wave compared with, if the edition names one that can have the measure: scores may be published alone."""
    if measure != "score":
        return breaks.before(survey, to)
    wave: Wave | None = getattr(survey.edition, to)
    return wave if wave in survey.waves else None
