"""Modules that a chapter may come to use are found without running it."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

import csatreport
from csatreport.engine.closure import Modules, Source

ROOT = Path(__file__).parents[1]
PACKAGE = Path(csatreport.__file__).parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
_COLD = """
import json, sys
import csatreport.intake.prepare
prepares = set(sys.modules)
for path in sys.argv[1:]:
    for cell in json.load(open(path))["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "code" and "import " in source and "open_edition(edition)" not in source:
            exec(source, {})
print(json.dumps([m for m in sys.modules if m.startswith("csatreport.") and m not in prepares]))
"""


def package(folder: Path, **files: str) -> Modules:
    """A package of these modules that stands in for csatreport; ``a__b`` is the module b of the package a."""
    for name, text in {"__init__": "", **files}.items():
        path = folder.joinpath(*name.split("__")) if name != "__init__" else folder / "__init__"
        path = path.with_suffix(".py") if not name.endswith("__init") else path.parent / "__init__.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for each in [p for p in folder.rglob("*") if p.is_dir()]:
        (each / "__init__.py").touch()
    return Modules(folder)


def closure(modules: Modules, source: str) -> set[str]:
    return {m.removeprefix("csatreport.") for m in modules.closure(modules.used(ast.parse(source)))} - {
        "csatreport"
    }


def test_what_is_imported_is_followed_into_functions_and_packages(tmp_path: Path) -> None:
    modules = package(
        tmp_path, a="def f():\n    from csatreport.p import b", p__b="import csatreport.c", c="", d=""
    )
    assert closure(modules, "from csatreport import a") == {"a", "p", "p.b", "c"}


def test_what_only_a_type_checker_imports_is_left_out(tmp_path: Path) -> None:
    text = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import csatreport.b\nelse:\n    import csatreport.c"
    modules = package(tmp_path, a=text, b="", c="")
    assert closure(modules, "import csatreport.a") == {"a", "c"}


def test_relative_imports_are_understood(tmp_path: Path) -> None:
    modules = package(tmp_path, p__a="from . import b\nfrom ..c import x", p__b="", c="x = 1")
    assert closure(modules, "from csatreport.p.a import y") == {"p", "p.a", "p.b", "c"}


def test_a_module_that_is_only_named_through_its_package_counts(tmp_path: Path) -> None:
    modules = package(tmp_path, p__a="", p__b="")
    assert closure(modules, "from csatreport import p\np.b.x()") == {"p", "p.b"}
    assert closure(modules, "import csatreport as c\nc.p.a") == {"p", "p.a"}


def test_a_module_among_those_that_import_each_other_is_met_once(tmp_path: Path) -> None:
    modules = package(tmp_path, a="import csatreport.b", b="import csatreport.a")
    assert closure(modules, "import csatreport.a") == {"a", "b"}


def test_how_data_are_prepared_is_no_part_of_a_chapter() -> None:
    modules = Modules(PACKAGE)
    found = modules.closure(["csatreport.opening"])
    assert "csatreport.intake.prepare" in found
    assert not any(name.startswith("csatreport.intake.readers") for name in found)


@pytest.fixture(scope="module")
def modules() -> Modules:
    return Modules(PACKAGE)


def test_whatever_chapters_import_in_a_cold_process_was_found(modules: Modules) -> None:
    command = [sys.executable, "-c", _COLD, *map(str, NOTEBOOKS)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    sources = [Source(json.loads(path.read_text(encoding="utf-8"))["cells"]) for path in NOTEBOOKS]
    found = modules.closure({m for source in sources for m in modules.used(source.tree)})
    assert set(json.loads(done.stdout)) - found.keys() == set()


@pytest.mark.parametrize("name", ["kano", "comments", "segments"])
def test_a_chapter_imports_nothing_beyond_its_own_modules(modules: Modules, name: str) -> None:
    path = ROOT / "notebooks" / f"{name}.ipynb"
    done = subprocess.run([sys.executable, "-c", _COLD, path], check=True, capture_output=True, text=True)
    source = Source(json.loads(path.read_text(encoding="utf-8"))["cells"])
    found = modules.closure(modules.used(source.tree))
    assert set(json.loads(done.stdout)) - found.keys() == set()


def test_a_methods_module_belongs_to_the_chapters_that_use_it(modules: Modules) -> None:
    users = set()
    for path in NOTEBOOKS:
        source = Source(json.loads(path.read_text(encoding="utf-8"))["cells"])
        if "csatreport.measure.kano.rules" in modules.closure(modules.used(source.tree)):
            users.add(path.stem)
    assert users == {"kano"}


def source(*cells: str) -> Source:
    return Source([{"cell_type": "code", "source": text} for text in cells])


def test_our_own_notebooks_are_all_understood() -> None:
    for path in NOTEBOOKS:
        assert Source(json.loads(path.read_text(encoding="utf-8"))["cells"]).unseen() == (), path.name


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("import polars", "imports polars, whose reading nobody sees"),
        ("import mymodule.part", "imports mymodule, whose reading nobody sees"),
        ("import importlib", "imports importlib, whose reading nobody sees"),
        ("%matplotlib inline", "has a cell that is not plain Python"),
        ("!ls", "has a cell that is not plain Python"),
        ("exec('import x')", "uses exec"),
        ("get_ipython().system('ls')", "uses get_ipython"),
        ("import pandas as pd\npd.read_parquet('folder')", "uses read_parquet"),
        ("from pathlib import Path\nPath('a.csv').exists()", "uses exists"),
        ("from datetime import date\ndate.today()", "uses today"),
        ("from os import environ", "uses environ"),
    ],
)
def test_a_notebook_that_nobody_can_follow_says_why(text: str, why: str) -> None:
    assert why in source("x = 1", text).unseen()


def test_libraries_whose_reading_python_tells_of_are_fine() -> None:
    text = "import pandas as pd, numpy as np\nimport json\nfrom pathlib import Path\nfrom sklearn.cluster import KMeans"
    assert source(text).unseen() == ()
