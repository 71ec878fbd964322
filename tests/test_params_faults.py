"""Faults: told one by one or together, with the words that were meant."""

from __future__ import annotations

import pytest

from csatreport.errors import ParamsError
from csatreport.params.faults import Fault, closest, refuse


def test_nothing_wrong_is_not_refused() -> None:
    refuse([])


def test_one_fault_keeps_its_parts() -> None:
    with pytest.raises(ParamsError) as caught:
        refuse([Fault("wrong", "a.csv, row 2", "x", "y", "do it")])
    error = caught.value
    assert (error.problem, error.where, error.expected, error.got, error.todo) == (
        "wrong",
        "a.csv, row 2",
        "x",
        "y",
        "do it",
    )


def test_several_faults_are_listed_with_place_and_what_to_do() -> None:
    with pytest.raises(ParamsError) as caught:
        refuse([Fault("wrong", "a.csv, row 2", "x", "y", "do it"), Fault("bad", "b.csv, row 3")])
    lines = caught.value.message.splitlines()
    assert lines[:3] == [
        "2 faults",
        "  1. a.csv, row 2: wrong (expected x; got y); do it",
        "  2. b.csv, row 3: bad",
    ]


@pytest.mark.parametrize(
    ("word", "known", "said"),
    [
        ("servce", ["service", "price"], "did you mean 'service'?"),
        ("zzz", ["b", "a"], "known: a, b"),
        ("x", [], "none is known"),
    ],
)
def test_the_word_that_was_meant_is_suggested_else_the_known_ones(
    word: str, known: list[str], said: str
) -> None:
    assert closest(word, known) == said
