"""Further themes: what stands together in the comments that fit no known theme."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from csatreport.comments.coherence import npmi
from csatreport.comments.corpus import Floats

COHERENT = 0.25  # of the words of a further theme, on average: well above what stands together by chance
DIGITS = 6  # weights are rounded, so that a tie does not hang on the number of threads
ITERATIONS = 1000
_TOP = 6  # words of a theme whose coherence is measured
_TEXTS = 5  # different texts that a further theme needs at least


@dataclass(frozen=True, eq=False)
class Rest:
    """Texts that fit no known theme; ``counts`` are those of all texts, which coherence is measured on."""

    counts: sparse.csr_matrix
    texts: sparse.csr_matrix
    times: Floats
    seed: int
    fewest: int

    def themes(self, number: int) -> tuple[Floats, Floats]:
        """Loadings and coherence of so many themes; those that too few texts or people bear out are left out."""
        if not number or min(self.texts.shape) <= number:
            return np.zeros((0, self.texts.shape[1])), np.zeros(0)
        from sklearn.decomposition import NMF

        model = NMF(number, init="nndsvda", random_state=self.seed, max_iter=ITERATIONS)
        with np.errstate(invalid="ignore"):
            held = model.fit_transform(sparse.diags(np.sqrt(self.times)) @ self.texts)
        rows = unit(model.components_)
        home = np.where(held.max(axis=1) > 0, held.argmax(axis=1), -1)
        texts = np.bincount(home[home >= 0], minlength=number)
        people = np.bincount(home[home >= 0], self.times[home >= 0], minlength=number)
        coherent = npmi(strongest(rows), self.counts)
        kept = (texts >= _TEXTS) & (people >= self.fewest) & (coherent >= COHERENT)
        return rows[kept], coherent[kept]


def unit(rows: Floats) -> Floats:
    """Rows of length 1; a row of zeros stays."""
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(length > 0, length, 1.0))


def strongest(loadings: Floats) -> list[list[int]]:
    """Columns of each theme's most characteristic words, the strongest first."""
    order = np.argsort(-np.round(loadings, DIGITS), axis=1, kind="stable")[:, :_TOP]
    return [[int(w) for w in top if row[w] > 0] for top, row in zip(order, loadings, strict=True)]
