"""The path model beside plspm and semopy, and how often its intervals hold the truth.

OPENBLAS_NUM_THREADS=1 python benchmarks/pathmodel.py   speed
python benchmarks/pathmodel.py --coverage [SURVEYS]     coverage, over simulated surveys of one company

The others are timed by a second interpreter that has them: PATHMODEL_ORACLE=/tmp/oracle/bin/python (plspm 0.5.7 needs a
pandas before 3: PATHMODEL_ORACLE_PATH is put before its PYTHONPATH). Where all their resamples would take too long, a few are
timed and multiplied, which is said.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from csatreport.survey import Survey

ROOT = Path(__file__).resolve().parents[1]
HERE = Path(__file__).resolve().parent
WAVE, RESAMPLES, REPEATS, TURNED = "2026Q3", 500, 64, "csi_complain"
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}  # threads that wait would count as work
SIZES = {
    "image": 4,
    "expectation": 3,
    "quality": 4,
    "value": 3,
    "satisfaction": 4,
    "complaints": 3,
    "loyalty": 3,
}
PATHS = {
    "expectation": ("image",),
    "quality": ("expectation",),
    "value": ("expectation", "quality"),
    "satisfaction": ("image", "expectation", "quality", "value"),
    "complaints": ("satisfaction",),
    "loyalty": ("image", "satisfaction", "complaints"),
}


def simulated(n: int) -> pd.DataFrame:
    """Answers 1-10 to 24 questions, as for the numbers of tests/oracle."""
    rng = np.random.default_rng(24)
    paths = {
        "quality": [0.45],
        "value": [0.12, 0.58],
        "satisfaction": [0.15, 0.08, 0.44, 0.26],
        "loyalty": [0.16, 0.54, 0.14],
    }
    scores, columns = {}, {}
    for name, size in SIZES.items():
        causes = zip(paths.get(name, [0.5]), PATHS.get(name, ()), strict=False)
        caused = sum((b * scores[c] for b, c in causes), np.zeros(n))
        scores[name] = caused + np.sqrt(max(0.2, 1 - caused.var())) * rng.standard_normal(n)
        for i, loading in enumerate(np.linspace(0.7, 0.9, size), 1):
            felt = loading * scores[name] + np.sqrt(1 - loading**2) * rng.standard_normal(n)
            columns[f"{name}{i}"] = np.clip(np.floor(7 + 1.6 * felt + 0.5), 1, 10)
    return pd.DataFrame(columns)


def ours(data: pd.DataFrame) -> tuple[float, float, np.ndarray]:
    """Processor time and time on the clock of the model with all its intervals, and its paths."""
    from csatreport.measure.design import Design
    from csatreport.measure.moments import moments
    from csatreport.measure.pathmodel import bootstrap
    from csatreport.measure.pathmodel.estimate import fit
    from csatreport.measure.pathmodel.structure import structure

    pattern, values = structure(PATHS, list(SIZES.items())), data.to_numpy(float)
    design = Design.of(np.ones(len(data)))
    spent = []
    for _ in range(3):
        work, clock = time.process_time(), time.perf_counter()
        found = fit(moments(values, design.weights).correlation, pattern)
        bootstrap.spread(values, design, pattern, np.random.default_rng(1), like=found, times=RESAMPLES)
        spent.append((time.process_time() - work, time.perf_counter() - clock))
    return *min(spent), found.paths[0, pattern.on]


def theirs(package: str, data: pd.DataFrame, resamples: int) -> dict[str, object]:
    """What the second interpreter says: seconds for one model and for so many resamples, and the paths."""
    file = Path(os.environ.get("TMPDIR", "/tmp")) / f"pathmodel-{os.getpid()}.csv"  # noqa: S108 - own name, removed below
    data.to_csv(file, index=False)
    first = os.environ.get("PATHMODEL_ORACLE_PATH", "") if package == "plspm" else ""
    python = os.environ.get("PATHMODEL_ORACLE", sys.executable)
    command = [
        python,
        str(HERE / "pathmodel_others.py"),
        package,
        str(file),
        str(resamples),
        json.dumps([SIZES, PATHS]),
    ]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        env={**os.environ, **ONE_THREAD, "PYTHONPATH": first},
        check=False,
    )
    file.unlink()
    if done.returncode:
        return {"error": done.stderr.strip().splitlines()[-1]}
    return dict(json.loads(done.stdout.splitlines()[-1]))


def speed() -> None:
    import machine

    for n, some in ((250, {"plspm": 100, "semopy": 100}), (20_000, {"plspm": 20, "semopy": 50})):
        data = simulated(n)
        work, clock, paths = ours(data)
        print(f"{n:,} answers x {data.shape[1]} questions, 7 constructs, 12 paths, {RESAMPLES} resamples")
        print(
            f"  csatreport            {work:9.2f} s of processor time, {clock:9.2f} s on the clock   (best of 3, all intervals)"
        )
        for package, few in some.items():
            told = theirs(package, data, few)
            if "error" in told:
                print(f"  {package:9} could not be timed: {told['error']}")
                continue
            whole = told["one"] + told["resamples"] * RESAMPLES / few
            apart = float(np.abs(np.array(told["paths"]) - paths).max())
            print(
                f"  {package + ' ' + told['version']:21} {whole:9.2f} s of processor time   ratio {whole / work:7.0f}"
                f"   ({few} resamples timed, multiplied; largest difference of a path {apart:.1e})"
            )
    print(machine.described("numpy", "scipy", "pandas"))


def asked(seed: int, share: float) -> pd.DataFrame:
    """The questions of the index in one survey, complaints turned round as the questionnaire turns them."""
    from csatreport.simulate.opinions import INDEX
    from csatreport.simulate.survey import sample

    drawn = sample(seed, WAVE, [q for c in INDEX.values() for q in c.questions], share=share)
    turned = [c for c in drawn if c.startswith(TURNED)]
    drawn[turned] = 11 - drawn[turned]
    return drawn


def surveys(count: int) -> list[Survey]:
    """Surveys with the questions of the index, weighted as the root project declares."""
    from benchmarks import coverage as drawing

    return [_quick(s) for s in drawing.surveys(count, 1.0, asked)]


def truth() -> tuple[dict[str, float], dict[str, float]]:
    """Paths between constructs, turned as the questionnaire turns them: among all customers' answers, and as planted."""
    from csatreport.measure.moments import correlated
    from csatreport.measure.pathmodel.estimate import fit
    from csatreport.measure.pathmodel.structure import structure
    from csatreport.simulate import sampling
    from csatreport.simulate.answers import core
    from csatreport.simulate.draws import stream
    from csatreport.simulate.opinions import INDEX
    from csatreport.simulate.survey import customers

    population = customers()
    crowd = sampling.everybody(population, [q.wave for q in population.quarters].index(WAVE))
    questions = [q for c in INDEX.values() for q in c.questions]
    turn = np.where([q.startswith(TURNED) for q in questions], -1.0, 1.0)
    covariance = np.zeros((len(questions), len(questions)))
    for n in range(REPEATS):  # one answer of everybody is still a sample of what they might say
        given = core(stream(0, "true", WAVE, n), crowd)[0]
        covariance += np.cov(turn * np.column_stack([given[q] for q in questions]), rowvar=False)
    sizes = [(name, len(c.questions)) for name, c in INDEX.items()]
    pattern = structure({name: c.causes for name, c in INDEX.items() if c.causes}, sizes)
    found = fit(correlated(covariance)[None], pattern)
    names = list(INDEX)
    pairs = [(names[j], names[i], float(found.paths[0, i, j])) for i, j in np.argwhere(pattern.on)]
    turned = {(s, t): -1.0 if (s == "complaints") != (t == "complaints") else 1.0 for s, t, _ in pairs}
    return (
        {f"{s}>{t}": value for s, t, value in pairs},
        {f"{s}>{t}": turned[s, t] * INDEX[t].causes[s] for s, t, _ in pairs},
    )


