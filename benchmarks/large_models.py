"""Everything that chapters ask of a large survey, a wave at a time, with the time of each and the peak of memory of all.

python benchmarks/large_models.py [answers] [--folder FOLDER]

10,000,000 answers x 40 items x 12 quarters unless told otherwise; they are made first, in a process of their own.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import large_answers
import machine

from csatreport.availability import available
from csatreport.compare import domains, trends
from csatreport.measure import correlation, drivers, estimate, pathmodel, structure
from csatreport.survey import Survey

ASKED: dict[str, Callable[[Survey], object]] = {
    "what chapters need": available,
    "40 items in 12 quarters": lambda s: estimate.all_series(s, large_answers.ITEMS, "mean"),
    "lines of 24 services": lambda s: trends.attributes(s, "csat"),
    "every item, newest quarter": lambda s: estimate.items(s, "csat"),
    "regions": lambda s: estimate.levels(s, "overall", "csat", "region"),
    "regions against the others": lambda s: domains.differences(s, "overall", "csat"),
    "300 correlations": correlation.services,
    "structure (factors)": structure.structure,
    "drivers (15, Shapley)": drivers.drivers,
    "path model (6 constructs)": pathmodel.of,
}


def main() -> None:
    given = argparse.ArgumentParser()
    given.add_argument("answers", nargs="?", type=int, default=10_000_000)
    given.add_argument("--folder", type=Path)
    options = given.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = options.folder or Path(name)
        maker = multiprocessing.get_context("spawn").Process(
            target=large_answers.made, args=(folder, options.answers)
        )
        maker.start()
        maker.join()
        survey = large_answers.made(folder, options.answers)
        print(
            f"{options.answers:,} answers x {len(large_answers.ITEMS)} items x {len(large_answers.QUARTERS)} quarters"
        )
        begun = time.perf_counter()
        for said, ask in ASKED.items():
            clock, processor = time.perf_counter(), time.process_time()
            ask(survey)
            took = time.perf_counter() - clock, time.process_time() - processor
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(
                f"{said:30}{took[0]:8.1f} s {took[1]:8.1f} s of processor {peak:8,.0f} MB peak so far",
                flush=True,
            )
        print(f"{'all':30}{time.perf_counter() - begun:8.1f} s")
    print(machine.described("numpy", "scipy", "pandas", "pyarrow"))


if __name__ == "__main__":
    main()
