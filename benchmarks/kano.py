"""How often the 95 % interval of better and worse holds the truth: simulated surveys of one company.

python -m benchmarks.kano [surveys share]

Each survey is drawn anew from the same 60,000 customers, weighted as the root project declares, and asks its eight
pairs of questions of everybody but those who answer by telephone. The truth is what all customers who do not answer by
telephone would say, which the segments they belong to decide.
"""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np
import pandas as pd

from benchmarks.coverage import ROOT, WAVE, surveys
from csatreport.measure import kano
from csatreport.params.analysis.kano import ANSWERS
from csatreport.params.load import load_analysis
from csatreport.simulate import company, details, opinions, sampling, truth
from csatreport.simulate.draws import stream
from csatreport.simulate.survey import KNOWN, customers
from csatreport.survey import Survey

PLACE = [q.wave for q in customers().quarters].index(WAVE)


def asked(seed: int, share: float) -> pd.DataFrame:
    """One survey of the eight pairs, missing where the answer came by telephone."""
    crowd, strata = sampling.respond(customers(), PLACE, stream(seed, "sample", WAVE), share=share)
    given = details.kano(stream(seed, "kano", WAVE), crowd)
    codes = np.array(ANSWERS)
    frame = pd.DataFrame({name: getattr(crowd, name) for name in KNOWN})
    for item, answers in given.items():
        frame[item] = pd.Series(codes[answers], dtype="string").where(crowd.mode != "telephone")
    frame.attrs["strata"] = truth.of_strata(strata)
    return frame


def true() -> dict[tuple[str, str], float]:
    """Better and worse of every feature among all customers who do not answer by telephone."""
    crowd = sampling.everybody(customers(), PLACE)
    segment = crowd.segment[crowd.mode != "telephone"]
    sizes = np.bincount(segment, minlength=len(company.SEGMENTS)) / len(segment)
    found = {}
    for feature, usual in opinions.KANO.items():
        shares = {c: (1 - opinions.KANO_SHARE) * often for c, often in details.OTHERWISE.items()}
        for name, size in zip(company.SEGMENTS, sizes, strict=True):
            shares[opinions.KANO_SEGMENT.get((name, feature), usual)] += opinions.KANO_SHARE * float(size)
        whole = sum(shares[c] for c in "MOAI")
        found[feature, "better"] = (shares["A"] + shares["O"]) / whole
        found[feature, "worse"] = -(shares["M"] + shares["O"]) / whole
    return found


def covered(drawn: list[Survey]) -> pd.DataFrame:
    """Whether each interval holds the truth: a row per survey, a column per coefficient."""
    target, analysis = true(), load_analysis(ROOT)
    rows = []
    for survey in drawn:
        features = kano.analysis(replace(survey, analysis=analysis), groups=False).features
        found = {(f.key, e.measure): e for f in features for e in (f.better, f.worse)}
        rows.append({key: e.low <= target[key] <= e.high for key, e in found.items()})
    return pd.DataFrame(rows)


def classes(drawn: list[Survey]) -> float:
    """Share of surveys that find all eight classes."""
    analysis = load_analysis(ROOT)
    found = [kano.analysis(replace(s, analysis=analysis), groups=False).features for s in drawn]
    return float(np.mean([{f.key: f.category for f in row} == opinions.KANO for row in found]))


def main() -> None:
    from benchmarks import machine

    count, share = int(sys.argv[1]) if sys.argv[1:] else 200, float(sys.argv[2]) if sys.argv[2:] else 1.0
    drawn = surveys(count, share, asked)
    base = np.mean([s.responses["kano_gift_f"].notna().sum() for s in drawn])
    print(f"{count} surveys of {base:,.0f} answers to Kano's questions on average, 8 features")
    held = covered(drawn)
    for feature in opinions.KANO:
        print(
            f"  {feature:10} better {held[feature, 'better'].mean():6.1%}   worse {held[feature, 'worse'].mean():6.1%}"
        )
    print(
        f"  {'all':10}        {held.to_numpy().mean():6.1%}   all classes found in {classes(drawn):.1%} of surveys"
    )
    print(machine.described("numpy", "pandas"))


if __name__ == "__main__":
    main()
