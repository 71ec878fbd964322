"""What every test may ask for: the four projects as published editions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import built
import pytest


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], built.Built]:
    """``published("sfo")``: the project's edition, built once per test run."""
    own = tmp_path_factory.getbasetemp()
    base = (own.parent if "popen-gw" in own.name else own) / "published"

    def edition(name: str) -> built.Built:
        if name != "root" and not built.SHARED.is_dir():
            pytest.skip(f"no real data at {built.SHARED}; they lie beside the checkout, never in it")
        return built.once(name, base)

    return edition


@pytest.fixture(params=list(built.EDITIONS))
def edition(request: pytest.FixtureRequest, published: Callable[[str], built.Built]) -> built.Built:
    """Each of the four editions in turn."""
    return published(request.param)


@pytest.fixture(scope="session")
def root(published: Callable[[str], built.Built]) -> built.Built:
    """The edition of the sample company."""
    return published("root")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder whose name would break a careless command line."""
    made = tmp_path / "a folder; with 'quotes' & 中文"
    made.mkdir()
    return made
