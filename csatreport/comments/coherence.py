"""Coherence of a theme: whether its words stand together in the texts more than chance would have it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from scipy import sparse

from csatreport.comments.corpus import Floats


def npmi(tops: Sequence[Sequence[int]], counts: sparse.csr_matrix) -> Floats:
    """Mean normalised pointwise mutual information of the pairs of each theme's words.

    Of two words ``ln(p₁₂ / p₁p₂) / −ln p₁₂``, where ``p`` are shares of texts: 1 where they only stand together, 0 by
    chance, −1 where they never do. A theme of fewer than two words has no coherence: −1.

    Source: Bouma (2009), "Normalized (pointwise) mutual information in collocation extraction"; Lau, Newman and
    Baldwin (2014). Checked against: values worked out by hand in the tests.

    Parameters
    ----------
    tops : sequence of sequences of int
        Columns of each theme's most characteristic words.
    counts : (texts, words) sparse
        How often each word stands in each distinct text.

    Returns
    -------
    (themes,) float
    """
    inside = (counts > 0).astype(np.float64)
    n = max(inside.shape[0], 1)
    found = []
    for top in tops:
        columns = inside[:, list(top)].toarray()
        together = columns.T @ columns / n
        pairs = [_pair(together, i, j) for i, j in combinations(range(len(top)), 2)]
        found.append(float(np.mean(pairs)) if pairs else -1.0)
    return np.array(found)


def _pair(together: Floats, i: int, j: int) -> float:
    both, alone = float(together[i, j]), float(together[i, i] * together[j, j])
    if both == 0:
        return -1.0
    return 1.0 if both == 1 else float(np.log(both / alone) / -np.log(both))
