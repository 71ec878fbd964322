"""Segments of the simulated company against its truth, in every pair of waves.

Run: ``python benchmarks/segments_truth.py PROJECT``.
PROJECT is a folder with params/, notebooks/ and data/raw/truth.json, prepared with the key of the company's tests.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd

from csatreport import open_edition
from csatreport.compare import segments as compared
from csatreport.intake.pseudonyms import Pseudonyms
from csatreport.measure.segments import Segments, named
from csatreport.params import Wave
from csatreport.survey import Survey

KEY = "the-key-of-an-invented-company"
NAMES = {"Watches every yuan": 0, "Lives online": 1, "Wants it to work": 2, "Does it in the app": 3}
JOINED = np.array([0, 1, 2, 3, 3])  # the last two cannot be told apart


def main(project: Path) -> None:
    os.environ.setdefault("CSATREPORT_KEY", KEY)
    survey = open_edition("2026Q3", project)
    members = truth(project)
    print(
        "pair of waves       moved  true   interval        placed  seeming  rates in  sizes in  changed  fits  right"
    )
    rates, sizes, moved = [], [], []
    for found in pairs(survey):
        told = told_of(found, members)
        print(told["line"])
        rates += told["rates"]
        sizes += told["sizes"]
        moved.append(told["moved"])
    print(
        f"covered: moved {np.mean(moved):.3f}, rates {np.mean(rates):.3f} of {len(rates)}, "
        f"sizes {np.mean(sizes):.3f} of {len(sizes)}"
    )


def truth(project: Path) -> dict[str, pd.Series]:
    """Segment of every customer in every quarter, by pseudonym."""
    told = json.loads((project / "data" / "raw" / "truth.json").read_text("utf-8"))["segments"]
    first, members = int(told["first_number"][1:]), told["members"]
    numbers = pd.Series([f"M{first + 13 * i}" for i in range(len(members["2026Q3"]))], dtype="string")
    keys = Pseudonyms.with_secret(KEY.encode()).of(numbers, "customer")
    digits = {w: np.frombuffer(text.encode(), dtype=np.uint8) - ord("0") for w, text in members.items()}
    return {w: pd.Series(JOINED[d], index=keys) for w, d in digits.items()}


def pairs(survey: Survey) -> Iterator[Segments]:
    declared = survey.analysis.segments.model_copy(
        update={"number": 4, "most": 4, "times": 20, "references": 5}
    )
    analysis = survey.analysis.model_copy(update={"segments": declared})
    for before, now in pairwise(survey.waves):
        edition = survey.edition.model_copy(
            update={"wave": Wave.parse(str(now)), "previous": Wave.parse(str(before))}
        )
        yield named(replace(survey, edition=edition, analysis=analysis))


def told_of(found: Segments, members: dict[str, pd.Series]) -> dict[str, object]:
    migration, drift = compared.migration(found), compared.drift(found)
    if migration is None or drift is None or found.before is None:
        raise SystemExit(f"nothing to compare in {found.fielding.wave}")
    then, now = (members[str(f.wave)].to_numpy() for f in (found.before.fielding, found.fielding))
    rates = []
    for flow in migration.flows:
        a, b = (NAMES[s.label.en] for s in (flow.first, flow.second))
        rates.append(flow.rate.low <= (now[then == a] == b).mean() <= flow.rate.high)
    sizes = [e.low <= (now == NAMES[e.label.en]).mean() <= e.high for e in compared.sizes(found)]
    keys, placed = found.fielding.responses["customer"].fillna(""), found.now.member
    known = members[str(found.fielding.wave)].reindex(keys).to_numpy()
    at = np.array([NAMES[n.en] for n in found.names])
    right = (at[placed] == known)[(placed >= 0) & ~np.isnan(known)].mean()
    m, true = migration.moved, (then != now).mean()
    line = (
        f"{found.before.fielding.wave} - {found.fielding.wave}  {m.value:.4f} {true:.4f} {m.low:.4f}-{m.high:.4f}  "
        f"{migration.placed.value:.4f}  {migration.seeming.value:.4f}   {sum(rates):2d} of {len(rates)}  "
        f"{sum(sizes)} of {len(sizes)}    {len(compared.changes(found).clear)}        {drift.fits!s:5} {right:.4f}"
    )
    return {"line": line, "rates": rates, "sizes": sizes, "moved": m.low <= true <= m.high}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
