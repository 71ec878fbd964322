"""params/margins.csv: what raking aims at."""

from __future__ import annotations

from pathlib import Path

import pytest
from surveys import LABELS, category, rating

from csatreport.errors import ParamsError
from csatreport.params import Questionnaire
from csatreport.params.margins import Target, load_margins, undeclared


def load(folder: Path, content: str) -> tuple[Target, ...]:
    (folder / "params").mkdir()
    (folder / "params" / "margins.csv").write_text(content, encoding="utf-8-sig")
    return load_margins(folder)


def test_a_margin_holds_shares_or_people_and_may_differ_by_wave(tmp_path: Path) -> None:
    found = load(
        tmp_path,
        "margin,level,share,population,wave\nage,young,0.25,,\nage,old,0.75,,\nage,young,,30,2026q3\n"
        "age,old,,70,2026q3\nsex,f,,49.5,2026Q3\nsex,m,,50.5,2026Q3\n",
    )
    assert found[1:3] == (Target("age", "old", 0.75), Target("age", "young", 30, "2026Q3"))
    assert len(found) == 6


def test_shares_may_be_rounded_as_published(tmp_path: Path) -> None:
    assert len(load(tmp_path, "margin,level,share\na,x,0.333\na,y,0.333\na,z,0.333\n")) == 3


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("margin,level,share\nage,young,half\nage,old,0.5\n", ("row 2, share", "'half'")),
        ("margin,level,share\nage,young,1.2\n", ("row 2, share", "up to 1", "'1.2'")),
        ("margin,level,share\nage,young,25%\n", ("row 2, share", "such as 0.25")),
        ("margin,level,population\nage,young,0\n", ("row 2, population", "above zero")),
        ("margin,level,share,population\nage,young,0.5,12\n", ("row 2, share", "one of them")),
        ("margin,level,share,population\nage,young,,\n", ("row 2, share", "one of them")),
        ("margin,level,share\n,young,0.5\nage,,0.5\n", ("row 2, margin", "row 3, level")),
        ("margin,level,share\nage,young,0.5\nage,young,0.5\n", ("row 3, level", "twice")),
        ("margin,level,share,wave\nage,young,1,2026Q9\n", ("row 2, wave", "not a wave")),
        ("margin,level,share\nage,young,0.5\nage,old,0.4\n", ("'age'", "do not make a whole", "0.9")),
        ("margin,level,share,wave\na,x,0.5,\na,y,0.4,2026\n", ("'a', wave 2026 do not make a whole",)),
        (
            "margin,level,share,population\nage,young,0.5,\nage,old,,4\n",
            ("row 3, population", "'age' has shares and populations"),
        ),
        (
            "margin,level,population\na,x,5\na,y,5\nb,p,5\nb,q,6\n",
            ("'a' and 'b' have different totals", "10 people in both", "11 in 'b'"),
        ),
        ("margin,level,share,size\n", ("unknown column 'size'",)),
        ("margin,share\n", ("'level' is missing",)),
    ],
)
def test_faults_are_named_with_row_and_column(tmp_path: Path, content: str, words: tuple[str, ...]) -> None:
    with pytest.raises(ParamsError) as caught:
        load(tmp_path, content)
    assert "params/margins.csv" in caught.value.message
    assert all(word in caught.value.message for word in words)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ParamsError, match=r"params/margins\.csv"):
        load_margins(tmp_path)


def test_margins_and_levels_that_the_questionnaire_does_not_know_are_named() -> None:
    questionnaire = Questionnaire((category("region", "region"), rating("overall")), LABELS)
    targets = [Target("region", code, 0.25) for code in ("n", "s", "w", "north")]
    problems = [f.line for f in undeclared(targets, ["region", "overall", "regoin"], questionnaire)]
    assert "level 'north' of margin 'region' is no code" in problems[0]
    assert "margin 'overall' is no item of kind category" in problems[1]
    assert "'regoin'" in problems[2]
    assert "region" in problems[2]
    assert len(problems) == 3


def test_a_declared_margin_without_rows_is_named() -> None:
    questionnaire = Questionnaire((category("region", "region"),), LABELS)
    (fault,) = undeclared([], ["region"], questionnaire)
    assert fault.problem == "margin 'region' has no rows"
