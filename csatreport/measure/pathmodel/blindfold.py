"""Q² of Stone and Geisser: whether the model predicts answers that it has not seen.

The answers to a construct's items are numbered row by row, and every ``omission``-th one is taken out; the model is
estimated without them (each replaced by the mean of those left of its item), and they are predicted from the constructs
that theirs depends on: ``x̂ = m + s λ Σ β ξ``. After ``omission`` such rounds each answer was left out once:
``Q² = 1 − Σ w (x − x̂)² / Σ w (x − m)²``, on rows that have every item. Above 0 the model predicts better than the mean.

Source: Stone (1974), Geisser (1975); Chin (1998); cross-validated redundancy as in Tenenhaus et al. (2005). Checked against:
rounds done one at a time with :func:`.estimate.fit` on made data; near R² × communality on large samples.
"""

from __future__ import annotations

import numpy as np

from csatreport.errors import ParamsError
from csatreport.measure.design import Floats
from csatreport.measure.moments import complete, correlated
from csatreport.measure.pathmodel.estimate import Fitted, Scheme, fit
from csatreport.measure.pathmodel.structure import Bools, Structure


def q2(
    values: Floats, weights: Floats, structure: Structure, *, like: Fitted, scheme: Scheme, omission: int = 7
) -> Floats:
    """Q² (L,) of each construct; NaN for those that depend on none, and where a round has no solution.

    Parameters
    ----------
    values : (n, k) float
        Answers; rows with a missing one are left out.
    weights : (n,) float
    like : Fitted
        The model on all answers.

    Raises
    ------
    ParamsError
        A construct has a multiple of ``omission`` items: whole items would be left out at once.
    """
    keep = complete(values) & (weights > 0)
    x, w = values[keep], weights[keep]
    found = np.full(len(structure.on), np.nan)
    for construct in np.flatnonzero(structure.explained).tolist():
        own = structure.of == construct
        _check(int(own.sum()), omission)
        found[construct] = _of(x, w, structure, construct, omission=omission, like=like, scheme=scheme)
    return found


def _pattern(n: int, p: int, omission: int) -> list[Bools]:
    """Which of n x p answers each round leaves out."""
    number = np.arange(n * p).reshape(n, p) % omission
    return [number == r for r in range(omission)]


def _of(
    x: Floats, w: Floats, structure: Structure, construct: int, *, omission: int, like: Fitted, scheme: Scheme
) -> float:
    own = structure.of == construct
    left_out = _pattern(len(x), int(own.sum()), omission)
    rounds = [_without(x, own, w, gone) for gone in left_out]
    covariance = np.stack([np.cov(changed, rowvar=False, ddof=0, aweights=w) for changed, _ in rounds])
    fitted = fit(correlated(covariance), structure, scheme=scheme, like=like)
    centre, sd = w @ x[:, ~own] / w.sum(), np.sqrt(np.diagonal(covariance, axis1=1, axis2=2))
    missed = total = 0.0
    for r, (gone, (_, mean)) in enumerate(zip(left_out, rounds, strict=True)):
        standard = (x[:, ~own] - centre) / sd[r, ~own]
        scores = (standard * fitted.weights[r, ~own]) @ structure.member[~own]
        predicted = (
            mean + sd[r, own] * fitted.loadings[r, own] * (scores @ fitted.paths[r, construct])[:, None]
        )
        rows = w[:, None] * gone
        missed += float((rows * (x[:, own] - predicted) ** 2).sum())
        total += float((rows * (x[:, own] - mean) ** 2).sum())
    return 1 - missed / total if total > 0 else float("nan")


def _without(x: Floats, own: Bools, w: Floats, gone: Bools) -> tuple[Floats, Floats]:
    """All answers with the mean of those left in place of those gone from ``own``, and that mean (p,)."""
    kept = w[:, None] * ~gone
    mean = (kept * x[:, own]).sum(axis=0) / kept.sum(axis=0)
    changed = x.copy()
    changed[:, own] = np.where(gone, mean, x[:, own])
    return changed, mean


def _check(p: int, omission: int) -> None:
    if p % omission == 0:
        raise ParamsError(
            "an omission distance that leaves out whole questions",
            where="params/analysis.toml, path_model.omission",
            expected=f"a number that does not divide {p}, the questions of a construct",
            got=str(omission),
            todo="choose another number from 5 to 12",
        )
