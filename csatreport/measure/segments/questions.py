"""The few questions that place a customer in a segment, and how often they do."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from csatreport.measure import contrast
from csatreport.measure.design import Codes, Floats
from csatreport.measure.fielding import Fielding
from csatreport.measure.linearisation import errors, influence
from csatreport.measure.segments.misplaced import moments
from csatreport.measure.segments.named import Segments
from csatreport.measure.subjects import Level, Subject
from csatreport.params import Item, Text
from csatreport.results import Contrast, Count, Estimate, Estimates

_FOLDS = 10
_MOST = 6  # questions an interviewer will ask
_CLOSE = 0.95  # of the hit rate of all questions, for fewer of them to be enough
_SCALES = (1, 2, 3, 5, 10, 20, 50, 100)  # coefficients are multiplied by, until whole numbers say the same
_SAME = 0.99
_LARGEST = Text(en="Everybody in the largest segment", zh="全部归入最大客群")
_ALL = Text(en="All questions", zh="全部题目")
_AGREES = Text(en="Placed alike by the rounded rule", zh="取整后归类一致")


@dataclass(frozen=True)
class Points:
    """What one answer counts for each segment: points for each point of a rating, or for one level of a category."""

    label: Text
    answer: Text | None  # of a category
    points: tuple[int, ...]


@dataclass(frozen=True)
class TypingTool:
    """A short form of the segmentation.

    Attributes
    ----------
    hits : Estimates
        Share of customers placed where all questions place them, with the first 1, 2, ... questions; each is labelled by the
        question that was added. Cross-validated.
    guess, all : Estimate
        The same share where everybody is put in the largest segment, and with all questions.
    few : Estimate
        Of ``hits`` the one in force.
    gained, lost : Contrast
        The few questions against guessing, and all questions against the few.
    start : tuple of int
        Points that each segment starts with; those of the answers are added, and the most points win.
    rules : tuple of Points
    rounded : Count
        Share of customers whom the whole numbers place as the exact rule does.
    asked : int
        Questions there are in all.
    """

    segments: tuple[Level, ...]
    hits: Estimates
    guess: Estimate
    all: Estimate
    few: Estimate
    gained: Contrast
    lost: Contrast
    start: tuple[int, ...]
    rules: tuple[Points, ...]
    rounded: Count
    asked: int

    @property
    def questions(self) -> tuple[Text, ...]:
        """The few questions, in the order in which they were taken."""
        return tuple({r.label.en: r.label for r in self.rules}.values())


@dataclass(frozen=True, eq=False)
class _Asked:
    """Complete answers (m, q) of placed customers: ``rows`` among all responses, columns of each question."""

    items: tuple[Item, ...]
    columns: tuple[list[int], ...]
    labels: tuple[tuple[Text, Text | None], ...]  # of each column
    x: Floats
    rows: Codes
    member: Codes
    weights: Floats
    k: int


def typing_tool(found: Segments) -> TypingTool | None:
    """Choose questions one after another, each the one that places most customers rightly together with those before.

    The rule is a linear discriminant on the answers as they are given: segments are taken to be normal around their centres
    with the same covariance. Hit rates are cross-validated, the choice of questions included: in ten parts of the sample
    (clusters are kept together) the customers are placed by questions and a rule that the other nine parts chose. The fewest
    questions are taken that reach 95 % of the hit rate of all. "Right" is where the segmentation itself places a customer.

    None where no segment is stable, where fewer than twice the minimum base answered everything, or where there are fewer than
    three questions.

    Source: Fisher (1936); Hastie, Tibshirani and Friedman, *The Elements of Statistical Learning*, 4.3 and 7.10.2. Checked
    against: scikit-learn ``LinearDiscriminantAnalysis`` on the same folds.
    """
    asked = _asked(found)
    if (
        not found.steady
        or len(asked.items) < 3
        or len(asked.rows) < 2 * found.fielding.survey.edition.minimum_base
    ):
        return None
    order = chosen(asked, np.ones(len(asked.rows), dtype=bool))
    hits = _crossed(found, asked, len(order))
    return _tool(found, asked, order, hits)


def _asked(found: Segments) -> _Asked:
    """Ratings as given, and for each level of a category but the first an indicator; complete answers only."""
    features, fielding = found.now.features, found.fielding
    columns: list[list[int]] = []
    labels: list[tuple[Text, Text | None]] = []
    made: list[Floats] = []
    for item, levels in zip(features.items, features.levels, strict=True):
        answers = fielding.responses[item.item]
        if levels:
            each = [np.where(answers.isna(), np.nan, answers == x.code) for x in levels[1:]]
            labels += [(item.label, x.label) for x in levels[1:]]
        else:
            each = [answers.to_numpy(np.float64, na_value=np.nan)]
            labels.append((item.label, None))
        columns.append(list(range(len(made), len(made) + len(each))))
        made += each
    x = np.column_stack(made).astype(np.float64)
    rows = np.flatnonzero((found.now.member >= 0) & ~np.isnan(x).any(axis=1))
    weights = fielding.design.weights[rows]
    return _Asked(
        features.items,
        tuple(columns),
        tuple(labels),
        x[rows],
        rows,
        found.now.member[rows],
        weights,
        found.now.k,
    )


def chosen(asked: _Asked, train: Codes) -> list[int]:
    """Questions in the order in which they are taken, judged by the customers of ``train`` (m,) alone."""
    x, member, weights = asked.x[train], asked.member[train], asked.weights[train]
    told = moments(x, np.eye(asked.k)[member], weights)
    order: list[int] = []
    while len(order) < min(_MOST, len(asked.items)):
        left = [q for q in range(len(asked.items)) if q not in order]
        rates = [weights @ (_placed(asked, x, told, [*order, q]) == member) for q in left]
        order.append(left[int(np.argmax(rates))])
    return order


def rule(told: tuple[Floats, Floats, Floats], columns: list[int]) -> tuple[Floats, Floats]:
    """Coefficients (q, k) and constants (k,) of the linear discriminant on some columns."""
    centres, covariance, share = told
    m = centres[:, columns]
    coefficients = np.linalg.pinv(covariance[np.ix_(columns, columns)], hermitian=True) @ m.T
    constants = np.log(np.maximum(share, 1e-300)) - np.einsum("kq,qk->k", m, coefficients) / 2
    return coefficients, constants


def _placed(asked: _Asked, x: Floats, told: tuple[Floats, Floats, Floats], questions: list[int]) -> Codes:
    columns = [c for q in questions for c in asked.columns[q]]
    coefficients, constants = rule(told, columns)
    return np.asarray(np.argmax(x[:, columns] @ coefficients + constants, axis=1))


def _crossed(found: Segments, asked: _Asked, steps: int) -> Floats:
    """Whether each customer is placed rightly (m, steps + 1): by the first 1, 2, ... questions, and by all."""
    unit = found.fielding.design.unit[asked.rows]
    rng = found.fielding.generator("segments: questions")
    part = rng.permutation(int(unit.max()) + 1)[unit] % _FOLDS
    hits = np.zeros((len(part), steps + 1))
    everything = list(range(len(asked.items)))
    for test in (part == p for p in range(_FOLDS)):
        told = moments(asked.x[~test], np.eye(asked.k)[asked.member[~test]], asked.weights[~test])
        order = chosen(asked, ~test)
        for n, questions in enumerate([*(order[:m] for m in range(1, steps + 1)), everything]):
            hits[test, n] = _placed(asked, asked.x[test], told, questions) == asked.member[test]
    return hits


def _tool(found: Segments, asked: _Asked, order: list[int], hits: Floats) -> TypingTool:
    fielding = found.fielding
    largest = asked.member == np.argmax(np.bincount(asked.member, asked.weights, asked.k))
    every = np.full((len(fielding.responses), hits.shape[1] + 1), np.nan)
    every[asked.rows] = np.column_stack([hits, largest])
    labels = [(asked.items[q].item, _after(asked.items[q].label, n)) for n, q in enumerate(order)]
    subjects = [Subject(*label) for label in (*labels, ("all", _ALL), ("largest", _LARGEST))]
    *steps, whole, guess = fielding.estimates(every, subjects, measure="segment_hits", unit="share")
    enough = next(n for n, e in enumerate([*steps, whole]) if e.value >= _CLOSE * whole.value)
    few = [*steps, whole][enough]
    lost, gained = (
        _against(fielding, every, pair) for pair in ((enough, len(steps)), (len(steps) + 1, enough))
    )
    questions = order[: enough + 1] if enough < len(steps) else list(range(len(asked.items)))
    start, rules, same = _rounded(asked, questions)
    df = fielding.design.df
    pairs = [contrast.joint(guess, few, se=gained, df=df), contrast.joint(few, whole, se=lost, df=df)]
    against_guess, against_all = contrast.family(pairs)
    return TypingTool(
        found.levels, Estimates(tuple(steps)), guess, whole, few, against_guess, against_all, start, rules,
        Count(same, _AGREES, of=1.0, unit="share"), len(asked.items),
    )  # fmt: skip


def _after(label: Text, n: int) -> Text:
    """The first question, or one that is added to those before."""
    return Text(en=f"+ {label.en}", zh=f"+ {label.zh}") if n else label


def _against(fielding: Fielding, every: Floats, pair: tuple[int, int]) -> float:
    """Standard error of the difference of two hit rates of the same customers."""
    first, second = (influence(every[:, [n]], fielding.design) for n in pair)
    return float(errors(second - first, fielding.design)[0])


def _rounded(asked: _Asked, questions: list[int]) -> tuple[tuple[int, ...], tuple[Points, ...], float]:
    """The rule in whole numbers: only differences between segments count, so the least of each row is 0."""
    columns = [c for q in questions for c in asked.columns[q]]
    coefficients, constants = rule(moments(asked.x, np.eye(asked.k)[asked.member], asked.weights), columns)
    coefficients -= coefficients.min(axis=1, keepdims=True)
    constants -= constants.min()
    x = asked.x[:, columns]
    exact = np.argmax(x @ coefficients + constants, axis=1)
    for scale in _SCALES:
        points, start = np.rint(scale * coefficients), np.rint(scale * constants)
        same = float(np.average(np.argmax(x @ points + start, axis=1) == exact, weights=asked.weights))
        if same >= _SAME:
            break
    rules = tuple(
        Points(*asked.labels[c], tuple(map(int, row))) for c, row in zip(columns, points, strict=True)
    )
    return tuple(map(int, start)), rules, same
