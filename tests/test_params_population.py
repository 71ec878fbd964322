"""params/population.csv: the sizes that weights are made from."""

from __future__ import annotations

from pathlib import Path

import pytest

from csatreport.errors import ParamsError
from csatreport.params.population import Stratum, load_population


def load(folder: Path, content: bytes | str) -> tuple[Stratum, ...]:
    (folder / "params").mkdir()
    data = content.encode() if isinstance(content, str) else content
    (folder / "params" / "population.csv").write_bytes(data)
    return load_population(folder)


def test_sizes_may_differ_by_wave(tmp_path: Path) -> None:
    found = load(tmp_path, "stratum,population,wave\nurban,10,\nurban,12.5,2026q3\n")
    assert found == (Stratum("urban", 10), Stratum("urban", 12.5, "2026Q3"))


def test_how_many_were_drawn_and_reached_may_be_told(tmp_path: Path) -> None:
    found = load(tmp_path, "stratum,population,drawn,contacted\nurban,1000,80,75\ncounty,600,,\n")
    assert found == (Stratum("urban", 1000, drawn=80, contacted=75), Stratum("county", 600))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("stratum,population\nurban,many\n", ("row 2, population", "'many'")),
        ("stratum,population\nurban,0\n", ("row 2, population", "above zero")),
        ("stratum,population\nurban,-1\n", ("row 2, population", "'-1'")),
        ("stratum,population\nurban,²\n", ("row 2, population", "'²'")),
        ("stratum,population\nurban,512,600\n", ("row 2", "more cells than columns")),
        ("stratum,population\n,5\n", ("row 2, stratum", "without its stratum")),
        ("stratum,population\nurban,5\nurban,6\n", ("row 3, stratum", "twice")),
        ("stratum,population,wave\nurban,5,2026Q7\n", ("row 2, wave", "not a wave")),
        ("stratum,population,drawn\nurban,5,2.5\n", ("row 2, drawn", "whole number", "'2.5'")),
        ("stratum,population,drawn\nurban,5,0\n", ("row 2, drawn", "above zero")),
        ("stratum,population,drawn\nurban,5,6\n", ("row 2, drawn", "more people drawn than there are")),
        (
            "stratum,population,drawn,contacted\nurban,50,6,7\n",
            ("row 2, contacted", "at most the 6 of column drawn"),
        ),
        ("stratum,people\nurban,5\n", ("unknown column 'people'", "'population' is missing")),
        ("", ("'stratum' is missing",)),
        (b"stratum,population\n\xff\xfe,1\n", ("not UTF-8 at byte 19",)),
    ],
)
def test_faults_are_named_with_row_and_column(
    tmp_path: Path, content: str | bytes, words: tuple[str, ...]
) -> None:
    with pytest.raises(ParamsError) as caught:
        load(tmp_path, content)
    assert "params/population.csv" in caught.value.message
    assert all(word in caught.value.message for word in words)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ParamsError, match=r"params/population\.csv"):
        load_population(tmp_path)
