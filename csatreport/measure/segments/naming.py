"""What segments are called: what the analyst says, what they were called before, or what sets them apart most."""

from __future__ import annotations

import re
from collections.abc import Sequence
from string import ascii_uppercase

import numpy as np

from csatreport.measure.design import Floats
from csatreport.measure.segments.found import Segmentation
from csatreport.params import Text

_ASIDE = re.compile(r"\s*[(（][^()（）]*[)）]$")
_ABOVE = 0.25  # standard deviations from the average: what a declared name must find
_TELLING = 0.5  # from which on an answer may name a segment
_BESIDE = 0.6  # of the first answer, for a second one to stand beside it
_HIGH = {
    "attitude": ("{}", "{}型"),
    "importance": ("Cares about {}", "看重{}型"),
    "satisfaction": ("Happier with {}", "{}评价偏高型"),
    "items": ("High on {}", "{}偏高型"),
}
_LOW = {
    "attitude": ("Not so much: {}", "不太认同“{}”型"),
    "importance": ("Cares less about {}", "不太看重{}型"),
    "satisfaction": ("Less happy with {}", "{}评价偏低型"),
    "items": ("Low on {}", "{}偏低型"),
}
_THROUGHOUT = (
    Text(en="High throughout", zh="各项普遍偏高型"),
    Text(en="Low throughout", zh="各项普遍偏低型"),
)
_AVERAGE = Text(en="Close to the average", zh="接近平均型")


def standing(segmentation: Segmentation) -> Floats:
    """How far (k, p) each segment lies from the average of all, in standard deviations; 0 for categories."""
    features = segmentation.features
    away = (segmentation.centres - features.mean) / features.spread
    return np.where(features.categories, 0.0, away)


def letter(n: int) -> str:
    """Letter of a segment by its place: A is the largest."""
    return ascii_uppercase[n] if n < len(ascii_uppercase) else f"{ascii_uppercase[n % 26]}{n // 26}"


def unnamed(n: int) -> Text:
    """What a segment is called that would not surely be found again."""
    return Text(en=f"Segment {letter(n)} (not stable)", zh=f"客群{letter(n)}（不稳定）")


def declared(segmentation: Segmentation) -> dict[int, Text]:
    """Names that ``[segments] name`` gives: each to the segment that is most of what the name is known by.

    A name fits a segment that lies above the average in all of its ``high`` items and below in all of its ``low`` ones; names
    and segments are paired so that the sum of how far they do is largest. A name that fits none is not used.
    """
    from scipy.optimize import linear_sum_assignment

    names = segmentation.fielding.survey.analysis.segments.name
    at = {i.item: n for n, i in enumerate(segmentation.features.items)}
    usable = [n for n in names if all(i in at for i in (*n.high, *n.low))]
    if not usable:
        return {}
    away = standing(segmentation)
    signed = [np.hstack([away[:, [at[i] for i in n.high]], -away[:, [at[i] for i in n.low]]]) for n in usable]
    fits = np.array([(s > _ABOVE).all(axis=1) for s in signed])
    how = np.where(fits, np.array([s.mean(axis=1) for s in signed]), -1e6)
    pairs = zip(*linear_sum_assignment(how, maximize=True), strict=True)
    return {int(s): usable[n].text for n, s in pairs if fits[n, s]}


def by_rule(segmentation: Segmentation) -> tuple[Text, ...]:
    """A name (k,) for each segment from the one or two answers that set it apart most."""
    away, labels = standing(segmentation), _short([s.label for s in segmentation.features.subjects])
    role = segmentation.features.role
    return tuple(_named(row, labels, role) for row in away)


def distinct(names: Sequence[Text]) -> tuple[Text, ...]:
    """The same names, with their letters where two are alike."""
    return tuple(
        n if names.count(n) == 1 else Text(en=f"{n.en} ({letter(i)})", zh=f"{n.zh}（{letter(i)}）")
        for i, n in enumerate(names)
    )


def _named(away: Floats, labels: Sequence[Text], role: str) -> Text:
    if role != "attitude" and (throughout := _throughout(away[away != 0])):
        return throughout
    up, down = _first(away), _first(-away)
    (en, zh), which = (_HIGH[role], up) if up else (_LOW[role], down)
    if not which:
        return _AVERAGE
    said = [labels[n] for n in which]
    begins = bool(up) and role == "attitude"
    english = [s.en if begins and n == 0 else _lower(s.en) for n, s in enumerate(said)]
    return Text(en=en.format(", ".join(english)), zh=zh.format("、".join(s.zh for s in said)))


def _throughout(away: Floats) -> Text | None:
    """What a segment is called that lies on one side of the average in everything."""
    if len(away) < 2 or (np.abs(away) < _ABOVE).any() or abs(np.sign(away).sum()) < len(away):
        return None
    return _THROUGHOUT[int(away[0] < 0)]


def _first(away: Floats) -> list[int]:
    """The answer that lies furthest above, and the next where it lies nearly as far."""
    order = np.argsort(-away, kind="stable")[:2]
    top = away[order[0]]
    return [int(n) for n in order if away[n] >= max(_TELLING, _BESIDE * top)]


def _short(labels: Sequence[Text]) -> list[Text]:
    """Labels without what all of them begin with ("View: ") or end with ("(importance)")."""
    en, zh = (_cut([x[k] for x in labels], mark) for k, mark in (("en", ":"), ("zh", "：")))  # type: ignore[index]
    return [Text(en=a[:1].upper() + a[1:], zh=b) for a, b in zip(en, zh, strict=True)]


def _cut(texts: Sequence[str], colon: str) -> list[str]:
    start = _shared([x.partition(colon)[0] + colon if colon in x else "" for x in texts])
    end = _shared([found[0] if (found := _ASIDE.search(x)) else "" for x in texts])
    return [x.removeprefix(start).removesuffix(end).strip() or x for x in texts]


def _shared(parts: Sequence[str]) -> str:
    """What is the same of all; nothing where there is one alone."""
    return parts[0] if len(parts) > 1 and len(set(parts)) == 1 else ""


def _lower(text: str) -> str:
    """A label in the middle of a phrase; abbreviations and names such as Wi-Fi keep their capitals."""
    first = text.partition(" ")[0]
    return text if any(c.isupper() for c in first[1:]) else text[:1].lower() + text[1:]
