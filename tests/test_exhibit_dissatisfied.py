import re
from dataclasses import dataclass, replace
from types import SimpleNamespace as Given

import pytest
from figures import HOSTILE, WAVE, change, contrast, estimate, hidden

from csatreport.errors import BookError
from csatreport.exhibit import charts, tables
from csatreport.exhibit.charts.change import change as change_chart
from csatreport.exhibit.sentences import delighted, dissatisfied
from csatreport.palette import LIGHT
from csatreport.params import Text
from csatreport.records import to_json
from csatreport.results import Contrasts, Estimates

WHO = Text(en="Customers who are not satisfied", zh="未表示满意的客户")
DIGITS = re.compile(r"\d[\d.,]*%?")


def reason(named, covered, code, **more):
    about = {
        "item": f"reasons.{code}",
        "label": Text(en=f"Reason {code}", zh=f"原因{code}"),
        "level_label": WHO,
    } | more
    made = hidden if more.get("flag") == "suppressed" else estimate
    first, second = (
        made(**({} if made is hidden else {"value": v}), measure=m, **about)
        for v, m in ((named, "named"), (covered, "covered"))
    )
    return Given(named=first, covered=second)


@dataclass(frozen=True)
class Reasons:
    rows: tuple = (
        reason(0.48, 0.48, "a"),
        reason(0.40, 0.71, "b"),
        reason(0, 0, "c", flag="suppressed"),
        reason(0.1, 1.0, "other"),
    )
    half: int = 2

    @property
    def first(self):
        return self.rows[0].named


def gaps(*p, level="x", **more):
    rows = [
        contrast(
            estimate(0.12, level="other", level_label=Text(en="All others", zh="其他客户"), domain="region", **more),
            estimate(0.20, level=f"{level}{i}", level_label=Text(en=f"Group {i}", zh=f"分组{i}"), domain="region", **more),
            p=value, kind="gap",
        )
        for i, value in enumerate(p)
    ]  # fmt: skip
    return Contrasts(tuple(rows))


def handling(n=60, label="All complaints", *, shown=True):
    about = {"level_label": Text(en=label, zh="全部投诉")}
    rate = estimate(measure="share", **about) if shown else hidden(**about)
    volume = (
        estimate(float(n), unit="count", measure="cases", **about) if shown else hidden(unit="count", **about)
    )
    days = replace(rate, unit="days", measure="time")
    days = replace(days, value=1.71, low=1.6, high=1.8) if shown else days
    return Given(label=volume.level_label, volume=volume, resolved=rate, repeat=rate, days=days)


def test_a_pareto_has_a_bar_for_each_reason_and_one_behind_it() -> None:
    chart = charts.pareto("c.why", Reasons())
    assert "<svg" in chart.svg["en"]
    assert chart.svg["en"].count(LIGHT["accent"]) == chart.svg["zh"].count(LIGHT["accent"]) >= 3
    assert chart.data["en"][1][:2] == ["Reason a", 48.0]
    assert chart.data["zh"][2][-1] == 71.0
    assert chart.data["en"][3][1:] == [None] * 6  # the hidden one


def test_a_pareto_names_who_and_says_what_its_bars_mean_in_both_languages() -> None:
    chart = charts.pareto("c.why", Reasons())
    assert chart.title == {
        "en": "Customers who are not satisfied: reasons, Q3 2026",
        "zh": "未表示满意的客户：不满意的原因，2026年第三季度",
    }
    assert "light bars" in chart.note["en"]
    assert "累计覆盖率" in chart.note["zh"]
    assert DIGITS.findall(chart.alt["en"]) == DIGITS.findall(chart.alt["zh"])


def test_a_pareto_without_a_reason_to_show_is_refused() -> None:
    for rows in ((), (reason(0, 0, "c", flag="suppressed"),)):
        with pytest.raises(BookError, match="anything to show"):
            charts.pareto("c.why", Reasons(rows=rows))


def test_labels_that_look_like_code_stay_words() -> None:
    label = Text(en=HOSTILE, zh=HOSTILE)
    chart = charts.pareto("c.why", Reasons(rows=(reason(0.5, 0.5, "a", label=label), reason(0.2, 0.6, "b"))))
    table = tables.reasons("c.table", Reasons(rows=(reason(0.5, 0.5, "a", label=label),)))
    assert "<script" not in chart.svg["en"]
    assert (
        "<script>alert(1)</script>" in table.rows[0][0].text["en"]
    )  # a record holds words; pages escape them
    assert to_json(table)


def test_the_table_of_reasons_has_both_shares_and_says_when_it_is_empty() -> None:
    table = tables.reasons("c.table", Reasons())
    assert [c.text["en"] for c in table.rows[1]] == ["Reason b", "40.0", "38.1–41.9", "71.0", "1,702"]
    assert table.rows[2][1].mark == "suppressed"
    assert tables.reasons("c.table", Reasons(rows=())).rows[0][0].text["zh"] == "没有可列示的结果。"


def test_the_table_of_complaints_has_all_first_and_hides_small_causes() -> None:
    table = tables.complaints(
        "c.table", Given(rows=(handling(), handling(5, "Rare", shown=False)), total=handling())
    )
    assert [c.text["en"] for c in table.rows[0]][:2] == ["All complaints", "60"]
    assert [c.mark for c in table.rows[1][1:]] == ["suppressed"] * 6
    assert (
        tables.complaints("c.table", Given(rows=(), total=None)).rows[0][0].text["en"] == "No result to show."
    )


