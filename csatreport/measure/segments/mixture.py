"""Gaussian mixtures with weights and missing answers, as a rule that places everybody in the most likely segment.

Within a segment answers are independent and normal, each with a variance of its own (a diagonal covariance); an answer
that is missing says nothing. Respondents count by their weights (pseudo-likelihood). Expectation and maximisation are
two matrix products for many fits at once, as Lloyd's steps are in :mod:`.kmeans`; they start from the k-means solutions.

Source: Dempster, Laird and Rubin (1977); Fraley and Raftery (2002) for the number by BIC. Checked against: R mclust
(model VVI), scikit-learn ``GaussianMixture(covariance_type="diag")``.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from csatreport.measure.design import Codes, Floats, effective_base
from csatreport.measure.segments.kmeans import Solutions
from csatreport.measure.segments.space import Space
from csatreport.measure.segments.stability import jaccard

STEPS = 500
TOLERANCE = 1e-6  # gain in log-likelihood of a respondent that ends the search
RESAMPLED = 1e-4  # in resamples
_FLOOR = 1e-3  # least variance, of standardised answers
_NUMBERS = 500_000
_PARTS = ("share", "mean", "variance", "fit")


@dataclass(frozen=True, eq=False)
class Mixture:
    """Segments by their shares (..., k), means and variances (..., k, q), and log-likelihood (...) of a respondent.

    ``common``: each answer has one variance in all segments (mclust's EEI), else one in each (VVI).
    """

    share: Floats
    mean: Floats
    variance: Floats
    fit: Floats
    common: bool = field(kw_only=True)

    @property
    def centres(self) -> Floats:
        """Means (k, q) of the segments."""
        return self.mean

    def member(self, space: Space) -> Codes:
        """The most likely segment (n,) of each point."""
        return np.asarray(_densities(_wide(space), self).argmax(axis=-2))

    def responsibilities(self, space: Space) -> Floats:
        """Chance (k, n) of each point to belong to each segment."""
        density = _densities(_wide(space), self)
        return np.asarray(np.exp(density - _total(density)))

    def ordered(self, order: Codes) -> Mixture:
        """The same segments in another order."""
        return Mixture(
            self.share[order], self.mean[order], self.variance[order], self.fit, common=self.common
        )

    def bic(self, space: Space) -> float:
        """−2 log-likelihood + parameters × log(n), n the effective base: the smaller, the better."""
        n = effective_base(space.weights)
        variances = self.variance.size // (len(self.share) if self.common else 1)
        parameters = self.share.size - 1 + self.mean.size + variances
        return float(-2 * n * self.fit + parameters * np.log(n))

    def one(self, at: int | slice | Codes) -> Mixture:
        """One or some of several fits."""
        return Mixture(self.share[at], self.mean[at], self.variance[at], self.fit[at], common=self.common)


def fitted(space: Space, starts: Solutions, *, common: bool) -> Mixture:
    """The most likely mixture, from every solution of k-means."""
    weights = np.broadcast_to(space.weights, (len(starts.centres), len(space)))
    found = expected(space, weights, _first(space, starts.centres, common=common), tolerance=TOLERANCE)
    return found.one(int(found.fit.argmax()))


def similarity(
    space: Space, best: Mixture, starts: Solutions, weights: Floats, rng: np.random.Generator
) -> Floats:
    """Jaccard similarity (b, k) of each segment of ``best`` with the one most like it in each resample.

    A resample is fitted from ``best`` and from a k-means solution drawn anew, by the share of starts that ended
    there; the more likely fit is kept.
    """
    light, k = space.light, len(best.share)
    weights = weights.astype(np.float32)
    drawn = rng.choice(len(starts.share), len(weights), p=starts.share / starts.share.sum())
    others = _first(light, starts.centres, common=best.common)
    same = Mixture(
        *(np.repeat(getattr(best, a)[None], len(weights), axis=0) for a in _PARTS), common=best.common
    )
    fits = [expected(light, weights, s, tolerance=RESAMPLED) for s in (same, others.one(drawn))]
    better = fits[1].fit > fits[0].fit
    mark, both = best.member(space)[:, None] == np.arange(k), np.empty((len(weights), k, k))
    for b, other in enumerate(better):
        own = fits[int(other)].one(b).member(light)[:, None] == np.arange(k)
        both[b] = (own * weights[b][:, None]).T @ mark
    return jaccard(both)


def expected(space: Space, weights: Floats, start: Mixture, *, tolerance: float) -> Mixture:
    """Expectation and maximisation from ``start`` (b fits), with weights (b, n) of each fit, until it stands still."""
    block = max(1, _NUMBERS // max(start.share.shape[1] * len(space), 1))
    wide = _wide(space)
    parts = [
        _block(wide, weights[i : i + block], start.one(slice(i, i + block)), space.q, tolerance)
        for i in range(0, len(weights), block)
    ]
    return Mixture(*(np.concatenate([getattr(p, a) for p in parts]) for a in _PARTS), common=start.common)


def _block(wide: Floats, weights: Floats, fit: Mixture, q: int, tolerance: float) -> Mixture:
    weights = weights / weights.sum(axis=1, keepdims=True)
    parts = [np.array(getattr(fit, a)) for a in _PARTS]
    active = np.arange(len(weights))
    for _ in range(STEPS):
        density = _densities(wide, Mixture(*(p[active] for p in parts), common=fit.common))
        total = _total(density)
        own = np.exp(density - total) * weights[active][:, None, :]
        likely = (total[:, 0] * weights[active]).sum(axis=1)
        for part, new in zip(parts, _likeliest(own, wide, q, common=fit.common), strict=False):
            part[active] = new
        gain, parts[3][active] = likely - parts[3][active], likely
        active = active[gain > tolerance]
        if not len(active):
            break
    return Mixture(*parts, common=fit.common)


def _likeliest(own: Floats, wide: Floats, q: int, *, common: bool) -> tuple[Floats, Floats, Floats]:
    """Shares, means and variances of segments to which the points belong by ``own`` (b, k, n)."""
    sums = (own.reshape(-1, own.shape[-1]) @ wide).reshape(*own.shape[:2], -1)
    base = np.maximum(sums[..., 2 * q : -1], np.finfo(np.float32).tiny)
    mean = sums[..., q : 2 * q] / base
    within = sums[..., :q] - base * mean**2
    if common:
        within = np.broadcast_to(within.sum(axis=-2, keepdims=True), mean.shape)
        base = base.sum(axis=-2, keepdims=True)
    return sums[..., -1], mean, np.maximum(within / base, _FLOOR)


def _wide(space: Space) -> Floats:
    """Squares, answers, where there is one, and ones (n, ...): one product with it gives densities, another sums."""
    x = space.wide[:, : space.q]
    ones = np.ones((len(space), 1), dtype=x.dtype)
    return np.concatenate([x**2, x, space.wide[:, space.there], ones], axis=1)


def _densities(wide: Floats, fit: Mixture) -> Floats:
    """Log of share times density (..., k, n)."""
    constant = -0.5 * (np.log(2 * np.pi * fit.variance) + fit.mean**2 / fit.variance)
    if wide.shape[1] < 3 * fit.mean.shape[-1] + 1:
        constant = constant.sum(axis=-1, keepdims=True)
    share = np.log(np.maximum(fit.share, np.finfo(np.float32).tiny))[..., None]
    pattern = np.concatenate([-0.5 / fit.variance, fit.mean / fit.variance, constant, share], axis=-1)
    flat = pattern.reshape(-1, pattern.shape[-1]).astype(wide.dtype, copy=False) @ wide.T
    return np.asarray(flat.reshape(*fit.share.shape, len(wide)))


def _total(density: Floats) -> Floats:
    """Log of the sum (..., 1, n) over the segments."""
    highest = density.max(axis=-2, keepdims=True)
    return np.asarray(highest + np.log(np.exp(density - highest).sum(axis=-2, keepdims=True)))


def _first(space: Space, centres: Floats, *, common: bool) -> Mixture:
    """The mixtures that k-means solutions (s, k, q) are."""
    own = space.costs(centres)
    own = (own == own.min(axis=1, keepdims=True)) * (space.weights / space.weights.sum())
    found = _likeliest(own, _wide(space), space.q, common=common)
    return Mixture(*found, np.full(len(centres), -np.inf), common=common)
