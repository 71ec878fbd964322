import pytest
from surveys import category, make_survey, rating

from csatreport.errors import DataError, UsageError
from csatreport.measure import estimate

ITEMS = (
    rating("a", dimension="service"),
    rating("b"),
    rating("c"),
    category("region", "region", roles={"domain": ""}),
)
PUBLISHED = (
    ("2026Q2", "a", "", "", 80.0), ("2026Q3", "a", "", "", 82.0), ("2026Q3", "c", "", "", float("nan")),
    ("2026Q3", "a", "region", "s", 81.0), ("2026Q3", "a", "region", "n", 83.5), ("2026Q3", "b", "", "", 70.0),
)  # fmt: skip


def test_published_scores_come_as_they_are_without_base_or_interval():
    survey = make_survey(ITEMS, published=PUBLISHED)
    found = estimate.items(survey, "score")
    assert [(e.item, e.value) for e in found] == [("a", 82.0), ("b", 70.0)]
    e = found.rows[0]
    assert (e.se, e.low, e.high, e.n, e.effective_n, e.df, e.unit, e.flag) == (None,) * 6 + ("score", "")
    assert [(e.level, e.value) for e in estimate.levels(survey, "a", "score", "region")] == [
        ("n", 83.5),
        ("s", 81.0),
    ]
    assert [(e.wave, e.value) for e in estimate.series(survey, "a", "score")] == [
        ("2026Q2", 80.0),
        ("2026Q3", 82.0),
    ]


def test_a_published_score_that_is_not_there_is_refused():
    with pytest.raises(DataError, match="no published score of 'c'"):
        estimate.one(make_survey(ITEMS, published=PUBLISHED), "c", "score")


def test_levels_without_a_label_come_last_by_their_code():
    rows = [("2026Q3", "a", "region", level, 1.0) for level in ("zz", "w", "<i>", "n")]
    found = estimate.levels(make_survey(ITEMS, published=rows), "a", "score", "region")
    assert [e.level for e in found] == ["n", "w", "<i>", "zz"]
    assert found.rows[2].level_label.en == "<i>"


def test_published_levels_of_an_item_without_data_are_none():
    assert len(estimate.levels(make_survey(ITEMS, published=PUBLISHED), "b", "score", "region")) == 0


def test_a_domain_that_does_not_exist_is_refused():
    with pytest.raises(UsageError, match="no item 'town'"):
        estimate.levels(make_survey(ITEMS, published=PUBLISHED), "a", "score", "town")
