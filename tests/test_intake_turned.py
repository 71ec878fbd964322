"""A scale that turns round within a file is refused, and nothing else is taken for one."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import rawproject
from surveys import rating

from csatreport.errors import DataError
from csatreport.intake import turned
from csatreport.intake.collect import collect
from csatreport.params.load import load_edition, load_questionnaire

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data"
NAMES = [f"q{n}" for n in range(8)]
ITEMS = tuple(rating(name) for name in NAMES)


def answers(n: int = 600, seed: int = 1, mean: float = 3.9) -> pd.DataFrame:
    """Ratings that follow the general satisfaction of each respondent, as real ones do."""
    rng = np.random.default_rng(seed)
    means = mean + np.linspace(-0.4, 0.4, len(NAMES))
    felt = means + 0.8 * rng.standard_normal((n, 1)) + 0.7 * rng.standard_normal((n, len(NAMES)))
    return pd.DataFrame(np.clip(np.round(felt), 1, 5), columns=NAMES)


def turn(given: pd.DataFrame, names: list[str], at: int) -> pd.DataFrame:
    given = given.copy()
    given.loc[at:, names] = 6 - given.loc[at:, names]
    return given


def refused(given: pd.DataFrame, items: tuple = ITEMS) -> DataError:
    with pytest.raises(DataError, match="turns round") as caught:
        turned.refuse(given, items, row=np.arange(2, len(given) + 2), file="a.csv")
    return caught.value


def accepted(given: pd.DataFrame, items: tuple = ITEMS) -> None:
    turned.refuse(given, items, row=np.arange(2, len(given) + 2), file="a.csv")


@pytest.mark.parametrize("at", [150, 300, 400])
def test_one_item_that_turns_is_named_with_about_its_row(at: int) -> None:
    error = refused(turn(answers(), ["q3"], at))
    assert "item 'q3'" in error.problem
    assert abs(int(error.where.rsplit(" ", 1)[1]) - at) <= 60
    assert "turns = true" in error.todo


@pytest.mark.parametrize("at", [150, 300, 400])
def test_all_items_that_turn_together_are_seen_by_their_means(at: int) -> None:
    assert "all ratings from 1 to 5" in refused(turn(answers(), NAMES, at)).problem


def test_missing_answers_and_items_that_nobody_answered_do_no_harm() -> None:
    given = answers().mask(np.random.default_rng(2).random((600, 8)) < 0.3)
    given["q7"] = np.nan
    given.loc[:400, "q6"] = np.nan
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        accepted(given)
        assert "item 'q3'" in refused(turn(given, ["q3"], 300)).problem


def test_an_item_that_is_worded_the_other_way_round_throughout_is_no_turn() -> None:
    given = answers()
    given["q2"] = 6 - given["q2"]
    accepted(given)  # even where nobody declared it
    accepted(given, (*ITEMS[:2], rating("q2", direction="lower"), *ITEMS[3:]))


def test_a_thousand_sound_files_are_accepted_whatever_their_size() -> None:
    for seed in range(1000):
        accepted(answers(80 + seed, seed=seed, mean=2.0 + seed % 5 * 0.6))


def test_better_answers_in_the_second_half_are_no_turn() -> None:
    accepted(pd.concat([answers(300, mean=2.6), answers(300, seed=2, mean=4.2)], ignore_index=True))


def test_a_file_in_the_order_of_its_answers_is_no_turn() -> None:
    given = answers()
    accepted(given.loc[given.mean(axis=1).sort_values(kind="stable").index].reset_index(drop=True))


def test_too_few_answers_tell_nothing() -> None:
    accepted(turn(answers(70), ["q3"], 35))


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/data is not here")
@pytest.mark.parametrize(("name", "edition"), [("sfo", "2016"), ("kiosk", "2019")])
def test_real_files_are_accepted(name: str, edition: str) -> None:
    project = ROOT / "tests" / "projects" / name
    for source in load_edition(project, edition).source:
        collect(source, project, load_questionnaire(project))


def test_a_source_may_say_that_its_answers_are_right(tmp_path: Path) -> None:
    header = "item,kind,label_en,label_zh,wording_en,wording_zh,scale,source\n"
    items = header + "".join(f"{n},rating,{n},{n},{n},{n},1-5,{n}\n" for n in NAMES)
    rows = [list(map(str, row)) for row in turn(answers(), ["q3"], 300).astype(int).to_numpy().tolist()]
    for turns in ("false", "true"):
        edition = rawproject.EDITION + f"turns = {turns}\n"
        project = rawproject.project(
            tmp_path / turns, questionnaire=items, edition=edition, header=NAMES, answers=rows
        )
        (source,) = load_edition(project, "2026Q3").source
        if turns == "true":
            assert len(collect(source, project, load_questionnaire(project)).design) == 600
        else:
            with pytest.raises(DataError, match=r"'q3'.*turns round"):
                collect(source, project, load_questionnaire(project))
