"""What an edition may say."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from csatreport.params import Edition

SOURCES = [
    {"wave": "2026Q3", "file": "b.csv"},
    {"wave": "2026Q2", "file": "a.csv"},
    {"wave": "2026Q2", "file": "c.csv"},
]


def edition(**said: object) -> Edition:
    return Edition.model_validate({"name": "e", "wave": "2026Q3", "seed": 1, "source": SOURCES} | said)


def test_the_files_of_an_edition_are_those_of_its_sources_in_the_order_declared() -> None:
    assert [str(f.file) for f in edition().files] == ["b.csv", "a.csv", "c.csv"]


def test_an_edition_without_any_file_is_refused() -> None:
    with pytest.raises(ValidationError, match="at least one"):
        edition(source=[])


@pytest.mark.parametrize(
    "said",
    [
        {"confidence": 1.0},
        {"minimum_base": 1},
        {"seed": -1},
        {"languages": ["fr"]},
        {"weights": "raked"},
        {"name": "../x"},
        {"languages": []},
        {"languages": ["en", "en"]},
        {"chapters": []},
        {"chapter_seconds": float("inf")},
        {"source": [SOURCES[0], SOURCES[0]]},
        {"source": [SOURCES[0] | {"encoding": "utf-9"}]},
        {"source": [SOURCES[0] | {"encoding": "base64"}]},
        {"extra": 1},
    ],
)
def test_values_that_make_no_sense_and_strangers_are_refused(said: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        edition(**said)
