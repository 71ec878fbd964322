"""A papermill engine that runs the cells in this process, with the shell that Jupyter's kernels use.

The process is a child of :mod:`csatreport.engine.foreman`: it has imported everything already, and
killing it kills the chapter, for there is no second process that could go on. The engine keeps what
a page may show (display data, results, printed text) and gives what is written to stderr to the log.
"""

from __future__ import annotations

import contextlib
import io
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import nbformat
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from papermill.engines import Engine, NotebookExecutionManager
from traitlets.config import Config

Outputs = list[Any]


class TimeLimit(BaseException):
    """The chapter's time is up. No ``except Exception`` of a chapter swallows it."""


def _output(kind: str, **parts: object) -> Any:  # noqa: ANN401 - papermill wants attributes
    return nbformat.from_dict({"output_type": kind, **parts})


class _Publisher(DisplayPublisher):  # type: ignore[misc]
    """Keeps what ``display`` shows."""

    outputs: Outputs

    def publish(self, data: dict[str, Any], metadata: dict[str, Any] | None = None, **_: object) -> None:
        self.outputs.append(_output("display_data", data=data, metadata=metadata or {}))


class _Hook(DisplayHook):  # type: ignore[misc]
    """Keeps the value of a cell's last line."""

    outputs: Outputs

    def __call__(self, result: object = None) -> None:
        if result is not None and not self.quiet():
            data, metadata = self.compute_format_data(result)
            self.outputs.append(_output("display_data", data=data, metadata=metadata))


class _Printed(io.TextIOBase):
    """Standard output of a cell."""

    def __init__(self, outputs: Outputs) -> None:
        self.outputs = outputs

    def write(self, text: str) -> int:
        last = self.outputs[-1] if self.outputs else {}
        if last.get("output_type") == "stream":
            last["text"] += text
        elif text:
            self.outputs.append(_output("stream", name="stdout", text=text))
        return len(text)


class _Shell(InteractiveShell):  # type: ignore[misc]
    """The shell of a chapter; a failed cell leaves its error in the outputs."""

    display_pub_class = _Publisher
    displayhook_class = _Hook

    def run(self, source: str) -> tuple[Outputs, bool]:
        outputs: Outputs = []
        self.display_pub.outputs = self.displayhook.outputs = outputs
        with contextlib.redirect_stdout(_Printed(outputs)):
            result = self.run_cell(source, store_history=True)
        return outputs, bool(result.success)

    def _showtraceback(self, etype: type[BaseException], evalue: BaseException, stb: list[str]) -> None:
        sys.stderr.write(self.InteractiveTB.stb2text(stb) + "\n")
        error = {"ename": etype.__name__, "evalue": str(evalue), "traceback": stb}
        self.display_pub.outputs.append(_output("error", **error))


class InProcess(Engine):  # type: ignore[misc]
    """Cells one after the other until one fails.

    ``marker`` is a file that holds the number (from 0) of the cell at work, ``seconds`` the time limit.
    """

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: NotebookExecutionManager, kernel_name: str, *, marker: Path, seconds: float, **_: object
    ) -> None:
        """Run the notebook's code cells and keep their outputs in it."""
        del kernel_name
        with _time_limit(seconds):
            shell = _shell()
            for index, cell in enumerate(nb_man.nb.cells):
                if cell.cell_type == "code" and not cls._run(nb_man, shell, index, marker):
                    return

    @staticmethod
    def _run(nb_man: NotebookExecutionManager, shell: _Shell, index: int, marker: Path) -> bool:
        cell = nb_man.nb.cells[index]
        marker.write_text(str(index), encoding="utf-8")
        nb_man.cell_start(cell, index)
        cell.execution_count = shell.execution_count
        cell.outputs, success = shell.run(cell.source)
        if not success:
            nb_man.cell_exception(cell, index)
        nb_man.cell_complete(cell, index)
        return success


def _shell() -> _Shell:
    quiet = {
        "HistoryManager": {"enabled": False},
        "InteractiveShell": {"colors": "nocolor", "xmode": "Context"},
    }
    shell: _Shell = _Shell.instance(config=Config(quiet))
    return shell


@contextlib.contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TimeLimit(f"time limit of {seconds:g} seconds")

    before: Callable[[int, FrameType | None], object] | int | None = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
