"""From nothing to the first result of a notebook: kernels that are started beside kernels that are forked.

    python benchmarks/kernels.py [RUNS]

The notebook imports what chapters import and makes one table; its cells take no time. `started` and `forked` are papermill
with its own engine and the kernels `python3` and `csatreport`; `engine` is papermill with ours, without fixed waits. What a
server of forked kernels costs once, when the first notebook wants one, stands in the last row. Runs are interleaved; medians.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

import nbformat
import papermill
from machine import described

CELLS = (
    "import numpy, pandas, scipy.stats, seaborn, sklearn.cluster, sklearn.linear_model\nimport matplotlib.pyplot\n"
    "from csatreport import open_edition\nfrom csatreport.exhibit import charts, claim, show, tables\n"
    "from csatreport.measure import estimate",
    "pandas.DataFrame({'n': [1, 2, 3]})",
)
WAYS = {
    "started (python3)": {"kernel_name": "python3"},
    "forked (csatreport)": {"kernel_name": "csatreport"},
    "forked, engine csatreport": {"kernel_name": "python3", "engine_name": "csatreport"},
}


def main(runs: int) -> None:
    """Print a table."""
    print(described("papermill", "jupyter-client", "ipykernel", "nbclient", "pandas"))
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_RUNTIME_DIR"] = folder  # a server of our own, not one that is there already
        notebook = Path(folder) / "notebook.ipynb"
        nbformat.write(nbformat.v4.new_notebook(cells=list(map(nbformat.v4.new_code_cell, CELLS))), notebook)
        first = seconds(notebook, WAYS["forked, engine csatreport"])
        taken: dict[str, list[float]] = {name: [] for name in WAYS}
        for _ in range(runs):
            for name, way in WAYS.items():
                taken[name].append(seconds(notebook, way))
    cold = statistics.median(taken["started (python3)"])
    print(f"{'kernel':<28}{'wall, s':>9}{'ratio':>8}   (medians of {runs} runs)")
    for name, found in taken.items():
        wall = statistics.median(found)
        print(f"{name:<28}{wall:>9.2f}{wall / cold:>8.2f}")
    print(f"{'the first, with its server':<28}{first:>9.2f}{first / cold:>8.2f}")


def seconds(notebook: Path, way: dict[str, str]) -> float:
    """Wall seconds of one run."""
    began = time.perf_counter()
    papermill.execute_notebook(
        str(notebook), str(notebook.with_suffix(".out.ipynb")), progress_bar=False, language="python", **way
    )
    return time.perf_counter() - began


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
