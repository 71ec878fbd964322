"""Cronbach's alpha and what goes with it, from covariances alone: one set or many at once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import stats

from csatreport.errors import DataError
from csatreport.measure.design import Floats
from csatreport.measure.moments import correlated
from csatreport.measure.ratio import ratio


class Alpha(NamedTuple):
    """Of covariances (b, k, k).

    ``raw`` and ``standardised`` alpha (b,); ``total``: corrected item-total r, ``dropped``: alpha without it (b, k).
    """

    raw: Floats
    standardised: Floats
    total: Floats
    dropped: Floats


def alpha(covariance: Floats) -> Alpha:
    """Reliability of the sum of k items.

    Raw: ``k/(k−1) (1 − Σ s_ii / Σ s_ij)``. Standardised: the same of the correlations. Corrected item-total r: of
    an item with the sum of all others. Alpha if dropped: raw alpha of the others (NaN where only one is left).

    Raises
    ------
    DataError
        Fewer than two items.

    Source: Cronbach (1951). Checked against: the published alpha of ``attitude`` (.843142769565, standardised
    .83908380); R psych ``alpha``; raw alpha: pingouin 0.7.0 ``cronbach_alpha`` (1e-12).
    """
    k = covariance.shape[-1]
    if k < 2:
        raise DataError("one item has no reliability", expected="two items or more", got=str(k))
    own = np.diagonal(covariance, axis1=1, axis2=2)
    rows = covariance.sum(axis=2)
    total = rows.sum(axis=1)
    rest = total[:, None] - 2 * rows + own  # variance of the sum of the others
    with_rest = ratio(rows - own, np.sqrt(np.where(own * rest > 0, own * rest, np.nan)))
    left = own.sum(axis=1, keepdims=True) - own
    dropped = (k - 1) / (k - 2) * (1 - ratio(left, rest)) if k > 2 else np.full(own.shape, np.nan)
    return Alpha(_alpha(covariance), _alpha(correlated(covariance)), with_rest, dropped)


def _alpha(covariance: Floats) -> Floats:
    k = covariance.shape[-1]
    own = np.diagonal(covariance, axis1=1, axis2=2).sum(axis=1)
    return np.asarray(k / (k - 1) * (1 - ratio(own, covariance.sum(axis=(1, 2)))))


def feldt(value: float, n: float, k: int, *, confidence: float) -> tuple[float, float]:
    """Interval of alpha where only the correlations are known: ``1 − (1 − α) F``, F with n − 1 and (n − 1)(k − 1) df.

    Source: Feldt, Woodruff and Salih (1987). Checked against: R psych ``alpha.ci``; pingouin, which
    rounds to three digits.
    """
    df = n - 1, (n - 1) * (k - 1)
    tail = (1 - confidence) / 2
    upper, lower = stats.f.ppf((1 - tail, tail), *df)
    return float(1 - (1 - value) * upper), float(1 - (1 - value) * lower)
