"""What makes a lifetime value of a yearly profit: the coming years, of those who stay, at what they are worth today.

A customer with profit ``m`` a year is worth ``m Σ_k s_k / (1 + d)^k`` over the years ``k = 1 … horizon``: profit comes at the
end of each year, from those who are then still there (``s_k``, the product of the shares who stay a year), discounted at
``d``. Staying follows the customer's tenure as it grows. With one retention ``r`` and no horizon this is the textbook's
``m r / (1 + d − r)``.

Source: Gupta and Lehmann, *Customers as assets*, Journal of Interactive Marketing 17 (2003), equations 2 and 4. Checked against:
their margin multiples (r 60–90 %, d 10–16 %), to the two decimals printed.
"""

from __future__ import annotations

from math import ceil

import numpy as np

from csatreport.measure.design import Codes, Floats


def factors(kept: Floats, cuts: tuple[float, ...], *, horizon: int, discount: float) -> Floats:
    """What a yearly profit is multiplied by, for each full year of tenure.

    Parameters
    ----------
    kept : (..., pieces) float
        Share who stay a year, by piece of tenure.
    cuts : tuple of float
        Years between the pieces; a year belongs to the piece that its middle lies in.
    horizon, discount
        Coming years that count; interest a year.

    Returns
    -------
    (..., years) float
        For tenures of 0, 1, … full years; the last one stands for all longer ones.
    """
    years = ceil(cuts[-1]) + 1 if cuts else 1
    piece = np.searchsorted(np.array(cuts), np.arange(years + horizon) + 0.5)
    stays = kept[..., np.minimum(piece, kept.shape[-1] - 1)]
    worth = (1 + discount) ** -np.arange(1, horizon + 1, dtype=np.float64)
    still = [np.cumprod(stays[..., y : y + horizon], axis=-1) @ worth for y in range(years)]
    return np.stack(still, axis=-1)


def tenure(years: Floats, cuts: tuple[float, ...]) -> Codes:
    """Full years of tenure (n,), those beyond the last piece as one."""
    last = ceil(cuts[-1]) if cuts else 0
    return np.clip(np.nan_to_num(years), 0, last).astype(np.intp)
