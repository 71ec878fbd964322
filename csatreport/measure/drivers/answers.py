"""What a regression of satisfaction is fitted to: the outcome, its drivers, and which answers count."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from csatreport.errors import DataError, ParamsError
from csatreport.measure import scores
from csatreport.measure.design import Floats
from csatreport.measure.fielding import Fielding
from csatreport.measure.moments import Missing, complete
from csatreport.params import Item, Measure
from csatreport.params.analysis.drivers import Drivers as Declared

Kind = Literal["mean", "satisfied"]
RARER = 10  # answers of the rarer kind that a logistic regression needs for each driver
_OUTCOME = "choose another outcome in params/analysis.toml, or leave the chapter out"
_MEASURES: dict[Kind, Measure] = {"mean": "mean", "satisfied": "csat"}


@dataclass(frozen=True, eq=False)
class Answers:
    """Drivers and outcome of the responses of a fielding.

    Attributes
    ----------
    values : (n, p+1) float
        Ratings of the drivers, then the outcome: its rating, or 1 and 0 for the kind ``satisfied``; NaN where missing.
    constant, unasked, sparse
        Drivers left out: those whose answers are all the same, those without any answer, and those that fewer rated
        than the edition's minimum base, or too few for a logistic regression (see :func:`_complete_enough`).
    """

    fielding: Fielding
    outcome: Item
    drivers: tuple[Item, ...]
    values: Floats
    kind: Kind
    missing: Missing
    constant: tuple[Item, ...] = ()
    unasked: tuple[Item, ...] = ()
    sparse: tuple[Item, ...] = ()

    @property
    def rarer(self) -> int:
        """Responses used whose outcome, 0 or 1, is the rarer of the two."""
        y = self.values[self.used, -1]
        return int(min((y > 0).sum(), (y <= 0).sum()))

    @property
    def used(self) -> npt.NDArray[np.bool_]:
        """Responses (n,) that take part: complete ones, or those with the outcome and any driver."""
        if self.missing == "listwise":
            return complete(self.values)
        there = ~np.isnan(self.values)
        return np.asarray(there[:, -1] & there[:, :-1].any(axis=1))

    def of_driver(self, which: int) -> npt.NDArray[np.bool_]:
        """Responses (n,) that tell of one driver and the outcome."""
        if self.missing == "listwise":
            return self.used
        return np.asarray(~np.isnan(self.values[:, [which, -1]]).any(axis=1))


def answers(
    fielding: Fielding,
    *,
    kind: Kind | None = None,
    items: tuple[str, ...] | None = None,
    missing: Missing | None = None,
) -> Answers:
    """Answers as ``[drivers]`` declares, or otherwise where it is told.

    Raises
    ------
    ParamsError
        No outcome; fewer than two drivers were asked.
    DataError
        The outcome is constant, fewer than two drivers vary, or there are no more answers than coefficients.
    """
    declared = fielding.survey.analysis.drivers
    sort = kind or declared.kind
    outcome = _outcome(fielding, declared)
    chosen = _chosen(fielding, outcome, items or declared.items)
    y = scores.of_items(fielding.responses, [outcome], measure=_MEASURES[sort])
    x = scores.of_items(fielding.responses, chosen, measure="mean")
    blind = fielding.design.weights <= 0
    x[blind], y[blind] = np.nan, np.nan
    base = (~np.isnan(x[~np.isnan(y[:, 0])])).sum(axis=0)
    silent, heard = base == 0, (base > 0) & (base >= min(fielding.survey.edition.minimum_base, base.max()))
    values = np.hstack([x[:, heard], y])
    policy = missing or _policy(values, declared, sort)
    found = Answers(
        fielding, outcome, _those(chosen, heard), values, sort, policy,
        unasked=_those(chosen, silent), sparse=_those(chosen, ~heard & ~silent),
    )  # fmt: skip
    found = _varying(found)
    return _checked(_complete_enough(found) if sort == "satisfied" else found)


def _outcome(fielding: Fielding, declared: Declared) -> Item:
    questionnaire = fielding.survey.questionnaire
    if declared.outcome:
        return scores.find(questionnaire, declared.outcome)
    overall = fielding.first("overall")
    if overall is None:
        raise ParamsError(
            "no outcome whose drivers could be looked for",
            where="params/questionnaire.csv, column `roles`",
            expected="a rating with the role `overall`, or `outcome` in [drivers] of params/analysis.toml",
            got="none that the wave asked",
            todo="give the role, or leave the chapter out",
        )
    return overall


def _chosen(fielding: Fielding, outcome: Item, items: tuple[str, ...]) -> tuple[Item, ...]:
    questionnaire = fielding.survey.questionnaire
    listed = [scores.find(questionnaire, i) for i in items] or scores.attributes(questionnaire, "mean")
    found = tuple(i for i in listed if i.item != outcome.item and fielding.asked(i))
    if len(found) < 2:
        raise ParamsError(
            "too few drivers",
            where="params/analysis.toml [drivers] items, or the dimensions of params/questionnaire.csv",
            expected=f"at least two services that wave {fielding.wave} asked",
            got=", ".join(i.item for i in found) or "none",
            todo="name them, or leave the chapter out",
        )
    return found


def _policy(values: Floats, declared: Declared, kind: Kind) -> Missing:
    """Listwise, unless that throws too much away; a logistic regression needs complete answers."""
    if kind == "satisfied" or declared.missing == "listwise":
        return "listwise"
    rated = int((~np.isnan(values[:, -1])).sum())
    enough = complete(values).sum() >= declared.keep * rated
    return "listwise" if declared.missing == "auto" and enough else "pairwise"


def _varying(found: Answers) -> Answers:
    """Without the drivers that are constant among the answers that count; without them more may be complete."""
    columns = [found.values[found.of_driver(k), k] for k in range(len(found.drivers))]
    flat = np.array([len(c) == 0 or bool((c == c[0]).all()) for c in columns])
    if not flat.any() or not found.used.any():
        return found
    keep = np.append(~flat, True)
    left = replace(
        found,
        drivers=_those(found.drivers, ~flat),
        values=found.values[:, keep],
        constant=(*found.constant, *_those(found.drivers, flat)),
    )
    return _varying(left) if left.drivers else left


def _complete_enough(found: Answers) -> Answers:
    """Without the drivers that fewest could rate, until every driver has ten answers of the rarer kind.

    Leaving out a driver that does not apply to many makes many more answers complete; where it would not, nothing is
    left out. Source: Peduzzi and others, *Journal of Clinical Epidemiology* 49 (1996) (ten for each coefficient).
    """
    if len(found.drivers) < 3 or found.rarer >= RARER * len(found.drivers):
        return found
    least = int(np.argmin((~np.isnan(found.values[:, :-1])).sum(axis=0)))
    keep = np.arange(len(found.drivers)) != least
    fewer = replace(
        found,
        drivers=_those(found.drivers, keep),
        values=found.values[:, np.append(keep, True)],
        sparse=(*found.sparse, found.drivers[least]),
    )
    return _complete_enough(fewer) if fewer.rarer > found.rarer else found


def _checked(found: Answers) -> Answers:
    """The answers, refused where they bear no regression."""
    p, n, y = len(found.drivers), int(found.used.sum()), found.values[found.used, -1]
    if np.isnan(found.values[:, -1]).all():
        raise _refused(found, "nobody rated the outcome", "answers to it", "none", _OUTCOME)
    if p < 2:
        alike = ", ".join(i.item for i in (*found.constant, *found.unasked))
        raise _refused(
            found, "fewer than two drivers that vary", "different answers to at least two drivers",
            f"all the same, or none: {alike}", "name other drivers in params/analysis.toml, or leave the chapter out",
        )  # fmt: skip
    if n <= p + 1:
        raise _refused(
            found, "too few answers for a regression",
            f"more than {p + 1} responses with the outcome and its drivers", f"{n} ({found.missing})",
            'name fewer drivers in params/analysis.toml, or allow missing = "pairwise"',
        )  # fmt: skip
    if (y == y[0]).all():
        raise _refused(
            found, "the outcome does not vary", "different answers", f"{n} answers, all {y[0]:g}", _OUTCOME
        )
    return found


def _refused(found: Answers, problem: str, expected: str, got: str, todo: str) -> DataError:
    where = f"wave {found.fielding.wave}, outcome {found.outcome.item}"
    return DataError(problem, where=where, expected=expected, got=got, todo=todo)


def _those(items: tuple[Item, ...], which: npt.NDArray[np.bool_]) -> tuple[Item, ...]:
    return tuple(i for i, taken in zip(items, which, strict=True) if taken)
