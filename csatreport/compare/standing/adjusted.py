"""Mix adjustment: where levels would stand, had each of them the customers of all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from csatreport.compare.standing import mixmodel
from csatreport.compare.standing.places import Place, Standing, standing
from csatreport.compare.standing.shrunken import ends
from csatreport.measure import contrast, scores
from csatreport.measure.design import Codes
from csatreport.measure.fielding import Fielding, known, suppressed
from csatreport.measure.subjects import Level, Subject
from csatreport.measure.suppress import hidden
from csatreport.params import Measure, Text
from csatreport.results import Contrast, Contrasts, Estimate
from csatreport.survey import Survey

_UNKNOWN = Text(en="Not stated", zh="未说明")


@dataclass(frozen=True)
class Adjusted:
    """A level at the mix of all customers; ``moved`` is adjusted minus plain, ``rank`` that of the adjusted estimate."""

    place: Place
    estimate: Estimate
    moved: Contrast
    rank: int | None

    @property
    def raw(self) -> Estimate:
        """The plain estimate."""
        return self.place.estimate

    @property
    def places(self) -> int | None:
        """Places gained (positive) by the adjustment."""
        if self.rank is None or self.place.rank is None:
            return None
        return self.place.rank - self.rank


@dataclass(frozen=True)
class Mix:
    """Levels in the order of their plain standing, and what each customer type counts.

    Attributes
    ----------
    rows
        Levels.
    coefficients
        Each type minus the average customer, levels and all other types alike; one family.
    types
        Domains that the mix is made of.
    left_out
        Domains in which customers of one level never differ: a region that branches make up.
    """

    rows: tuple[Adjusted, ...]
    coefficients: Contrasts
    types: tuple[Text, ...]
    left_out: tuple[Text, ...]

    @property
    def most(self) -> Adjusted | None:
        """The level that the adjustment moves furthest."""
        shown = [r for r in self.rows if r.estimate.shown]
        return max(shown, key=lambda r: abs(r.moved.value)) if shown else None

    @property
    def moved(self) -> Contrasts:
        """What the mix does to each level, as one family."""
        return Contrasts(tuple(r.moved for r in self.rows))


def mix(survey: Survey, item: str, measure: Measure, *, domain: str = "") -> Mix | None:
    """Adjust levels of a domain for differences between their customers; None where there is nothing to adjust for.

    Least squares with the survey's weights, ``y = a_j + Σ_d b_d(type)``: what goes with a type is learnt from customers
    of the same level. Adjusted estimate: ``y_j − Σ (x_j − x)' b``, the level's mean minus what its mix ``x_j`` gives it over
    the mix ``x`` of all (direct standardisation; the predictive margin of the model). Linear for shares too, so that plain
    minus adjusted is exactly the sum over types. Influences hold the levels' means, the coefficients and the mix of all,
    so that strata, clusters and weights are in every standard error. An association: customers of a type may choose a level.

    Missing answers: whoever did not state a type is a type of his own, so that the base stays that of the plain estimate.
    A domain that does not vary within levels is left out and named; types that are the same thing twice share their
    coefficient. Levels and types with a small base are hidden. Delivered replicate weights: refitted with each.

    Source: Graubard and Korn (1999), *Predictive margins with survey data*. Checked against: R survey ``svypredmeans`` and
    ``svyglm`` (values), the jackknife of the same design (errors); tests/oracle/standing.R.
    """
    if measure == "score":
        return None
    fielding = Fielding.of(survey)
    ranks = standing(survey, item, measure, domain=domain)
    chosen = scores.find(survey.questionnaire, item)
    score = scores.of_items(fielding.responses, [chosen], measure=measure)[:, 0]
    names, level = fielding.levels(ranks.domain)
    codes = np.where(np.isnan(score) | (fielding.design.weights == 0), -1, level)
    there = [t for t in _types(fielding, ranks.domain) if _answered(fielding, t, codes)]
    kept = [t for t in there if mixmodel.varies(codes, fielding.levels(t)[1])]
    if ranks.overall is None or not ranks.overall.shown or not kept:
        return None
    kinds = [_kinds(fielding, t, codes) for t in kept]
    present, place = np.unique(codes, return_inverse=True)  # -1, in no level, comes first where it occurs
    at = place - int((present < 0).any())
    model = mixmodel.fitted(score, fielding.design, at, [k.codes for k in kinds])
    order = {names[c].code: n for n, c in enumerate(present[present >= 0].tolist())}
    subject = Subject.of(chosen, survey.questionnaire)
    return Mix(
        _rows(ranks, model, order, fielding.design.df),
        contrast.family(list(_coefficients(fielding, subject, ranks.overall, model, kinds))),
        tuple(k.label for k in kinds),
        tuple(scores.find(survey.questionnaire, t).label for t in there if t not in kept),
    )


def _types(fielding: Fielding, domain: str) -> tuple[str, ...]:
    """Domains whose groups are customer types: those declared, else all but the peers and the standing."""
    declared = fielding.survey.analysis.standing.types
    asked = [t for t in declared if fielding.asked(scores.find(fielding.survey.questionnaire, t))]
    return tuple(t for t in (asked if declared else fielding.domains()) if t != domain)


def _answered(fielding: Fielding, name: str, codes: Codes) -> bool:
    return bool((fielding.levels(name)[1][codes >= 0] >= 0).any())


@dataclass(frozen=True, eq=False)
class _Kinds:
    """Types of one domain that occur among responses with a level, and their codes (n,)."""

    label: Text
    levels: tuple[Level, ...]
    codes: Codes
    used: npt.NDArray[np.bool_]


def _kinds(fielding: Fielding, name: str, codes: Codes) -> _Kinds:
    """Types of a domain; those who did not say are a type of their own."""
    levels, kind = fielding.levels(name)
    named = (*levels, Level(name, "", _UNKNOWN))
    full, used = np.where(kind < 0, len(levels), kind), codes >= 0
    there = np.unique(full[used])
    place = np.zeros(len(named), dtype=np.intp)
    place[there] = np.arange(len(there))
    label = scores.find(fielding.survey.questionnaire, name).label
    return _Kinds(label, tuple(named[n] for n in there.tolist()), place[full], used)


def _rows(ranks: Standing, model: mixmodel.Model, at: dict[str, int], df: float) -> tuple[Adjusted, ...]:
    found = []
    for place in ranks.rows:
        raw = place.estimate
        if not raw.shown:
            found.append((place, raw, contrast.untested(raw, raw)))
            continue
        n = at[raw.level]
        value, se = float(model.adjusted[n]), float(model.adjusted_se[n])
        low, high = map(known, ends(raw, value, se))
        one = replace(raw, value=value, se=known(se), low=low, high=high, deff=None)
        found.append((place, one, contrast.joint(raw, one, se=float(model.moved_se[n]), df=df)))
    family = contrast.family([moved for _, _, moved in found])
    values = [e.value for _, e, _ in found if e.shown]
    return tuple(
        Adjusted(place, e, moved, 1 + sum(v > e.value for v in values) if e.shown else None)
        for (place, e, _), moved in zip(found, family, strict=True)
    )


def _coefficients(
    fielding: Fielding, subject: Subject, overall: Estimate, model: mixmodel.Model, kinds: Sequence[_Kinds]
) -> Iterator[Contrast]:
    """Each type against the average customer: both values at the mix of everything else."""
    found = iter(zip(model.coefficient.tolist(), model.coefficient_se.tolist(), strict=True))
    for kind in kinds:
        members = [kind.used & (kind.codes == n) for n in range(len(kind.levels))]
        base = np.array([[m.sum()] for m in members])
        secret = hidden(base, minimum=fielding.survey.edition.minimum_base)[:, 0]
        for level, member, small in zip(kind.levels, members, secret, strict=True):
            coefficient, se = next(found)
            value = overall.value + coefficient
            one = fielding.modelled(
                value, se=se, interval=ends(overall, value, se), subject=subject, measure=overall.measure,
                unit=overall.unit, used=member, level=level,
            )  # fmt: skip
            one = replace(one, group=level.domain, group_label=kind.label)
            yield contrast.joint(overall, suppressed(one) if small else one, se=se, df=fielding.design.df)
