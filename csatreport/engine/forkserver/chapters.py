"""Importing this module imports what csatreport's own chapters import."""

from __future__ import annotations

import contextlib
import importlib

from csatreport.engine.source import imported
from csatreport.params.load import packaged


def _import_all() -> None:
    notebooks = (packaged() / "notebooks").glob("*.ipynb")
    names = {name for notebook in notebooks for name in imported(notebook, ["csatreport"])}
    for name in ("csatreport.opening", *sorted(names)):
        with contextlib.suppress(ModuleNotFoundError):  # a function of a module is among the names too
            importlib.import_module(name)


_import_all()
