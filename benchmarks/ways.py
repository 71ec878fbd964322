"""Ways to run one notebook with many sets of parameters: ours, and those that one would otherwise take.

Each takes the runs and a project and returns nothing: what is measured is how long it takes until all notebooks are executed
and written. Two processes work at a time wherever the way knows how to.
"""

from __future__ import annotations

import contextlib
import io
import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from csatreport.engine import run, variables
from csatreport.engine.crew import Crew

Way = Callable[[Sequence[run.Run], Path], None]
TWO = 2


def ours(runs: Sequence[run.Run], project: Path, *, shared: bool = True) -> None:
    """The build's own runner."""
    with _folder(project) as here, Crew(here / "log", TWO) as crew:
        run.chapters(
            crew, runs, project=project, into=here / "out", failed=here / "failed", seconds=600, say=_quiet, shared=shared
        )  # fmt: skip


def floor(runs: Sequence[run.Run], project: Path) -> None:
    """The same code as a function in two processes that have everything imported: no notebook, no kernel, nothing written.

    Imported is what one notebook of each kind needs: call :func:`warm` before.
    """
    with multiprocessing.get_context("fork").Pool(TWO) as pool:
        pool.map(partial(_function, project=project), runs, chunksize=1)


def warm(runs: Sequence[run.Run], project: Path) -> None:
    """Import here what these notebooks need, by running one of each kind."""
    for each in {each.notebook: each for each in runs}.values():
        _function(each, project)


def settle() -> None:
    """Begin this script again under the environment that a build's processes have, so that all ways have the same."""
    wanted = variables.settled({})
    if any(os.environ.get(name) != value for name, value in wanted.items()):
        os.execve(sys.executable, [sys.executable, *sys.argv], wanted)  # noqa: S606 - ourselves


def papermill_loop(runs: Sequence[run.Run], project: Path) -> None:
    """The command, one notebook after the other."""
    _papermill(runs, project, at_once=1)


def papermill_two(runs: Sequence[run.Run], project: Path) -> None:
    """The command, two at a time."""
    _papermill(runs, project, at_once=TWO)


def nbclient(runs: Sequence[run.Run], project: Path) -> None:
    """The executor of nbclient, two at a time, a cold kernel for each notebook."""
    with (
        _folder(project) as here,
        multiprocessing.get_context("spawn").Pool(TWO) as pool,
    ):
        pool.map(partial(_by_nbclient, project=str(project)), _written(runs, here), chunksize=1)


def jupyter_cache(runs: Sequence[run.Run], project: Path) -> None:
    """jupyter-cache's parallel executor, which takes as many processes as there are processors."""
    from jupyter_cache import get_cache
    from jupyter_cache.executors import load_executor

    with _folder(project) as here:
        cache = get_cache(str(here / "cache"))
        for file in _written(runs, here):
            cache.add_nb_to_project(file)
        result = load_executor("local-parallel", cache).run_and_cache(timeout=600)
        if len(result.succeeded) != len(runs):
            raise RuntimeError(f"jupyter-cache ran {len(result.succeeded)} of {len(runs)} notebooks")


def ploomber(runs: Sequence[run.Run], project: Path, *, python: str) -> None:
    """ploomber-engine (its project is archived): two processes of an interpreter that has it, half of the notebooks each."""
    with _folder(project) as here:
        files = _written(runs, here)
        _all(
            [
                [python, str(Path(__file__)), "ploomber", str(project), *files[start::TWO]]
                for start in range(TWO)
            ],
            project,
        )


def _papermill(runs: Sequence[run.Run], project: Path, *, at_once: int) -> None:
    with _folder(project) as here:
        commands = [
            [
                str(Path(sys.executable).with_name("papermill")), str(each.notebook), str(here / each.file),
                "--cwd", str(project), "-k", "python3", "--no-progress-bar",
                *(word for name, value in each.parameters.items() for word in ("-r", name, str(value))),
            ]
            for each in runs
        ]  # fmt: skip
        _all(commands, project, at_once=at_once)


def _all(commands: Sequence[Sequence[str]], project: Path, *, at_once: int = TWO) -> None:
    with ThreadPoolExecutor(at_once) as threads:
        list(threads.map(partial(_command, project=project), commands))


def _command(command: Sequence[str], project: Path) -> None:
    subprocess.run(command, check=True, cwd=project, env=variables.settled({}), capture_output=True)


def _function(each: run.Run, project: Path) -> None:
    os.chdir(project)
    names: dict[str, Any] = {"__name__": "__main__"}
    with contextlib.redirect_stdout(io.StringIO()):
        for cell in json.loads(each.notebook.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                exec(compile("".join(cell["source"]), each.name, "exec"), names)  # noqa: S102 - our own chapters
                if "parameters" in cell["metadata"].get("tags", ()):
                    names |= each.parameters


def _written(runs: Sequence[run.Run], here: Path) -> list[str]:
    """Notebooks with their parameters in them, for tools that take no parameters."""
    import nbformat
    from papermill.iorw import load_notebook_node
    from papermill.parameterize import parameterize_notebook

    files = []
    for each in runs:
        notebook = load_notebook_node(str(each.notebook))
        notebook.metadata.kernelspec = {"name": "python3", "language": "python", "display_name": "python3"}
        notebook.metadata.language_info = {"name": "python"}
        made = parameterize_notebook(notebook, dict(each.parameters))
        files.append(str(here / each.file))
        nbformat.write(made, files[-1])
    return files


def _by_nbclient(file: str, project: str) -> None:
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(file, as_version=4)
    NotebookClient(
        notebook, timeout=600, kernel_name="python3", resources={"metadata": {"path": project}}
    ).execute()
    nbformat.write(notebook, file)


def _by_ploomber(project: str, *files: str) -> None:
    from ploomber_engine import execute_notebook

    for file in files:
        execute_notebook(file, file, cwd=project, progress_bar=False)


def _folder(project: Path) -> tempfile.TemporaryDirectory[str]:  # type: ignore[type-arg]
    """A folder inside the project, which tools that run a notebook where it lies can find the project from."""
    (project / "build").mkdir(exist_ok=True)
    return _Inside(dir=project / "build", prefix="benchmark-")


class _Inside(tempfile.TemporaryDirectory):  # type: ignore[type-arg]
    def __enter__(self) -> Path:  # type: ignore[override]
        return Path(super().__enter__())


def _quiet(*_: object) -> None:
    """Say nothing of single pages."""


if __name__ == "__main__" and sys.argv[1:2] == ["ploomber"]:
    _by_ploomber(*sys.argv[2:])
