"""Shares of voices that name something: of all customers' voices, of each channel, and how satisfied those are who do."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from csatreport.comments.naming import named
from csatreport.comments.reading import asked
from csatreport.comments.voices import NAMES, Flags, Voices
from csatreport.measure import breaks, contrast, scores
from csatreport.measure.demands import need_label
from csatreport.measure.design import Floats
from csatreport.measure.fielding import Fielding
from csatreport.measure.linearisation import apart
from csatreport.measure.subjects import Level, Subject
from csatreport.params import Text
from csatreport.params.analysis.demands import Demand
from csatreport.results import Contrast, Contrasts, Estimate, Estimates
from csatreport.survey import Survey

SILENT = Text(en="Commented on something else", zh="意见中未提及者")
NAMING = Text(en="Named it in the comment", zh="意见中提及者")


def subject(survey: Survey, demand: Demand) -> Subject:
    """A declared demand, under its type of need."""
    return Subject(demand.code, demand.label, demand.need, need_label(survey.questionnaire, demand.need))


def pooled(voices: Voices, flags: Flags, subjects: Sequence[Subject]) -> tuple[Estimate, ...]:
    """Share of customers' voices, each counted once, that ``flags`` (n, k) marks."""
    outside = voices.outside
    indicators = flags[outside].astype(np.float64)
    return voices.pooled(outside).estimates(indicators, subjects, measure="voices", unit="share")


def by_channel(voices: Voices, flags: Flags) -> Estimates:
    """Share of each channel's voices: the survey's weighted and with its design, others each counted once."""
    subjects = [subject(voices.survey, d) for d in voices.survey.analysis.demands.demand]
    rows: list[Estimate] = []
    for channel in voices.channels:
        own = np.array(voices.rows["channel"] == channel)
        if channel == "survey":
            fielding = Fielding.of(voices.survey, voices.wave)
            indicators = of_responses(fielding, voices, flags)
        else:
            fielding, indicators = voices.pooled(own), flags[own].astype(np.float64)
        rows += fielding.estimates(
            indicators, subjects, measure="voices", unit="share",
            levels=(Level("channel", channel, NAMES[channel]),), codes=np.zeros(len(indicators), dtype=np.intp),
        )  # fmt: skip
    return Estimates(tuple(rows))


def of_responses(fielding: Fielding, voices: Voices, flags: Flags) -> Floats:
    """Per response 1 where its comment is marked, 0 where not, NaN where it wrote nothing (n, k)."""
    own = np.array(voices.rows["channel"] == "survey")
    place = {unit: at for at, unit in enumerate(voices.rows.loc[own, "unit"])}
    at = np.array([place.get(str(r), -1) for r in fielding.responses["response"]])
    found = np.full((len(at), flags.shape[1]), np.nan)
    found[at >= 0] = flags[own][at[at >= 0]]
    return found


def changes(survey: Survey, now: Sequence[Estimate]) -> Contrasts:
    """Change of the share of customers' voices since the previous wave; Holm over the demands."""
    before = survey.edition.previous
    if before is None or before not in survey.waves:
        return Contrasts()
    voices = Voices.of(survey, before)
    if not voices.outside.any():
        return Contrasts()
    declared = survey.analysis.demands.demand
    flags = named(voices.rows["text"], [d.words for d in declared])
    earlier = pooled(voices, flags, [subject(survey, d) for d in declared])
    questions = asked(survey)
    pairs = zip(earlier, now, strict=True)
    return contrast.family(breaks.changes(survey, pairs, rests=lambda _: questions))


def naming(voices: Voices, flags: Flags) -> dict[str, Contrast]:
    """Overall satisfaction of commenters who name a demand minus that of the others, by demand.

    Both are domains of the survey's one sample; Holm over the demands. Empty where nobody commented, or overall
    satisfaction was not asked.
    """
    survey = voices.survey
    fielding = Fielding.of(survey, voices.wave)
    overall = fielding.first("overall")
    if overall is None or "survey" not in voices.channels:
        return {}
    score = scores.of_items(fielding.responses, [overall], measure="csat")
    names = of_responses(fielding, voices, flags)
    rows = [
        _gap(fielding, score, names[:, k], subject(survey, d))
        for k, d in enumerate(survey.analysis.demands.demand)
    ]
    return {c.second.item: c for c in contrast.family(rows)}


def _gap(fielding: Fielding, score: Floats, names: Floats, about: Subject) -> Contrast:
    codes = np.where(np.isnan(names), -1, names).astype(np.intp)
    levels = (Level("naming", "silent", SILENT), Level("naming", "named", NAMING))
    first, second = fielding.estimates(
        score, [about], measure="csat", unit="share", levels=levels, codes=codes
    )
    (se,) = apart(score, fielding.design, codes == 0, codes == 1)
    return contrast.joint(first, second, se=float(se), df=fielding.design.df)
