"""The shell that Jupyter's kernels use, in this process: it keeps what a page may show.

Displayed data, results and printed text are kept; what is written to stderr goes to the log. Nobody is there to answer, and
printing has a limit.
"""

from __future__ import annotations

import base64
import builtins
import contextlib
import getpass
import io
import random
import sys
from typing import Any, NoReturn

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

Outputs = list[dict[str, Any]]

_MOST = 1_000_000  # characters that a cell may print


class TimeLimit(BaseException):
    """The chapter's time is up. No ``except Exception`` of a chapter swallows it."""


class PrintLimit(BaseException):
    """A cell prints without end. No ``except Exception`` of a chapter swallows it."""


class NoInputError(RuntimeError):
    """A cell asks for input, and nobody is there."""


class _Publisher(DisplayPublisher):  # type: ignore[misc]
    """Keeps what ``display`` shows."""

    outputs: Outputs

    def publish(self, data: dict[str, Any], metadata: dict[str, Any] | None = None, **_: object) -> None:
        self.outputs.append(_shown(data, metadata))


class _Hook(DisplayHook):  # type: ignore[misc]
    """Keeps the value of a cell's last line."""

    outputs: Outputs

    def __call__(self, result: object = None) -> None:
        if result is not None and not self.quiet():
            data, metadata = self.compute_format_data(result)
            self.outputs.append(_shown(data, metadata))


class _Printed(io.TextIOBase):
    """Standard output of a cell; pieces are put together when the cell ends."""

    def __init__(self, outputs: Outputs) -> None:
        self.outputs = outputs
        self.room = _MOST

    def write(self, text: str) -> int:
        if len(text) > self.room:
            raise PrintLimit(f"more than {_MOST:,} characters printed by one cell")
        self.room -= len(text)
        if text:
            last = self.outputs[-1] if self.outputs else {}
            if last.get("output_type") != "stream":
                last = {"output_type": "stream", "name": "stdout", "text": []}
                self.outputs.append(last)
            last["text"].append(text)
        return len(text)


class Shell(InteractiveShell):  # type: ignore[misc]
    """The shell of a chapter; a failed cell leaves its error in the outputs."""

    display_pub_class = _Publisher
    displayhook_class = _Hook

    def run(self, source: str) -> tuple[Outputs, bool]:
        """Run a cell; return what it shows and whether it came to its end."""
        outputs: Outputs = []
        self.display_pub.outputs = self.displayhook.outputs = outputs
        with contextlib.redirect_stdout(_Printed(outputs)):
            result = self.run_cell(source, store_history=True)
        return [_joined(output) for output in outputs], bool(result.success)

    def _showtraceback(self, etype: type[BaseException], evalue: BaseException, stb: list[str]) -> None:
        sys.stderr.write(self.InteractiveTB.stb2text(stb) + "\n")
        error = {"ename": etype.__name__, "evalue": str(evalue), "traceback": stb}
        self.display_pub.outputs.append({"output_type": "error", **error})


def shell() -> Shell:
    """Make the one shell of this process: random numbers begin alike in each, and nobody can be asked."""
    import numpy as np

    random.seed(0)
    np.random.seed(0)  # noqa: NPY002 - chapters may use what is older than generators
    builtins.input = getpass.getpass = _nobody
    quiet = {
        "HistoryManager": {"enabled": False},
        "InteractiveShell": {"colors": "nocolor", "xmode": "Context"},
    }
    made: Shell = Shell.instance(config=Config(quiet))
    return made


def _nobody(*_: object, **__: object) -> NoReturn:
    raise NoInputError(
        "a chapter runs where nobody can answer: give it a parameter, or declare it in params/"
    )


def _shown(data: dict[str, Any], metadata: dict[str, Any] | None) -> dict[str, Any]:
    text = {k: base64.b64encode(v).decode() if isinstance(v, bytes) else v for k, v in data.items()}
    return {"output_type": "display_data", "data": text, "metadata": metadata or {}}


def _joined(output: dict[str, Any]) -> dict[str, Any]:
    return {**output, "text": "".join(output["text"])} if output["output_type"] == "stream" else output