def covered(
    drawn: list[Survey], true: dict[str, float], planted: dict[str, float]
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Whether each interval holds what all customers' answers give, what was planted, and the true index."""
    from csatreport.measure import pathmodel
    from csatreport.simulate.survey import true as of_wave

    index = {n: 100 - v if n == "complaints" else v for n, v in of_wave(WAVE)["index"].items()}
    rows: tuple[list, list, list] = ([], [], [])
    for survey in drawn:
        found = pathmodel.of(survey)
        for row, aim in zip(rows, (true, planted), strict=False):
            row.append({e.item: e.low <= aim[e.item] <= e.high for e in found.coefficients})
        rows[2].append({e.item: e.low <= index[e.item] <= e.high for e in found.index})
    return tuple(pd.DataFrame(r) for r in rows)


def coverage(count: int) -> None:
    import machine

    drawn = surveys(count)
    true, planted = truth()
    paths, before, index = covered(drawn, true, planted)
    base = np.mean([len(s.responses) for s in drawn])
    print(
        f"{count} surveys of {base:,.0f} answers on average, 12 paths and 7 indices, {RESAMPLES} resamples each"
    )
    for name in paths:
        aim = f"{true[name]:.3f}, planted {planted[name]:.2f}"
        print(f"  {name:26} {paths[name].mean():6.1%}   (true {aim}: {before[name].mean():6.1%})")
    print(f"  {'all paths':26} {paths.to_numpy().mean():6.1%}   (planted: {before.to_numpy().mean():6.1%})")
    for name in index:
        print(f"  index {name:20} {index[name].mean():6.1%}")
    print(f"  {'all indices':26} {index.to_numpy().mean():6.1%}")
    print(machine.described("numpy", "pandas"))


def _quick(survey: Survey) -> Survey:
    declared = survey.analysis.path_model.model_copy(update={"resamples": RESAMPLES})
    return replace(survey, analysis=survey.analysis.model_copy(update={"path_model": declared}))


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    if "--coverage" in sys.argv:
        rest = sys.argv[sys.argv.index("--coverage") + 1 :]
        coverage(int(rest[0]) if rest else 200)
    else:
        speed()
