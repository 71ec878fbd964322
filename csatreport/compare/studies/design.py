"""How two studies were made, side by side: what is the same and what differs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from csatreport.compare.studies import common
from csatreport.compare.studies.pairing import Pair
from csatreport.compare.studies.reading import Scores
from csatreport.measure.fielding import known
from csatreport.params import Text
from csatreport.params.analysis.study import LIST, TOTAL
from csatreport.params.text import normal

Verdict = Literal["same", "part", "differs", "unknown"]
Value = Text | int | None


@dataclass(frozen=True)
class Feature:
    """One thing about both studies; a value is None where it is not declared."""

    code: str
    first: Value
    second: Value
    verdict: Verdict


@dataclass(frozen=True)
class Mapped:
    """Factors of both studies that measure the same; None where a study has none. ``weight`` is that in the shared index."""

    label: Text
    first: Text | None
    second: Text | None
    first_weight: float | None
    second_weight: float | None
    weight: float | None


@dataclass(frozen=True)
class Design:
    """Features, the map of factors, and how well declared weights give the printed index (largest distance in points)."""

    first: Text
    second: Text
    features: tuple[Feature, ...]
    factors: tuple[Mapped, ...]
    misfit: tuple[float | None, float | None]

    @property
    def differing(self) -> tuple[Feature, ...]:
        """What differs, wholly or in part."""
        return tuple(f for f in self.features if f.verdict in ("part", "differs"))

    @property
    def shared(self) -> tuple[Mapped, ...]:
        """Factors that both have."""
        return tuple(f for f in self.factors if f.first and f.second)


def design(pair: Pair) -> Design:
    """Both designs as declared, what their tables show (years, brands, standard errors), and the map of factors."""
    found = []
    for code, of in _FEATURES.items():
        x, y = (of(s) for s in pair.sides)
        if x is not None or y is not None:
            found.append(Feature(code, x, y, _overlap(pair) if code == "fieldwork" else _verdict(x, y)))
    alone = [_names(pair, codes) for codes in pair.alone]
    if any(pair.alone):
        found.append(Feature("alone", alone[0], alone[1], "differs"))
    misfit = [known(common.misfit(s)) for s in pair.sides]
    titles = [s.study.title for s in pair.sides]
    return Design(titles[0], titles[1], tuple(found), _factors(pair), (misfit[0], misfit[1]))


def _verdict(x: Value, y: Value) -> Verdict:
    if x is None or y is None:
        return "unknown"
    if isinstance(x, Text) and isinstance(y, Text):
        return "same" if normal(x.en) == normal(y.en) and normal(x.zh) == normal(y.zh) else "differs"
    return "same" if x == y else "differs"


def _fieldwork(scores: Scores) -> Text | None:
    s = scores.study
    if not (s.begin and s.end):
        return None
    first, last = s.begin.isoformat(), s.end.isoformat()
    return Text(en=f"{first} to {last}", zh=f"{first}至{last}")


def _overlap(pair: Pair) -> Verdict:
    a, b = (s.study for s in pair.sides)
    if not (a.begin and a.end and b.begin and b.end):
        return "unknown"
    if (a.begin, a.end) == (b.begin, b.end):
        return "same"
    return "part" if a.begin <= b.end and b.begin <= a.end else "differs"


def _names(pair: Pair, codes: Sequence[str]) -> Text:
    if not codes:
        return Text(en="none", zh="无")
    labels = [pair.brand(c) for c in codes]
    return Text(en=", ".join(t.en for t in labels), zh="、".join(t.zh for t in labels))


def _errors(scores: Scores) -> Text:
    return _KNOWN if np.isfinite(scores.of(scores.scored(TOTAL))[1]).all() else _UNKNOWN


def _scale(scores: Scores) -> Text:
    return Text.same(f"{scores.study.low:g}–{scores.study.high:g}")


_KNOWN = Text(
    en="printed, or from interviews and their declared spread", zh="已公布，或由样本量与给定的标准差推算"
)
_UNKNOWN = Text(en="unknown", zh="未知")
_FEATURES: dict[str, Callable[[Scores], Value]] = {
    "organiser": lambda s: s.study.organiser,
    "year": lambda s: Text(en=str(s.year), zh=f"{s.year}年"),
    "fieldwork": _fieldwork,
    "asked": lambda s: s.study.asked,
    "sampling": lambda s: s.study.sampling,
    "cities": lambda s: s.study.cities,
    "interviews": lambda s: s.study.interviews,
    "brands": lambda s: s.study.brands or len(s.scored(TOTAL)),
    "scale": _scale,
    "factors": lambda s: len(s.study.factor) or None,
    "errors": _errors,
    "note": lambda s: s.study.note,
}


def _factors(pair: Pair) -> tuple[Mapped, ...]:
    known = pair.survey.questionnaire.labels.get(LIST, {})
    weights = common.shared_weights(pair) if pair.shared else {}
    sides = [_by_key(s) for s in pair.sides]
    keys = list(dict.fromkeys([*sides[0], *sides[1]]))
    rows = []
    for key in sorted(keys, key=lambda k: k not in weights):
        own = [side.get(key, {}) for side in sides]
        names = [_joined([known.get(c, Text.same(c)) for c in o]) if o else None for o in own]
        total = [sum(o.values()) if o else None for o in own]
        rows.append(Mapped(pair.label(key, *own), names[0], names[1], total[0], total[1], weights.get(key)))
    return tuple(rows)


def _by_key(scores: Scores) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for f in scores.study.factor:
        found.setdefault(f.key, {})[f.code] = f.weight
    return found


def _joined(labels: Sequence[Text]) -> Text:
    return Text(en=" + ".join(t.en for t in labels), zh=" + ".join(t.zh for t in labels))
