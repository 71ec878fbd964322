"""What customers say: shares with intervals, tones, change, quotes; whatever a project has."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from commented import BILL, SPEED, TEXTS, commented

from csatreport.comments import voice
from csatreport.measure.fielding import Fielding
from csatreport.measure.linearisation import means
from csatreport.params.analysis.comments import Comments


def test_a_share_is_the_weighted_share_of_those_who_commented() -> None:
    survey = commented(TEXTS)
    found = voice.of(survey)
    speed = found.shares.one(item="speed")
    texts = survey.comments.set_index("response")["text"].reindex(survey.responses["response"])
    about = texts.str.contains("网速|speed|slow").astype(float).where(texts.notna()).to_numpy()[:, None]
    direct = means(about, Fielding.of(survey).design)
    assert speed.value == pytest.approx(direct.value[0, 0])
    assert speed.se == pytest.approx(direct.se[0, 0])
    assert speed.n == len(TEXTS) * 4


def test_the_parts_of_a_theme_add_up() -> None:
    for p in voice.of(commented(TEXTS)).parts:
        assert p.negative.value + p.unclear.value + p.positive.value == pytest.approx(p.share.value)
        assert p.tone.value == pytest.approx(p.positive.value / p.share.value)


def test_order_of_rows_and_scale_of_weights_change_nothing() -> None:
    survey = commented(TEXTS, TEXTS)
    mixed = survey.responses.sample(frac=1, random_state=3).assign(weight=lambda f: f["weight"] * 7)
    other = replace(
        survey,
        responses=mixed.sort_values("wave", kind="stable"),
        comments=survey.comments.sample(frac=1, random_state=4),
    )
    for a, b in zip(voice.of(survey).parts, voice.of(other).parts, strict=True):
        assert a.theme == b.theme
        for e, f in ((a.share, b.share), (a.tone, b.tone)):
            assert e.value == pytest.approx(f.value)
            assert e.low == pytest.approx(f.low)


def test_a_change_is_found_when_there_is_one_and_corrected() -> None:
    before, now = TEXTS, (*TEXTS, *("账单乱扣费",) * 12)
    found = voice.of(commented(before, now, times=20))
    assert found.changes.one(item="bill").direction == "up"
    assert found.changes.rows[0].family == 2
    assert found.overall_change.rows[0].direction == "down"
    assert [len(line) for line in found.history] == [2, 2]


def test_one_wave_has_no_change() -> None:
    found = voice.of(commented(TEXTS))
    assert not len(found.changes)
    assert not len(found.overall_change)


def test_small_themes_show_no_tone() -> None:
    found = voice.of(commented(("网速很快",) * 10 + ("账单乱扣费",), times=3))
    bill = next(p for p in found.parts if p.theme.code == "bill")
    assert bill.share.shown
    assert not any(e.shown for e in (bill.negative, bill.unclear, bill.positive, bill.tone))
    assert not [q for q in found.quotes if q.label == BILL.label]


def test_several_answers_of_one_person_are_one_comment() -> None:
    survey = commented(TEXTS)
    more = survey.comments.assign(item="other", text="网速快")
    found = voice.of(replace(survey, comments=pd.concat([survey.comments, more])))
    assert found.commented.value == len(TEXTS) * 4


def test_without_declared_themes_those_of_the_questionnaire_are_looked_for() -> None:
    found = voice.of(commented(TEXTS, declared=Comments()))
    assert all(p.share.shown for p in found.parts)


def test_another_language_has_themes_but_no_tone() -> None:
    korean = SPEED.model_copy(update={"words": ("속도가", "느려요")})
    found = voice.of(
        commented(
            ("속도가 느려요", "정말 느려요 속도가", "좋아요"), times=8, declared=Comments(theme=(korean,))
        )
    )
    assert found.shares.one(item="speed").value == pytest.approx(0.5)
    assert not found.overall.shown
    assert found.unread.value == 24


@pytest.mark.parametrize(
    "texts", [("",), ("!!!",), ("⟦name⟧",), ("<script>alert(1)</script>", "=1+1"), ("好",)]
)
def test_comments_that_say_nothing_are_no_error(texts: tuple[str, ...]) -> None:
    found = voice.of(commented(texts, times=15))
    assert found.unassigned.value == pytest.approx(1)
    assert not found.quotes


def test_reviews_and_interviews_are_read_with_the_same_themes() -> None:
    survey = commented(TEXTS)
    found = voice.of(
        replace(survey, records=_Records({"reviews": ("2026Q3", 3), "interviews": ("2025Q1", 9)}))
    )
    assert [s.label.en for s in found.sources] == [
        "Public reviews"
    ]  # the interviews are of no wave of the edition
    speed = found.sources[0].shares.one(item="speed")
    assert speed.n == 3 * len(TEXTS)
    assert speed.weight == ""
    assert speed.value == pytest.approx(
        sum("网速" in t or "speed" in t or "slow" in t for t in TEXTS) / len(TEXTS)
    )


class _Records:
    """Records in memory: each table holds every text several times."""

    def __init__(self, tables: dict[str, tuple[str, int]]) -> None:
        self.data = dict.fromkeys(tables, "r" * 64)
        self._tables = tables

    def __contains__(self, table: str) -> bool:
        return table in self._tables

    def __getitem__(self, table: str) -> pd.DataFrame:
        wave, times = self._tables[table]
        return pd.DataFrame({"wave": wave, "text": [*TEXTS * times]})
