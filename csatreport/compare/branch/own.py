"""One branch: its place, what sets it apart, what to do, how it moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from csatreport.compare.branch.peers import Peers
from csatreport.compare.branch.todo import Todo, todo
from csatreport.compare.standing import Place
from csatreport.errors import UsageError
from csatreport.measure import breaks, contrast, estimate, scores
from csatreport.measure.fielding import Fielding
from csatreport.measure.subjects import Subject
from csatreport.params import Measure, Text, Wave
from csatreport.results import Contrasts, Count, Estimate, Estimates


@dataclass(frozen=True)
class Branch:
    """All that the page of one level says; what cannot be shown or compared is empty.

    ``services`` are gaps to all others, corrected together; ``changes`` the headline figures and services since the wave
    before; ``series`` its first headline figure over the waves, and that of all customers.
    """

    label: Text
    place: Place
    ranked: int
    headline: Estimates
    services: Contrasts
    complaints: Contrasts
    standards: Estimate | None
    changes: Contrasts
    series: tuple[Estimates, ...]
    todo: tuple[Todo, ...]

    @property
    def shown(self) -> bool:
        """Whether enough people answered."""
        return self.place.estimate.shown


def branch(peers: Peers, level: str) -> Branch:
    """The branch with the code ``level``.

    Raises
    ------
    UsageError
        No branch has the code, or nobody answered for it.
    """
    place = _place(peers, level)
    shown = place.estimate.shown
    services = contrast.family([c for c in peers.services.get(level, ()) if c.shown] if shown else [])
    complaints = peers.complaints.get(level, Contrasts())
    kept = next((e for e in peers.standards if e.level == level), None)
    target = _target(peers) if kept is not None else None
    changes = _changes(peers, level) if shown else Contrasts()
    return Branch(
        label=place.estimate.level_label,
        place=place,
        ranked=sum(p.rank is not None for p in peers.ranking.rows),
        headline=_headline(peers, level) if shown else Estimates(),
        services=services,
        complaints=complaints,
        standards=kept,
        changes=changes,
        series=_series(peers, place.estimate) if shown else (),
        todo=todo(
            services, peers.weight, complaints=complaints, standards=kept, target=target, changes=changes
        )
        if shown
        else (),
    )


def _place(peers: Peers, level: str) -> Place:
    known = {p.estimate.level: p for p in peers.ranking.rows}
    if level in known:
        return known[level]
    raise UsageError(
        f"nothing to say of {level!r}",
        where=f"levels of {peers.item}",
        expected="a level with answers in the wave: " + ", ".join(known),
        got=level,
        todo="choose another level, or let the book make a page for every level: each = ... in params/book.toml",
    )


def _target(peers: Peers) -> Count:
    """What all standards together should reach: the mean of their targets."""
    declared = peers.survey.analysis.standards
    codes = list(peers.survey.questionnaire.labels.get("standard", {}))
    aim = sum(map(declared.aim, codes)) / max(len(codes), 1)
    return Count(aim, Text(en="Target", zh="目标"), of=1.0, unit="share", data=peers.survey.data)


def _headline(peers: Peers, level: str) -> Estimates:
    """The figures of the cover, of this level."""
    survey = peers.survey
    found = [estimate.levels(survey, h.item, h.measure, peers.item) for h in survey.book.headline]
    return Estimates(tuple(e for each in found for e in each if e.level == level and e.shown))


def _changes(peers: Peers, level: str) -> Contrasts:
    """Headline figures and services of a level since the wave compared with."""
    if not peers.scored:
        return Contrasts()
    declared: dict[Measure, list[str]] = {}
    for h in peers.survey.book.headline:
        declared.setdefault(h.measure, []).append(h.item)

    def made(wave: Wave) -> list[Estimate]:
        fielding = Fielding.of(peers.survey, wave)
        services = [i.item for i in fielding.services("csat")]
        wanted = {**declared, "csat": list(dict.fromkeys([*declared.get("csat", ()), *services]))}
        return [e for m, items in wanted.items() for e in _of_level(fielding, peers.item, level, items, m)]

    return breaks.since(peers.survey, made)


def _of_level(
    fielding: Fielding, domain: str, level: str, items: Sequence[str], measure: Measure
) -> list[Estimate]:
    """Items that the wave asked, of one level; the others are estimated with it, so that none gives it away."""
    sheet = fielding.survey.questionnaire
    asked = [i for i in (scores.find(sheet, name) for name in items) if fielding.asked(i)]
    if not asked or domain not in fielding.responses:
        return []
    levels, codes = fielding.levels(domain)
    found = fielding.estimates(
        scores.of_items(fielding.responses, asked, measure=measure),
        [Subject.of(i, sheet) for i in asked],
        measure=measure, unit=scores.UNITS[measure], levels=levels, codes=codes,
    )  # fmt: skip
    return [e for e in found if e.level == level and e.shown]


def _series(peers: Peers, now: Estimate) -> tuple[Estimates, ...]:
    """The branch and all customers over the waves."""
    measure = peers.survey.book.headline[0].measure
    own = estimate.series(peers.survey, now.item, measure, domain=peers.item, level=now.level)
    return own, estimate.series(peers.survey, now.item, measure)
