"""How often the 95 % interval holds the truth: simulated surveys of one company, weighted and estimated as in the book.

python benchmarks/coverage.py [surveys share]

Each survey is drawn anew from the same 60,000 customers, with its own non-response; the truth is what all
customers would say. Weights: design, strata, ages and tenures, trimmed, as the root project declares them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from csatreport.intake import weigh
from csatreport.intake.design import usable
from csatreport.measure import estimate
from csatreport.params.load import load_book, load_edition, load_questionnaire
from csatreport.simulate.survey import sample, true
from csatreport.survey import Survey

ROOT = Path(__file__).resolve().parents[1]
WAVE = "2026Q3"
ITEMS = (
    "overall",
    "renew",
    "speed",
    "stability",
    "bill_clear",
    "price",
    "repair_speed",
    "hotline_wait",
    "app",
)


def asked(seed: int, share: float) -> pd.DataFrame:
    """One survey of the items above."""
    return sample(seed, WAVE, (*ITEMS, "recommend"), share=share)


def surveys(count: int, share: float, ask: Callable[[int, float], pd.DataFrame] = asked) -> list[Survey]:
    """Surveys with the weights of the root project's newest edition; ``ask`` draws the one of a seed."""
    edition, questionnaire = load_edition(ROOT, WAVE), load_questionnaire(ROOT)
    edition = edition.model_copy(update={"weighting": edition.weighting.model_copy(update={"base": "none"})})
    blank = pd.DataFrame()
    first = Survey(blank, _published(), blank, blank, load_book(ROOT), edition, questionnaire, "", "declared")
    made = []
    for seed in range(count):
        drawn = ask(seed, share)
        place = drawn.assign(source="s", wave=WAVE, row=np.arange(len(drawn)), cluster="")
        usable(place)
        weights = weigh.weights(place, drawn, edition, ROOT).weight
        head = {
            "response": np.arange(len(drawn)),
            "wave": WAVE,
            "minutes": np.nan,
            "weight": weights,
            "cluster": "",
        }
        made.append(replace(first, responses=drawn.assign(**head)))
    return made


def covered(drawn: list[Survey], *, weighted: bool = True) -> pd.DataFrame:
    """Whether each interval holds the truth: a row per survey, a column per figure."""
    truth = true(WAVE)["items"]
    rows = []
    for survey in drawn:
        one = survey if weighted else replace(survey, responses=survey.responses.assign(weight=1.0))
        shares = estimate.items(one, "csat", items=list(ITEMS))
        row = {e.item: e.low <= truth[e.item]["satisfied"] <= e.high for e in shares}
        nps = estimate.one(one, "recommend", "nps")
        rows.append(row | {"nps": nps.low <= truth["recommend"]["nps"] <= nps.high})
    return pd.DataFrame(rows)


def _published() -> pd.DataFrame:
    return pd.DataFrame(columns=["wave", "item", "domain", "level", "value"])


def main() -> None:
    import machine

    count, share = int(sys.argv[1]) if sys.argv[1:] else 200, float(sys.argv[2]) if sys.argv[2:] else 1.0
    drawn = surveys(count, share)
    base = np.mean([len(s.responses) for s in drawn])
    print(
        f"{count} surveys of {base:,.0f} answers on average, {len(ITEMS)} shares satisfied and one net promoter score"
    )
    weighted, plain = covered(drawn), covered(drawn, weighted=False)
    for figure in weighted:
        print(f"  {figure:14} {weighted[figure].mean():6.1%}   unweighted {plain[figure].mean():6.1%}")
    print(f"  {'all':14} {weighted.to_numpy().mean():6.1%}   unweighted {plain.to_numpy().mean():6.1%}")
    print(machine.described("numpy", "pandas"))


if __name__ == "__main__":
    main()
