"""What every test may ask for: the four projects as published editions."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import built
import company
import pytest


def _of_run(factory: pytest.TempPathFactory) -> Path:
    """The folder that all test processes of this run share."""
    own = factory.getbasetemp()
    return own.parent if "popen-gw" in own.name else own


@pytest.fixture(scope="session", autouse=True)
def _place_of_the_company(tmp_path_factory: pytest.TempPathFactory) -> None:
    company.BASE[:] = [_of_run(tmp_path_factory)]


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], built.Built]:
    """``published("sfo")``: the project's edition, built once per test run."""
    base = _of_run(tmp_path_factory) / "published"

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


@pytest.fixture
def in_two_zones(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[Callable[[Path], bytes]], list[bytes]]]:
    """``in_two_zones(made)``: the bytes that ``made(folder)`` gives in two folders, time zones and seconds."""

    def twice(made: Callable[[Path], bytes]) -> list[bytes]:
        found = []
        for zone in ("Pacific/Kiritimati", "America/Los_Angeles"):
            monkeypatch.setenv("TZ", zone)
            time.tzset()
            here = folder / zone.replace("/", "-")
            here.mkdir()
            monkeypatch.chdir(here)
            found.append(made(here))
            time.sleep(1.1)
        return found

    yield twice
    monkeypatch.undo()
    time.tzset()
