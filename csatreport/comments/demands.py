"""Demands in people's own words: how many name each, and what is to become of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from csatreport.comments import shares, verdicts
from csatreport.comments.candidates import Candidate, candidates
from csatreport.comments.naming import named
from csatreport.comments.tokens import Cutter
from csatreport.comments.verdicts import Decision, Verdict
from csatreport.comments.voices import Flags, Voices
from csatreport.measure.demands import gaps, need_label
from csatreport.measure.subjects import Subject
from csatreport.params import Text
from csatreport.results import Contrasts, Estimate, Estimates
from csatreport.survey import Survey

ANY = Subject("any", Text(en="Any declared demand", zh="任一已列需求"))


@dataclass(frozen=True)
class Demands:
    """Decisions on declared demands and on candidates, each the most named first; shares by channel.

    ``changes`` are those of the shares since the previous wave; ``matched`` is the share of customers' voices that
    name any declared demand, None where there is no voice.
    """

    declared: tuple[Decision, ...] = ()
    candidates: tuple[Decision, ...] = ()
    channels: Estimates = Estimates()  # noqa: RUF009 - frozen
    changes: Contrasts = Contrasts()  # noqa: RUF009 - frozen
    matched: Estimate | None = None

    @property
    def shares(self) -> Estimates:
        """Share of customers' voices that name each declared demand."""
        return Estimates(tuple(d.share for d in self.declared))

    def within(self, verdict: Verdict) -> tuple[Decision, ...]:
        """Declared demands of one verdict, the most named first."""
        return tuple(d for d in self.declared if d.verdict == verdict)

    @property
    def first(self) -> Decision | None:
        """Of those to act on the one that is met least, else the most named; None where there is none to act on."""
        act = self.within("act")
        measured = [d for d in act if d.gap is not None and d.gap.shown]
        return (
            min(measured, key=lambda d: d.gap.value if d.gap else 0.0) if measured else next(iter(act), None)
        )


def demands(survey: Survey) -> Demands:
    """Match every voice of the wave with the declared words, and decide.

    **Mass**: the interval of the share of customers' voices lies above ``[demands] mass``; no when it lies below.
    **Core**: commenters who name it are clearly less satisfied overall, or the interval of what is wanted lies above
    ``core``; no when it lies below. Act on a mass demand at the core; serve a segment with a core demand of few; one of
    few that mostly comes with another one is merged with it; the others are watched. A candidate of the mass that is no part of
    a declared demand is to be declared.

    Checked against: the simulated company's labelled texts (tests/test_recovered_journey_demands.py).
    """
    voices, declared = Voices.of(survey), survey.analysis.demands.demand
    if not declared or not voices.outside.any():
        return Demands()
    flags = named(voices.rows["text"], [d.words for d in declared])
    found = shares.pooled(voices, flags, [shares.subject(survey, d) for d in declared])
    some = np.asarray(flags.any(axis=1))
    matched = shares.pooled(voices, some[:, None], [ANY])[0]
    return Demands(
        tuple(sorted(_declared(voices, flags, found), key=_most)),
        tuple(sorted(_new(voices, flags, some), key=_most)),
        shares.by_channel(voices, flags),
        shares.changes(survey, found),
        matched,
    )


def _most(decision: Decision) -> float:
    return -decision.share.value if decision.share.shown else np.inf


def _declared(voices: Voices, flags: Flags, found: Sequence[Estimate]) -> list[Decision]:
    survey, settings = voices.survey, voices.survey.analysis.demands
    met = {m.demand.code: m for m in gaps(survey).rows}
    naming = shares.naming(voices, flags)
    decisions = []
    for k, (demand, share) in enumerate(zip(settings.demand, found, strict=True)):
        nearest, overlap = _nearest(voices, flags[flags[:, k]], without=k)
        own = met.get(demand.code)
        wanted, gap = (own.expectation, own.gap) if own else (None, None)
        mass = verdicts.above(share, settings.mass)
        core = verdicts.core(wanted, naming.get(demand.code), settings)
        verdict = verdicts.of_demand(mass, core, apart=overlap < settings.merge)
        need = need_label(survey.questionnaire, demand.need)
        decisions.append(
            Decision(
                demand.code, demand.label, need, share, wanted, gap, naming.get(demand.code), nearest, overlap,
                mass, core, verdict,
            )
        )  # fmt: skip
    return decisions


def _nearest(voices: Voices, own: Flags, *, without: int = -1) -> tuple[Text | None, float]:
    """The declared demand that most of these voices (n, k) name too, and which share of them do."""
    shared = own.mean(axis=0) if len(own) else np.zeros(own.shape[1])
    shared[without] = 0.0 if without >= 0 else shared[without]
    near = int(shared.argmax())
    return (voices.survey.analysis.demands.demand[near].label if shared[near] > 0 else None), float(
        shared[near]
    )


def _new(voices: Voices, flags: Flags, some: Flags) -> list[Decision]:
    """Candidates among the voices that name nothing declared."""
    settings, comments = voices.survey.analysis.demands, voices.survey.analysis.comments
    cutter = Cutter(comments.words, frozenset((*comments.stop, *settings.stop)))
    found = candidates(
        voices.rows["text"], some, most=settings.candidates,
        fewest=voices.survey.edition.minimum_base, cutter=cutter,
    )  # fmt: skip
    return [_candidate(voices, flags, c) for c in found]


def _candidate(voices: Voices, flags: Flags, candidate: Candidate) -> Decision:
    settings = voices.survey.analysis.demands
    label = Text.same(candidate.word)
    share = shares.pooled(voices, candidate.voices[:, None], [Subject(candidate.word, label)])[0]
    nearest, overlap = _nearest(voices, flags[candidate.voices])
    mass = verdicts.above(share, settings.mass)
    verdict = verdicts.of_candidate(mass, apart=overlap < settings.merge)
    return Decision(
        candidate.word, label, None, share, nearest=nearest, overlap=overlap, mass=mass, verdict=verdict
    )
