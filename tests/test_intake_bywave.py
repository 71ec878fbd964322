"""A large edition is read wave by wave, and says the same as one that is read whole."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import smallproject

from csatreport.availability import available
from csatreport.intake import bywave
from csatreport.measure import estimate
from csatreport.measure.breaks import Breaks
from csatreport.opening import open_edition
from csatreport.survey import Survey

WAVES = ("2026Q1", "2026Q2", "2026Q3")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three waves of forty answers each."""
    folder = smallproject.write(tmp_path_factory.mktemp("bywave"))
    sources = ""
    for k, wave in enumerate(WAVES):
        rows = "".join(f"{(i * (k + 2)) % 5 + 1},{i % (k + 2) + 1}\n" for i in range(40))
        (folder / f"data/raw/{wave}.csv").write_text("Overall,Speed\n" + rows)
        sources += f'[[source]]\nwave = "{wave}"\nfile = "data/raw/{wave}.csv"\n'
    edition = 'wave = "2026Q3"\nprevious = "2026Q2"\nseed = 1\nchapter_seconds = 60\n' + sources
    (folder / "params/editions/2026Q3.toml").write_text(edition)
    return folder


def opened(project: Path, monkeypatch: pytest.MonkeyPatch, many: int) -> Survey:
    monkeypatch.setattr(bywave, "MANY", many)
    return open_edition("2026Q3", project)


def test_a_wave_at_a_time_gives_what_the_whole_gives(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = opened(project, monkeypatch, 200_000)
    assert len(whole.responses) == 120
    expected = estimate.all_series(whole, ["overall", "speed"], "mean")
    survey = opened(project, monkeypatch, 100)
    assert estimate.all_series(survey, ["overall", "speed"], "mean") == expected
    assert survey.waves == whole.waves
    assert available(survey) == available(whole)
    assert Breaks.of(survey) == Breaks.of(whole)
    assert "responses" not in survey._tables.read  # type: ignore[attr-defined]


def test_no_more_than_two_waves_are_kept(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    survey = opened(project, monkeypatch, 100)
    lengths = [len(survey.in_wave(wave).responses) for wave in survey.waves]
    assert lengths == [40, 40, 40]
    assert list(survey._tables.waves) == ["2026Q2", "2026Q3"]  # type: ignore[attr-defined]
    assert survey.in_wave(survey.wave).responses is survey.in_wave(survey.wave).responses


def test_whoever_asks_for_everything_gets_it(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    survey = opened(project, monkeypatch, 100)
    assert len(survey.responses) == 120
    assert len(survey.having(responses=survey.responses.iloc[:7]).responses) == 7


def test_types_of_a_wave_are_those_of_the_whole(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = opened(project, monkeypatch, 200_000)
    expected = whole.in_wave(whole.wave).responses.dtypes
    survey = opened(project, monkeypatch, 100)
    found = survey.in_wave(survey.wave).responses.dtypes
    assert found.to_dict() == expected.to_dict()


def test_reading_a_wave_starts_no_thread(project: Path) -> None:
    file = project / "data/prepared/2026Q3/responses.parquet"
    open_edition("2026Q3", project)
    script = (
        "import os, sys\nfrom pathlib import Path\nfrom csatreport.intake import bywave\n"
        "before = len(os.listdir('/proc/self/task'))\nfile = Path(sys.argv[1])\n"
        "assert len(bywave.of_wave(file, '2026Q2')) == 40\n"
        "assert len(bywave.columns(file, ['wave', 'nothing'])) == 120\n"
        "print(before, len(os.listdir('/proc/self/task')))"
    )
    settled = {
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "JE_ARROW_MALLOC_CONF": "background_thread:false",
    }
    command = [sys.executable, "-c", script, str(file)]
    done = subprocess.run(command, check=False, env=settled, capture_output=True, text=True)
    assert done.stdout.split() == ["1", "1"], done.stderr