def test_why_shows_claim_chart_and_table_or_nothing() -> None:
    claim, chart, table = dissatisfied.why("c.why", Reasons())
    assert "2 of 4 reasons" in claim.text["en"]
    assert (chart.id, table.id) == ("c.why-chart", "c.why-table")
    assert dissatisfied.why("c.why", Reasons(rows=())) == ()


def test_what_changed_says_so_and_the_share_alone_where_no_wave_was_before() -> None:
    moved = dissatisfied.changed(
        "c.changed", Contrasts((change(0.144, 0.125),)), Contrasts((change(0.3, 0.48),)), now=estimate(0.125)
    )
    assert [c.id for c in moved] == ["c.changed", "c.changed-reasons"]
    assert "fell since Q2 2026: 14.4% then, 12.5% now" in moved[0].text["en"]
    alone = dissatisfied.changed("c.changed", Contrasts(), Contrasts(), now=estimate(0.125))
    assert "no earlier wave" in alone[0].text["en"]
    assert "尚无往期数据" in alone[0].text["zh"]


@pytest.mark.parametrize(("p", "words"), [(0.001, "begin with it alone"), (0.5, "take up both together")])
def test_what_to_do_first_depends_on_the_test(p, words) -> None:
    both = (estimate(v, label=Text(en=f"R{v}", zh=f"因{v}")) for v in (0.4, 0.48))
    (claim,) = dissatisfied.first("c.first", Contrasts((contrast(*both, p=p, kind="gap"),)))
    assert words in claim.text["en"]
    assert dissatisfied.first("c.first", Contrasts()) == ()


def test_a_group_that_is_more_often_unsatisfied_is_not_green() -> None:
    _, chart = dissatisfied.who("c.who", gaps(0.001))
    assert LIGHT["bad"] in chart.svg["en"]
    assert LIGHT["good"] not in chart.svg["en"]
    assert LIGHT["good"] in change_chart("c.who", gaps(0.001)).svg["en"]
    assert dissatisfied.who("c.who", Contrasts()) == ()


def test_recovery_says_only_what_the_test_supports_and_no_cause() -> None:
    found = gaps(0.2, 0.001)
    levels = Estimates((found.rows[0].first, *(c.second for c in found)))
    claim, chart, table = dissatisfied.recovery(
        "c.stay", Given(levels=levels, gaps=found, best=Contrasts(found.rows[:1]))
    )
    assert "no clear difference" in claim.text["en"]
    assert "差异不明显" in claim.text["zh"]
    assert (chart.id, len(table.rows)) == ("c.stay-chart", 2)
    assert (
        dissatisfied.recovery("c.stay", Given(levels=Estimates(), gaps=Contrasts(), best=Contrasts())) == ()
    )


def test_complaints_say_when_there_are_no_records() -> None:
    (claim,) = dissatisfied.complaints("c.all", Given(rows=(), total=None), Contrasts())
    assert "No records of complaints" in claim.text["en"]
    assert "没有可用的投诉记录" in claim.text["zh"]


def test_complaints_state_number_shares_and_days() -> None:
    four = Contrasts(tuple(change(0.7, 0.8, p=p) for p in (0.001, 0.9, 0.9, 0.9)))
    claim, moved, table = dissatisfied.complaints("c.all", Given(rows=(handling(),), total=handling()), four)
    assert "recorded 60 complaints" in claim.text["en"]
    assert "within 1.7 days" in claim.text["en"]
    assert "did not clearly change" in moved.text["en"]
    assert table.id == "c.all-table"


def test_who_did_not_complain_is_a_sentence_or_nothing() -> None:
    (claim,) = dissatisfied.unvoiced("c.silent", Estimates((estimate(0.8),)))
    assert "80.0%" in claim.text["zh"]
    assert dissatisfied.unvoiced("c.silent", Estimates()) == ()
    assert dissatisfied.by_group("c.groups", Contrasts()) == ()
    assert "none are clear" in dissatisfied.by_group("c.groups", gaps(0.4))[0].text["en"]


def ratio(value=3.1, **more):
    return replace(
        estimate(**more), unit="ratio", measure="multiple", value=value, low=value - 0.2, high=value + 0.2
    )


def test_delighted_customers_have_lifts_a_multiple_and_its_series_or_nothing() -> None:
    claim, chart, table = delighted.lifts("c.lifts", gaps(0.001, 0.2))
    assert "a clear gap" in claim.text["en"]
    assert (chart.id, table.id) == ("c.lifts-chart", "c.lifts-table")
    now, moved = delighted.multiple(
        "c.renew", Estimates((ratio(),)), Contrasts((contrast(ratio(3.0), ratio(), p=0.4, kind="change"),))
    )
    assert "3.1 times as often" in now.text["en"]
    assert "3.1倍" in now.text["zh"]
    assert "did not clearly change" in moved.text["en"]
    before = WAVE.shifted(-1)
    series = Estimates((ratio(3.0, wave=str(before), wave_label=before.label), ratio()))
    assert [r.kind for r in delighted.series("c.renew", series)] == ["chart", "table"]
    assert delighted.series("c.renew", Estimates((ratio(),))) == ()
    assert (
        delighted.lifts("c.lifts", Contrasts())
        == delighted.multiple("c.renew", Estimates(), Contrasts())
        == ()
    )
