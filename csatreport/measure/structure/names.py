"""What factors are called: as the analyst says, else by the dimensions or the words of the items that mark them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from csatreport.measure.design import Codes, Floats
from csatreport.measure.subjects import Subject
from csatreport.params import Text
from csatreport.params.analysis.structure import FactorName

_MOST = 0.75  # of the variance that marks a factor: a dimension that has it names the factor alone
_BOTH = 0.90  # two dimensions that have it name it together


def homes(loadings: Floats) -> Codes:
    """The factor (k,) on which each item loads most, whatever the sign; also of many solutions (b, k, m)."""
    return np.asarray(np.argmax(np.abs(loadings), axis=-1))


def named(
    loadings: Floats, subjects: Sequence[Subject], declared: Sequence[FactorName] = ()
) -> tuple[Text, ...]:
    """A name for each factor of ``loadings`` (k, m).

    A declared name goes to the factor on which its items load most (by the sum of squares); a factor that two names
    claim keeps the first. Otherwise, of the items whose home the factor is: their dimension, if three quarters of the
    squared loadings are of one; two dimensions together, if they have nine tenths; else the labels of its two
    largest items. Two factors that a dimension would name alike are told apart by their largest items. A factor
    without items of its own is named by its two largest.
    """
    given = _declared(loadings, subjects, declared)
    home = homes(loadings)
    found = [
        given.get(f) or _by_dimension(loadings[:, f] ** 2 * (home == f), subjects)
        for f in range(loadings.shape[1])
    ]
    twice = {t for t in found if t is not None and found.count(t) > 1}
    return tuple(
        t if t is not None and (t not in twice or f in given) else _by_items(loadings[:, f], subjects)
        for f, t in enumerate(found)
    )


def _declared(
    loadings: Floats, subjects: Sequence[Subject], declared: Sequence[FactorName]
) -> dict[int, Text]:
    codes = [s.item for s in subjects]
    found: dict[int, Text] = {}
    for one in declared:
        rows = [codes.index(i) for i in one.items if i in codes]
        if rows:
            found.setdefault(int(np.argmax((loadings[rows] ** 2).sum(axis=0))), one.name)
    return found


def _by_dimension(weight: Floats, subjects: Sequence[Subject]) -> Text | None:
    share: dict[str, float] = {}
    label: dict[str, Text] = {}
    for w, s in zip(weight, subjects, strict=True):
        if s.group and s.group_label and w > 0:
            share[s.group] = share.get(s.group, 0.0) + float(w)
            label[s.group] = s.group_label
    if not share or not weight.sum() > 0:
        return None
    largest = sorted(share, key=lambda g: -share[g])
    if share[largest[0]] >= _MOST * weight.sum():
        return label[largest[0]]
    if len(largest) > 1 and share[largest[0]] + share[largest[1]] >= _BOTH * weight.sum():
        return _and(label[largest[0]], label[largest[1]])
    return None


def _by_items(loadings: Floats, subjects: Sequence[Subject]) -> Text:
    first, second = np.argsort(-np.abs(loadings), kind="stable")[:2]
    return _and(subjects[first].label, subjects[second].label)


def _and(first: Text, second: Text) -> Text:
    word = second.en.split(" ")[0]
    lower = second.en[:1].lower() + second.en[1:] if word[1:].islower() else second.en
    if " and " in first.en + second.en or "与" in first.zh + second.zh:
        return Text(en=f"{first.en}; {lower}", zh=f"{first.zh}、{second.zh}")
    return Text(en=f"{first.en} and {lower}", zh=f"{first.zh}与{second.zh}")
