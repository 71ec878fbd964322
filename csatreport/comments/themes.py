"""Themes of comments: non-negative matrix factorisation of TF-IDF, anchored in what the project already knows.

Of the texts of one language, ``X`` (rows of TF-IDF of length 1), ``X ≈ W H`` with nothing negative: ``H`` says which
words tell a theme, ``W`` how much of each theme a text holds. A text that ``c`` people wrote counts ``c`` times (its
row times ``√c``, which is exact). A known theme starts from its own words, and stands among the texts as one that
``ANCHOR`` of all people wrote; so it keeps its name, and learns from the comments which other words go with it. What
fits none of them is factorised by itself; the number of further themes is the one whose words are most coherent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from scipy import sparse

from csatreport.comments.corpus import Bag, Corpus, Floats, Places, Vocabulary
from csatreport.comments.further import DIGITS, ITERATIONS, Rest, strongest, unit
from csatreport.comments.seeds import Seed
from csatreport.comments.tokens import Tongue
from csatreport.params import Text

ANCHOR = 0.1  # of all texts: how heavily the words of a known theme hold it in its place
WEAK = 0.06  # below it a text is about no theme; a text made of a theme's words alone has about 1
_FILL = 1e-3  # of the mean text, in every theme from the start: a word may come to any theme


@dataclass(frozen=True)
class Theme:
    """What comments are about; ``known`` beforehand, or found."""

    code: str
    label: Text
    known: bool = True


@dataclass(frozen=True)
class Choice:
    """Mean coherence with so many further themes in one language."""

    tongue: Tongue
    further: int
    coherence: float


@dataclass(frozen=True, eq=False)
class Model:
    """Themes of one language; ``loadings`` (themes, words) has rows of length 1."""

    tongue: Tongue
    vocabulary: Vocabulary
    themes: tuple[Theme, ...]
    loadings: Floats
    choices: tuple[Choice, ...] = ()
    forms: Mapping[str, str] = field(default_factory=dict)

    def weights(self, bags: Sequence[Bag]) -> Floats:
        """How much of each theme every bag holds (bags, themes): least squares, nothing negative."""
        if not len(self.themes) or not len(bags):
            return np.zeros((len(bags), len(self.themes)))
        held = _factored(self.vocabulary.matrix(bags), self.loadings, fixed=True)[0]
        return np.round(held, DIGITS)

    def words(self, theme: Theme, *, most: int = 8) -> tuple[str, ...]:
        """The most characteristic words of a theme, as people write them; none where the language lacks it."""
        if theme not in self.themes:
            return ()
        row = self.loadings[self.themes.index(theme)]
        order = np.lexsort((np.arange(len(row)), -np.round(row, DIGITS)))
        names = [self.vocabulary.words[w] for w in order[:most] if row[w] > 0]
        return tuple(self.forms.get(n, n) for n in names)


def fit(
    corpus: Corpus,
    counts: Floats,
    seeds: Sequence[Seed],
    *,
    tongue: Tongue,
    further: Literal["auto"] | int = "auto",
    most: int = 4,
    seed: int = 0,
    fewest: int = 10,
) -> Model:
    """Fit the themes of one language.

    Parameters
    ----------
    corpus : Corpus
        Distinct texts, also such as nobody wrote in a comment.
    counts : (texts,) float
        How many people wrote each of them.
    seeds : sequence of Seed
        The themes known beforehand; one of whose words nobody wrote is left out.
    further, most
        Number of themes beside them, or "auto": 0 to ``most``, the most coherent.
    seed : int
        Of the start of further themes.
    fewest : int
        People that a further theme needs.

    Returns
    -------
    Model
        Without themes where nobody wrote in the language.

    Source: Lee and Seung (1999); start by singular vectors: Boutsidis and Gallopoulos (2008); anchors as in Jagarlamudi,
    Daumé and Udupa (2012). Solver: scikit-learn, coordinate descent. Checked against: the simulated company,
    docs/methods/comments.md.
    """
    bags, times = _counted(corpus, counts, tongue)
    own = [s for s in seeds if tongue in s.bags]
    vocabulary = Vocabulary.of(bags, times, always=[w for s in own for w in s.bags[tongue]])
    anchors = vocabulary.matrix([s.bags[tongue] for s in own])
    there = np.asarray(anchors.sum(axis=1)).ravel() > 0
    known = [Theme(s.code, s.label) for s, t in zip(own, there, strict=True) if t]
    texts = vocabulary.matrix(bags)
    rows = _anchored(texts, times, anchors[np.flatnonzero(there)])
    rest = _rest(texts, rows, times)
    forms = corpus.forms.get(tongue, {})
    found = Rest(vocabulary.counts(bags), texts[rest], times[rest], seed, fewest)
    options = range(most + 1) if further == "auto" else range(further, further + 1)
    tried = {k: found.themes(k) for k in options}
    choices = tuple(Choice(tongue, k, float(np.mean(c)) if len(c) else 0.0) for k, (_, c) in tried.items())
    chosen = max(choices, key=lambda c: (c.coherence, -c.further)).further
    more, _ = tried[chosen]
    names = [_named(row, vocabulary, forms, tongue, n) for n, row in enumerate(more)]
    return Model(tongue, vocabulary, (*known, *names), np.vstack([rows, more]), choices, forms)


def _counted(corpus: Corpus, counts: Floats, tongue: Tongue) -> tuple[list[Bag], Floats]:
    """Distinct bags of words, and how many people's comments have each."""
    found: dict[Bag, float] = {}
    for at in corpus.within(tongue):
        if counts[at] > 0:
            bag = tuple(sorted(corpus.bags[at]))
            found[bag] = found.get(bag, 0.0) + counts[at]
    return list(found), np.array(list(found.values()), dtype=np.float64)


