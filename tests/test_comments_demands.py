"""Voices matched with declared words: which demands they name, and what is to become of these."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from figures import estimate
from surveys import make_survey, rating, responses

from csatreport.comments import demands, verdicts
from csatreport.comments.candidates import candidates
from csatreport.comments.naming import named
from csatreport.comments.tokens import Cutter
from csatreport.comments.voices import Voices
from csatreport.params import Analysis
from csatreport.params.analysis.demands import Words
from csatreport.survey import Records

TABLES: dict[str, pd.DataFrame] = {}


class Kept(Records):
    def _read(self, name):
        return TABLES[name]


def demand(code, zh=(), en=(), **more):
    words = {"zh": list(zh), "en": list(en)}
    return {"code": code, "label": {"en": code, "zh": code}, "need": "time", "words": words, **more}


DECLARED = [
    demand("repair", ["修"], ["repair*"], items=["mended"]),
    demand("price", ["贵"], ["too expensive"]),
    demand("spare", ["配件"]),
    demand("silent", ["从不出现"]),
]
ITEMS = (
    rating("overall", roles={"overall": ""}),
    rating("mended", roles={"satisfaction": "m"}),
    rating("matters", roles={"importance": "m"}),
)


def survey(comments=(), reviews=(), suggestions=(), before=(), **settings):
    """Everybody has answered; the first responses wrote ``comments``; those who did are unhappy where it says 修."""
    n = 400
    text = [*comments, *[""] * (n - len(comments))]
    unhappy = np.array(["修" in t for t in text])
    frame = responses(
        overall=np.where(unhappy, 2.0, np.where(np.arange(n) % 9, 5.0, 3.0)),
        mended=[3.0, 4.0] * 200,
        matters=[5.0] * n,
    )
    old = responses("2026Q2", overall=[4.0, 5.0] * 50, mended=[4.0] * 100, matters=[5.0] * 100)
    old["response"] = old["response"] + 1000
    made = make_survey(ITEMS, old, frame)
    table = pd.DataFrame(
        {
            "response": [*frame["response"][: len(comments)], *old["response"][: len(before)]],
            "wave": ["2026Q3"] * len(comments) + ["2026Q2"] * len(before),
            "item": "comment", "language": "zh", "text": [*comments, *before],
        }
    )  # fmt: skip
    TABLES["reviews"] = pd.DataFrame({"text": list(reviews), "wave": "2026Q3"})
    TABLES["suggestions"] = pd.DataFrame({"text": list(suggestions), "wave": "2026Q3"})
    return replace(
        made, comments=table, records=Kept(data={"reviews": "r", "suggestions": "s"}),
        analysis=Analysis.model_validate({"demands": {"demand": DECLARED, **settings}}),
    )  # fmt: skip


def test_chinese_words_count_anywhere_and_english_ones_as_words():
    texts = pd.Series(
        [
            "三天没人来修",
            "REPAIRED at last",
            "disrepair",
            "ＲＥＰＡＩＲ",
            "too   expensive!",
            "expensive",
            "",
            None,
        ]
    )
    words = [Words(zh=("修",), en=("repair*",)), Words(en=("too expensive",))]
    assert named(texts, words)[:, 0].tolist() == [True, True, False, True, False, False, False, False]
    assert named(texts, words)[:, 1].tolist() == [False, False, False, False, True, False, False, False]


@pytest.mark.parametrize("hostile", ["(a+)+$", "[", "\\", "a|b", "^.*$", "$1", "{x}"])
def test_signs_in_words_are_taken_as_they_are(hostile):
    texts = pd.Series(["aaaa", f"so {hostile} is", "x"])
    assert named(texts, [Words(zh=(hostile,))])[:, 0].tolist() == [False, True, False]


def test_no_demand_and_no_words_name_nothing():
    assert named(pd.Series(["a", "b"]), []).shape == (2, 0)
    assert not named(pd.Series(["a", "b"]), [Words()]).any()


def test_a_response_is_one_voice_and_staff_are_no_customers():
    made = survey(["修", "贵"], reviews=["修", " ", None], suggestions=["修"])
    twice = pd.concat([made.comments, made.comments.assign(text="贵")], ignore_index=True)
    voices = Voices.of(replace(made, comments=twice))
    assert voices.channels == ("survey", "reviews", "suggestions")
    assert voices.rows.groupby("channel").size().to_dict() == {"survey": 2, "reviews": 1, "suggestions": 1}
    assert voices.outside.tolist() == [True, True, True, False]


def test_a_demand_of_many_who_are_less_satisfied_is_one_to_act_on():
    found = demands.demands(survey(["修"] * 60 + ["好"] * 60, reviews=["贵"] * 30 + ["好"] * 30))
    repair = found.declared[0]
    assert (repair.code, repair.mass, repair.core, repair.verdict) == ("repair", "yes", "yes", "act")
    assert repair.naming.direction == "down"
    assert repair.share.value == pytest.approx(60 / 180)
    assert found.matched.value == pytest.approx(90 / 180)
    assert found.first is repair
    assert found.declared[-1].share.value == 0


def test_channels_are_estimated_each_by_itself():
    found = demands.demands(survey(["修"] * 20 + ["好"] * 20, reviews=["修"] * 30, suggestions=["贵"] * 12))
    share = {(e.item, e.level): e.value for e in found.channels}
    assert share["repair", "survey"] == pytest.approx(0.5)
    assert share["repair", "reviews"] == 1
    assert share["price", "suggestions"] == 1
    assert found.shares.one(item="price").value == 0  # staff are no customers


def test_a_small_demand_that_comes_with_another_is_merged():
    reviews = ["配件没有，修不了"] * 4 + ["修"] * 96 + ["好"] * 200
    found = {d.code: d for d in demands.demands(survey(reviews=reviews)).declared}
    assert (found["spare"].mass, found["spare"].verdict) == ("no", "merge")
    assert found["spare"].nearest.en == "repair"
    assert found["spare"].overlap == 1


def test_changes_compare_the_share_of_voices():
    found = demands.demands(survey(["修"] * 80 + ["好"] * 10, before=["好"] * 80 + ["修"] * 10))
    assert [c.second.item for c in found.changes.risen] == ["repair"]
    assert not demands.demands(survey(["修"] * 90)).changes.rows


def test_nothing_said_or_nothing_declared_gives_nothing():
    assert not demands.demands(survey()).declared
    assert not demands.demands(survey(["修"] * 20, demand=[])).declared
    assert demands.demands(survey(suggestions=["修"] * 20)).matched is None


def test_few_voices_are_hidden():
    found = demands.demands(survey(["修", "贵"]))
    assert not any(d.share.shown for d in found.declared)
    assert {d.verdict for d in found.declared} <= {"watch", "act", "segment"}
    assert not found.candidates


def test_words_of_voices_that_name_nothing_are_candidates_and_stop_words_are_not():
    texts = ["营业厅排队太久"] * 40 + ["修好了，营业厅不错"] * 5 + ["好"] * 20 + ["修"] * 40
    found = demands.demands(survey(reviews=texts))
    assert any("营业厅" in d.label.zh for d in found.candidates)
    assert {d.verdict for d in found.candidates} <= {"declare", "watch", "merge"}
    stopped = demands.demands(survey(reviews=texts, stop=["营业厅", "排队", "太久"]))
    assert not any("营业厅" in d.label.zh for d in stopped.candidates)


def test_candidates_cover_what_those_before_leave_and_hide_words_of_few():
    texts = pd.Series(["alpha queue"] * 12 + ["beta"] * 11 + ["gamma"] * 3 + ["delta"] * 20)
    matched = np.array([t == "delta" for t in texts])
    found = candidates(texts, matched, most=5, fewest=10, cutter=Cutter())
    assert [c.unmatched for c in found] == [12, 11]
    assert found[0].voices.sum() == 12
    assert found[1].word == "beta"


def test_markers_of_personal_data_are_no_candidates():
    texts = pd.Series(["⟦name⟧ ⟦phone⟧ ..."] * 30 + ["<b>=1+1</b>"] * 30)
    found = candidates(texts, np.zeros(60, dtype=bool), most=5, fewest=10, cutter=Cutter())
    assert not any("name" in c.word or "phone" in c.word for c in found)


@pytest.mark.parametrize(
    ("mass", "core", "apart", "verdict"),
    [
        ("yes", "yes", True, "act"),
        ("no", "yes", False, "segment"),
        ("unsure", "yes", True, "watch"),
        ("yes", "no", False, "watch"),
        ("no", "no", False, "merge"),
        ("no", "unsure", True, "watch"),
    ],
)
def test_verdicts_follow_the_rule(mass, core, apart, verdict):
    assert verdicts.of_demand(mass, core, apart=apart) == verdict


def test_an_interval_that_holds_the_threshold_cannot_tell():
    assert verdicts.above(estimate(0.5), 0.4) == "yes"
    assert verdicts.above(estimate(0.5), 0.6) == "no"
    assert verdicts.above(estimate(0.5), 0.51) == "unsure"
    assert verdicts.above(None, 0.5) == "unsure"
    assert verdicts.of_candidate("yes", apart=True) == "declare"
    assert verdicts.of_candidate("yes", apart=False) == "merge"
