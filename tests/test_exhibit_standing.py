"""Who is said to stand first and last among peers."""

from __future__ import annotations

from types import SimpleNamespace as Given

from figures import HOSTILE, estimate, hidden, published

from csatreport.exhibit.sentences import standing
from csatreport.params import Text


def ranking(*values, ranks=(), made=published):
    levels = [
        made(v, level=x, level_label=Text(en=f"Line {x}", zh=f"{x}线"), domain="line")
        for v, x in zip(values, "ABCDEFG", strict=False)
    ]
    intervals = ranks or [(None, None)] * len(values)
    return Given(
        rows=[
            Given(estimate=e, rank=1 + sum(v > e.value for v in values), rank_low=low, rank_high=high)
            for e, (low, high) in zip(levels, intervals, strict=True)
        ]
    )


def test_levels_with_the_same_score_share_their_place():
    said = standing.spread("t", ranking(87, 87, 87, 85, 82))
    assert said.text == {
        "en": "Line A, Line B and Line C share the first place with 87.00, Line E last with 82.00.",
        "zh": "“A线”、“B线”、“C线”并列居首（87.00），“E线”居末（82.00）。",
    }


def test_a_first_place_that_others_may_hold_says_how_many_may():
    found = ranking(0.876, 0.847, 0.832, ranks=[(1, 2), (1, 3), (2, 3)], made=estimate)
    assert "; 2 of 3 may be the first." in standing.spread("t", found).text["en"]
    assert "3个群体中，有可能居首的有2个" in standing.spread("t", found).text["zh"]
    sure = ranking(0.9, 0.7, ranks=[(1, 1), (2, 2)], made=estimate)
    assert standing.spread("t", sure).text["en"].endswith("; no other may as well be first.")


def test_one_level_alone_and_levels_all_alike_have_no_last():
    assert standing.spread("t", ranking(85)).text["en"] == "Line A stands first with 85.00."
    assert "last" not in standing.spread("t", ranking(85, 85)).text["en"]


def test_without_a_level_that_may_be_shown_nobody_is_ranked():
    nobody = Given(rows=[Given(estimate=hidden(level="a"), rank=None, rank_low=None, rank_high=None)])
    assert standing.spread("t", nobody).text["zh"] == "各群体样本量均不足，不作排名。"


def test_hostile_names_stay_words():
    odd = ranking(85, 82)
    odd.rows[0].estimate = published(85, level="a", level_label=Text.same(HOSTILE), domain="line")
    assert HOSTILE in standing.spread("t", odd).text["en"]
