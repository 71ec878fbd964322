"""False discoveries where there is nothing to discover: simulated surveys of one company in which nothing differs.

python -m benchmarks.discoveries [pairs share]

Two surveys of the same customers in the same quarter stand for two waves between which nothing changed; a coin tossed
for every respondent makes groups that do not differ; perception and expectation drawn alike leave no gap. Each family
is corrected by Holm at 95 % confidence: at most 5 % of the families may hold a false discovery.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from benchmarks.coverage import ROOT, WAVE, surveys
from csatreport.compare import differentiation, domains, waves
from csatreport.compare import servqual as compared
from csatreport.measure import servqual
from csatreport.params import Item, Questionnaire, Text
from csatreport.params.load import load_questionnaire
from csatreport.results import Contrast
from csatreport.survey import Survey

BEFORE = "2026Q2"
COINS = ("coin2", "coin4", "coin8")  # groups that chance alone makes: two, four, eight of them
VIEWS = ("view1", "view2")


def pairs(count: int, share: float) -> list[Survey]:
    """Surveys of two waves with one truth, and what chance alone decides for every respondent."""
    drawn = surveys(2 * count, share)
    return [
        _pair(first, second, seed)
        for seed, (first, second) in enumerate(zip(drawn[::2], drawn[1::2], strict=True))
    ]


def _pair(first: Survey, second: Survey, seed: int) -> Survey:
    rng = np.random.default_rng([20261124, seed])
    frames = [_tossed(s.responses.assign(wave=w), rng) for s, w in ((first, BEFORE), (second, WAVE))]
    edition = second.edition.model_copy(update={"previous": first.wave.shifted(-1)})
    return replace(
        second,
        responses=pd.concat(frames, ignore_index=True),
        edition=edition,
        questionnaire=_questionnaire(),
    )


def _tossed(frame: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    n = len(frame)
    groups = {c: pd.Series(rng.integers(0, int(c[4:]), n), index=frame.index).astype("string") for c in COINS}
    answers = {v: rng.integers(1, 8, n).astype(float) for v in VIEWS}
    person = rng.normal(size=n)
    for pair in (i.roles["perception"] for i in load_questionnaire(ROOT).with_role("perception")):
        for half in ("exp", "per"):
            felt = np.rint(5.3 + 0.6 * person + 0.9 * rng.normal(size=n))
            answers[f"{half}_{pair}"] = np.clip(felt, 1, 7)
    return frame.assign(**groups, **answers)


def _questionnaire() -> Questionnaire:
    """That of the root project without what the surveys did not ask, and with what chance decided."""
    root = load_questionnaire(ROOT)
    asked = {i.item: i for i in root.items}
    roles = {
        name: {k: v for k, v in i.roles.items() if k not in ("domain", "behaviour", "attitude")}
        for name, i in asked.items()
    }
    items = [i.model_copy(update={"roles": roles[name]}) for name, i in asked.items()]
    coins = [
        Item(
            item=c,
            kind="category",
            codes=c,
            label=Text.same(c),
            wording=Text.same(c),
            roles={"domain": ""},
            sources={None: c},
        )
        for c in COINS
    ]
    view = next(i for i in root.items if "attitude" in i.roles)
    views = [view.model_copy(update={"item": v, "sources": {None: v}}) for v in VIEWS]
    return Questionnaire((*items, *coins, *views), root.labels)


def families(survey: Survey) -> dict[str, Sequence[Contrast]]:
    """Every family in which nothing is to be found."""
    return {
        "change of every service": waves.attributes(survey, "csat").rows,
        "groups against all others": domains.differences(survey, "overall", "csat").rows,
        "SERVQUAL items": servqual.gaps(survey).tests.rows,
        "SERVQUAL, change": compared.changes(survey).rows,
        "SERVQUAL, groups": compared.by_domain(survey).rows,
        "differences between customers": differentiation.differences(survey).contrasts.rows,
    }


def found(drawn: Iterable[Survey]) -> pd.DataFrame:
    """Whether each family held a false discovery (first column), and the share of its comparisons below 5 % uncorrected."""
    rows = []
    for survey in drawn:
        for name, family in families(survey).items():
            tested = [c for c in family if c.p is not None]
            rows.append(
                {
                    "family": name,
                    "comparisons": len(tested),
                    "false": any(c.direction != "none" for c in tested),
                    "uncorrected": float(np.mean([c.p < 0.05 for c in tested if c.p is not None])),
                }
            )
    return pd.DataFrame(rows)


def main() -> None:
    from benchmarks import machine

    count, share = int(sys.argv[1]) if sys.argv[1:] else 200, float(sys.argv[2]) if sys.argv[2:] else 0.25
    drawn = pairs(count, share)
    base = np.mean([len(s.responses) / 2 for s in drawn])
    print(
        f"{count} pairs of surveys of {base:,.0f} answers on average in which nothing differs; 5% is what is promised"
    )
    table = found(drawn).groupby("family", sort=False).mean()
    print(f"  {'family':32} comparisons   families with a false one   comparisons below 5%, uncorrected")
    for family, row in table.iterrows():
        print(f"  {family:32} {row['comparisons']:11.0f} {row['false']:27.1%} {row['uncorrected']:36.1%}")
    print(machine.described("numpy", "pandas"))


if __name__ == "__main__":
    main()
