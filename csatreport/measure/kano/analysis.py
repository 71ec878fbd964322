"""The Kano analysis of a wave: features for everybody and by group, doubtful questions, the order of money."""

from __future__ import annotations

from dataclasses import dataclass

from csatreport.measure.fielding import Fielding
from csatreport.measure.kano import resources
from csatreport.measure.kano.answers import answers
from csatreport.measure.kano.features import Feature, Scored, features
from csatreport.measure.kano.resources import Step
from csatreport.measure.subjects import Level
from csatreport.params import Text, Wave
from csatreport.results import Estimates
from csatreport.survey import Survey


@dataclass(frozen=True)
class Group:
    """One level of a domain and its features."""

    level: Level
    features: tuple[Feature, ...]


@dataclass(frozen=True)
class Domain:
    """A domain and its groups."""

    item: str
    label: Text
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Kano:
    """Features in questionnaire order, the same by domain, and the order of money.

    ``table``, ``rule``, ``per`` and ``currency`` say how it was made; ``limit`` is the share of questionable answers
    from which on a question is doubtful.
    """

    wave: Wave
    features: tuple[Feature, ...]
    domains: tuple[Domain, ...]
    order: tuple[Step, ...]
    table: str
    rule: str
    per: float
    currency: Text
    limit: float

    @property
    def better(self) -> Estimates:
        """Better of every feature."""
        return Estimates(tuple(f.better for f in self.features))

    @property
    def worse(self) -> Estimates:
        """Worse of every feature."""
        return Estimates(tuple(f.worse for f in self.features))

    @property
    def doubtful(self) -> tuple[Feature, ...]:
        """Features whose share of questionable answers is clearly above the limit: ask them otherwise."""
        return tuple(
            f for f in self.features if f.questionable.low is not None and f.questionable.low > self.limit
        )

    @property
    def mixed(self) -> tuple[Feature, ...]:
        """Features whose two most frequent categories cannot be told apart."""
        return tuple(f for f in self.features if f.mixed)

    def within(self, category: str) -> tuple[Feature, ...]:
        """Features of one class."""
        return tuple(f for f in self.features if f.category == category)


def analysis(survey: Survey, wave: Wave | None = None, *, groups: bool = True) -> Kano:
    """Kano's model of ``wave`` (the edition's own): see :func:`.features.features` and :func:`.resources.order`.

    Answers missing on one side of a pair leave the feature, not the respondent. ``groups`` False leaves the domains
    out.

    Raises
    ------
    ParamsError
        The wave asked no pair.
    """
    fielding = Fielding.of(survey, wave)
    given = answers(fielding)
    scored = Scored.of(fielding, given)
    everybody = features(fielding, given, scored)[0]
    domains = []
    for item in segments(fielding) if groups else ():
        levels, codes = fielding.levels(item)
        rows = features(fielding, given, scored, levels, codes) if levels else ()
        label = survey.questionnaire[item].label
        domains.append(Domain(item, label, tuple(Group(*row) for row in zip(levels, rows, strict=True))))
    settings = survey.analysis.kano
    return Kano(
        fielding.wave, everybody, tuple(domains), resources.order(everybody, per=settings.per), settings.table,
        settings.rule, settings.per, survey.book.currency, settings.questionable,
    )  # fmt: skip


def segments(fielding: Fielding) -> tuple[str, ...]:
    """Domains whose groups are shown apart: those declared, else all that are no standing; only those asked."""
    questionnaire, declared = fielding.survey.questionnaire, fielding.survey.analysis.kano.segments
    return tuple(n for n in declared if fielding.asked(questionnaire[n])) if declared else fielding.domains()
