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

from csatreport.compare import domains, waves
from csatreport.intake import weigh
from csatreport.intake.design import usable
from csatreport.measure import estimate, servqual
from csatreport.params.load import load_book, load_edition, load_questionnaire
from csatreport.simulate.survey import sample, sizes, true, true_gaps
from csatreport.survey import Survey

ROOT = Path(__file__).resolve().parents[1]
WAVE, BEFORE = "2026Q3", "2026Q2"
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
PAIRS = tuple(f"{half}_s{k:02d}" for k in range(1, 13) for half in ("exp", "per"))


def asked(seed: int, share: float) -> pd.DataFrame:
    """One survey of the items above."""
    return sample(seed, WAVE, (*ITEMS, "recommend"), share=share)


def before(seed: int, share: float) -> pd.DataFrame:
    """The same, of the wave before."""
    return sample(seed, BEFORE, ITEMS, share=share)


def paired(seed: int, share: float) -> pd.DataFrame:
    """One survey that asks the pairs of SERVQUAL, and overall satisfaction."""
    return sample(seed, WAVE, ("overall", *PAIRS), share=share)


def surveys(
    count: int, share: float, ask: Callable[[int, float], pd.DataFrame] = asked, *, wave: str = WAVE
) -> list[Survey]:
    """Surveys with the weights of the root project's newest edition; ``ask`` draws the one of a seed."""
    edition, questionnaire = load_edition(ROOT, WAVE), load_questionnaire(ROOT)
    edition = edition.model_copy(update={"weighting": edition.weighting.model_copy(update={"base": "none"})})
    blank = pd.DataFrame()
    first = Survey(blank, _published(), blank, blank, load_book(ROOT), edition, questionnaire, "", "declared")
    made = []
    for seed in range(count):
        drawn = ask(seed, share)
        place = drawn.assign(source="s", wave=wave, row=np.arange(len(drawn)), cluster="")
        usable(place)
        weights = weigh.weights(place, drawn, edition, ROOT).weight
        head = {
            "response": np.arange(len(drawn)),
            "wave": wave,
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


def covered_differences(now: list[Survey], before: list[Survey]) -> pd.DataFrame:
    """Whether intervals of changes since the wave before, and of each region's gap to all others, hold the truth."""
    changed, rows = _changes(), []
    gap = _gaps()
    for second, first in zip(now, before, strict=True):
        edition = second.edition.model_copy(update={"previous": second.wave.shifted(-1)})
        both = pd.concat([first.responses, second.responses], ignore_index=True)
        pair = replace(second, responses=both, edition=edition)
        changes = waves.changes(pair, "csat", items=list(ITEMS))
        row = {f"change, {c.second.item}": c.low <= changed[c.second.item] <= c.high for c in changes}
        regions = domains.differences(second, "overall", "csat", ["region"])
        rows.append(row | {f"gap, {c.second.level}": c.low <= gap[c.second.level] <= c.high for c in regions})
    return pd.DataFrame(rows)


def covered_gaps(drawn: list[Survey]) -> pd.DataFrame:
    """Whether intervals of SERVQUAL gaps hold the truth: items, and all of them together."""
    truth, rows = true_gaps(WAVE), []
    for survey in drawn:
        found = servqual.gaps(survey)
        row = {
            g.gap.item: g.gap.low <= truth[g.gap.item.removeprefix("per_")] <= g.gap.high for g in found.items
        }
        alike = {g.gap.item: found.importance[g.gap.group] for g in found.items}
        several = {d: sum(g.gap.group == d for g in found.items) for d in found.importance}
        total = sum(
            truth[i.removeprefix("per_")] * w / several[g.gap.group]
            for (i, w), g in zip(alike.items(), found.items, strict=True)
        )
        rows.append(row | {"total": found.total.gap.low <= total <= found.total.gap.high})
    return pd.DataFrame(rows)


def _changes() -> dict[str, float]:
    now, before = true(WAVE)["items"], true(BEFORE)["items"]
    return {item: now[item]["satisfied"] - before[item]["satisfied"] for item in ITEMS}


def _gaps() -> dict[str, float]:
    """Each region's share satisfied minus that of all other customers."""
    share, size = true(WAVE)["region"], sizes(WAVE)
    satisfied = {region: size[region] * share[region]["overall"]["satisfied"] for region in size}
    people, happy = sum(size.values()), sum(satisfied.values())
    return {r: satisfied[r] / size[r] - (happy - satisfied[r]) / (people - size[r]) for r in size}


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
    _tell(
        "changes since the wave before, and gaps of regions",
        covered_differences(drawn, surveys(count, share, before, wave=BEFORE)),
    )
    _tell("SERVQUAL gaps", covered_gaps(surveys(count, share, paired)))
    print(machine.described("numpy", "pandas"))


def _tell(what: str, found: pd.DataFrame) -> None:
    print(what)
    for figure in found:
        print(f"  {figure:22} {found[figure].mean():6.1%}")
    print(f"  {'all':22} {found.to_numpy().mean():6.1%}")


if __name__ == "__main__":
    main()