def _anchored(texts: sparse.csr_matrix, times: Floats, anchors: sparse.csr_matrix) -> Floats:
    """Loadings (themes, words) of the known themes."""
    if not anchors.shape[0] or not texts.shape[0]:
        return np.zeros((0, texts.shape[1]))
    heavy = np.sqrt(ANCHOR * times.sum())
    data = sparse.vstack([sparse.diags(np.sqrt(times)) @ texts, heavy * anchors]).tocsr()
    start = anchors.toarray() + _FILL * np.asarray(texts.mean(axis=0))
    return unit(_factored(data, start)[1])


def _rest(texts: sparse.csr_matrix, loadings: Floats, times: Floats) -> Places:
    """Texts that have words but no known theme."""
    held = _factored(texts, loadings, fixed=True)[0].max(axis=1) if len(loadings) else np.zeros(len(times))
    some = np.asarray(texts.sum(axis=1)).ravel() > 0
    return np.flatnonzero((held < WEAK) & some)


def _factored(data: sparse.csr_matrix, loadings: Floats, *, fixed: bool = False) -> tuple[Floats, Floats]:
    """Weights (texts, themes) and loadings (themes, words) from a start that needs no chance."""
    from sklearn.decomposition import non_negative_factorization

    if not data.shape[0]:
        return np.zeros((0, len(loadings))), loadings
    start: dict[str, Any] = {} if fixed else {"W": np.maximum(data @ loadings.T, 0) + 1e-6, "init": "custom"}
    with np.errstate(invalid="ignore"):  # an error of exactly 0 may come out a little below it
        held, rows, _ = non_negative_factorization(
            data,
            H=loadings.copy(),
            n_components=len(loadings),
            update_H=not fixed,
            max_iter=ITERATIONS,
            **start,
        )
    return np.asarray(held), np.asarray(rows)


def _named(
    row: Floats, vocabulary: Vocabulary, forms: Mapping[str, str], tongue: Tongue, number: int
) -> Theme:
    """A further theme, called by its three most characteristic words in their own language."""
    names = [vocabulary.words[w] for w in strongest(row[None])[0][:3]]
    said = [forms.get(n, n) for n in names]
    return Theme(f"{tongue}_{number + 1}", Text(en=", ".join(said), zh="、".join(said)), known=False)
