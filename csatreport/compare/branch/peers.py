"""What the pages of all branches share: computed once, whatever branch is looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from csatreport.compare import domains
from csatreport.compare.branch.complaints import complaints
from csatreport.compare.standing import Standing, standing
from csatreport.measure import contrast, estimate, scores, standards
from csatreport.measure.drivers import linear
from csatreport.measure.fielding import Fielding
from csatreport.measure.moments import correlated, moments
from csatreport.measure.subjects import Subject
from csatreport.results import Contrast, Contrasts, Estimates
from csatreport.survey import Survey

Gaps = Mapping[str, tuple[Contrast, ...]]  # level -> each against all others, not yet one family


@dataclass(frozen=True, eq=False)
class Peers:
    """Branches of an edition among each other.

    ``item`` is the question whose levels they are. ``weight`` is the share of each service in what all services together
    explain of overall satisfaction; equal shares where that cannot be told. ``standards`` are checks passed per branch.
    """

    survey: Survey
    item: str
    ranking: Standing
    services: Gaps
    complaints: Mapping[str, Contrasts]
    weight: Mapping[str, float]
    standards: Estimates

    @property
    def scored(self) -> bool:
        """Whether there are answers, not only published scores."""
        return self.ranking.rows[0].estimate.measure != "score"


def peers(survey: Survey) -> Peers:
    """All branches by the first headline figure, their services against those of all others, complaints and standards.

    Services are compared by the share satisfied (published scores by the score, against everybody, without a test).

    Raises
    ------
    UsageError
        Nothing has the role ``standing``, and no domain is published alone.
    """
    overall = survey.book.headline[0]
    ranking = standing(survey, overall.item, overall.measure)
    item = ranking.rows[0].estimate.domain
    if overall.measure == "score":
        return Peers(survey, item, ranking, _published(survey, item), {}, {}, Estimates())
    fielding = Fielding.of(survey)
    services = fielding.services("csat")
    return Peers(
        survey, item, ranking,
        services=_gaps(fielding, item),
        complaints=complaints(survey, item),
        weight=dict(zip([i.item for i in services], _weights(fielding), strict=True)),
        standards=standards.branches(survey),
    )  # fmt: skip


def _gaps(fielding: Fielding, item: str) -> Gaps:
    services = fielding.services("csat")
    levels, codes = fielding.levels(item)
    subjects = [Subject.of(i, fielding.survey.questionnaire) for i in services]
    score = scores.of_items(fielding.responses, services, measure="csat")
    rows = (
        domains.of_levels(fielding, levels, codes, subjects, score, measure="csat", unit="share")
        if services
        else []
    )
    return _by_level(rows)


def _published(survey: Survey, item: str) -> Gaps:
    names = [i.item for i in scores.attributes(survey.questionnaire, "score")]
    everybody = {e.item: e for e in estimate.items(survey, "score", items=names)}
    found = [e for name in everybody for e in estimate.levels(survey, name, "score", item)]
    return _by_level([contrast.untested(everybody[e.item], e) for e in found])


def _by_level(rows: list[Contrast]) -> Gaps:
    found: dict[str, list[Contrast]] = {}
    for c in rows:
        found.setdefault(c.second.level, []).append(c)
    return {level: tuple(each) for level, each in found.items()}


def _weights(fielding: Fielding) -> list[float]:
    """Johnson's relative weights of the services on overall satisfaction, adding up to 1."""
    services, overall = fielding.services("csat"), fielding.first("overall")
    equal = [1 / max(len(services), 1)] * len(services)
    if overall is None or len(services) < 2:
        return equal
    values = scores.of_items(fielding.responses, [*services, overall], measure="mean")
    covariance = moments(values, fielding.design.weights, missing="pairwise").covariance
    if not linear.usable(covariance)[0]:
        return equal
    correlation = correlated(covariance)
    found = linear.relative(correlation[:, :-1, :-1], linear.standardised(correlation))[0]
    return list((found / found.sum()).tolist())
