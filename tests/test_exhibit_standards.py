import re
from dataclasses import dataclass
from types import SimpleNamespace as Given

import pytest
from figures import HOSTILE, change, contrast, estimate, hidden

from csatreport.errors import BookError
from csatreport.exhibit import charts, tables
from csatreport.exhibit.sentences import standards
from csatreport.palette import LIGHT
from csatreport.params import Text
from csatreport.results import Contrasts, Count, Estimate, Estimates

DIGITS = re.compile(r"\d+(?:[.,]\d+)*%?")
VERDICTS = ("missed", "unsure", "met")


@dataclass(frozen=True)
class Kept:
    estimate: Estimate
    target: float
    verdict: str

    @property
    def goal(self):
        return Count(self.target, Text(en="Target", zh="目标"), of=1.0, unit="share")


def checked(value, code, department="field", **more):
    about = {
        "label": Text(en=f"Standard {code}", zh=f"标准{code}"),
        "group_label": Text(en=f"The {department}", zh=f"{department}部"),
    }
    return estimate(value, measure="compliance", item=code, group=department, weight="", **{**about, **more})


def kept(*, verdicts=VERDICTS):
    rows = tuple(
        Kept(checked(value, code, "field" if code != "c" else "shops"), target, verdict)
        for value, code, target, verdict in zip(
            (0.6, 0.84, 0.95), "abc", (0.9, 0.85, 0.9), verdicts, strict=True
        )
    )
    return Given(
        total=checked(0.8, "all"),
        rows=rows,
        by_need=rows,
        departments=Estimates(tuple(r.estimate for r in rows)),
        visits=30,
    )


NOBODY = Given(total=None, rows=(), by_need=(), departments=Estimates(), visits=0)


def at(value, code, **more):
    return checked(
        value,
        "all",
        domain="branch",
        level=code,
        level_label=Text(en=f"Branch {code}", zh=f"分公司{code}"),
        **more,
    )


def sense(code, gap, reading, verdict="missed"):
    of = Kept(checked(0.6, code), 0.9, verdict)
    if gap is None:
        return Given(kept=of, satisfied=None, gap=None, reading=reading)
    c = contrast(estimate(0.8, item="services"), estimate(0.8 + gap, item=code), kind="gap")
    return Given(kept=of, satisfied=c.second, gap=c, reading=reading)


def test_aims_have_a_stroke_for_each_target_and_a_colour_for_each_verdict() -> None:
    chart = charts.aims("s.kept", kept().rows)
    for colour in ("bad", "neutral", "good"):
        assert LIGHT[colour] in chart.svg["en"]
    assert "Targets met: 1; missed: 1." in chart.alt["en"]
    assert DIGITS.findall(chart.alt["en"]) == DIGITS.findall(chart.alt["zh"])
    assert [row[-1] for row in chart.data["zh"]] == ["目标 (%)", 90.0, 85.0, 90.0]
    assert "竖线为目标值" in chart.note["zh"]


def test_aims_of_nothing_are_refused() -> None:
    with pytest.raises(BookError, match="anything to show"):
        charts.aims("s.kept", ())


def test_a_scatter_numbers_its_points_from_above_and_marks_small_ones() -> None:
    pairs = [
        (at(0.7, "x"), estimate(0.9)),
        (at(0.9, "y"), estimate(0.95)),
        (at(0.8, "z", flag="low"), estimate(0.85)),
    ]
    chart = charts.scatter("s.map", pairs)
    assert [row[0] for row in chart.data["en"]] == ["Group", "Branch y", "Branch x", "Branch z"]
    assert chart.data["en"][1][1:] == [90.0, 95.0, 1702, 1702]
    assert LIGHT["paper"] in chart.svg["en"]
    assert "Branch y" in chart.alt["en"]
    assert DIGITS.findall(chart.alt["en"]) == DIGITS.findall(chart.alt["zh"])


def test_a_scatter_leaves_out_what_is_hidden_and_refuses_nothing_at_all() -> None:
    pairs = [(at(0.7, "x"), hidden()), (at(0.9, "y"), estimate(0.95))]
    assert len(charts.scatter("s.map", pairs).data["en"]) == 2
    with pytest.raises(BookError, match="anything to show"):
        charts.scatter("s.map", pairs[:1])


def test_names_that_look_like_code_stay_words() -> None:
    label = Text(en=HOSTILE, zh=HOSTILE)
    row = Kept(checked(0.5, "a", label=label), 0.9, "missed")
    chart = charts.scatter(
        "s.map",
        [
            (
                at(
                    0.7,
                    "x",
                ),
                estimate(0.9),
            ),
            (checked(0.5, "a", level_label=label), estimate(0.8)),
        ],
    )
    for svg in (charts.aims("s.kept", (row,)).svg["en"], chart.svg["en"]):
        assert "<script" not in svg


def test_the_table_of_standards_says_the_verdict_and_heads_departments() -> None:
    table = tables.standards("s.table", kept().rows)
    assert [(row[-1].text["en"], row[-1].status) for row in table.rows] == [
        ("Below target", "bad"), ("Cannot tell yet", "unsure"), ("Target met", "good"),
    ]  # fmt: skip
    assert table.groups["2"]["zh"] == "shops部"
    assert tables.standards("s.table", ()).rows[0][0].text["en"] == "No result to show."


def test_the_table_of_readings_leaves_blank_what_customers_are_not_asked() -> None:
    table = tables.senses("s.senses", (sense("a", -0.1, "act"), sense("b", None, "unasked")))
    assert [c.text["en"] for c in table.rows[0]][-1] == "Missed, and less satisfied: act"
    assert [c.text["en"] for c in table.rows[1]][3:6] == ["", "", ""]
    assert tables.senses("s.senses", ()).rows[0][0].text["zh"] == "没有可列示的结果。"


def test_kept_counts_verdicts_or_says_that_nobody_visited() -> None:
    claim, chart, table = standards.kept("s.kept", kept())
    assert "The target was met for 1 of 3 standards and missed for 1; for 1 the checks" in claim.text["en"]
    assert (chart.id, table.id) == ("s.kept-chart", "s.kept-table")
    (nothing,) = standards.kept("s.kept", NOBODY)
    assert "No visits" in nothing.text["en"]
    assert "没有对服务标准的检查记录" in nothing.text["zh"]


def test_what_to_do_first_is_the_worst_and_softer_where_none_is_clearly_missed() -> None:
    (clear,) = standards.first("s.first", kept())
    assert clear.text["en"].startswith("To do first: “Standard a”")
    assert "90.0%" in clear.text["zh"]
    (unclear,) = standards.first("s.first", kept(verdicts=("unsure", "unsure", "met")))
    assert unclear.text["en"].startswith("No standard clearly misses its target.")
    assert standards.first("s.first", NOBODY) == ()


def test_what_changed_speaks_of_all_checks_and_counts_standards() -> None:
    rows = Contrasts((change(0.87, 0.83, p=0.4), change(0.9, 0.6), change(0.8, 0.8, p=0.9)))
    (claim,) = standards.changed("s.changed", rows)
    assert (
        "did not clearly change since Q2 2026: 87.0% then, 83.0% now. Of 2 standards, none rose clearly and 1 fell"
        in claim.text["en"]
    )
    assert standards.changed("s.changed", Contrasts()) == ()


def test_branches_have_dots_and_a_map_of_every_standard() -> None:
    rows = Estimates((at(0.9, "x"), at(0.7, "y")))
    cells = Estimates(tuple(
        checked(v, s, domain="branch", level=b, level_label=Text.same(b), flag="low", n=4)
        for b, s, v in (("x", "a", 1.0), ("x", "b", 0.75), ("y", "a", 0.5))
    ))  # fmt: skip
    claim, dots, heat = standards.branches("s.branches", rows, cells)
    assert "Branch x" in claim.text["en"]
    assert (dots.id, heat.id) == ("s.branches-chart", "s.branches-map")
    assert heat.data["en"] == [
        ["Item", "Standard a", "Standard b"],
        ["Branch x", 100.0, 75.0],
        ["Branch y", 50.0, None],
    ]
    assert standards.branches("s.branches", Estimates(), Estimates()) == ()


@pytest.mark.parametrize(("p", "words"), [(0.001, "go together"), (0.6, "do not clearly go together")])
def test_satisfaction_and_compliance_go_together_only_where_the_test_says_so(p, words) -> None:
    none, found = (checked(v, "together", unit="share") for v in (0.0, 0.6))
    c = Contrasts((contrast(none, found, p=p, kind="gap"),))
    claim, chart = standards.perceived(
        "s.together",
        Given(points=[(at(0.7, "x"), estimate(0.9)), (at(0.8, "y"), estimate(0.8))], correlation=c),
    )
    assert f"satisfaction {words}" in claim.text["en"]
    assert chart.id == "s.together-chart"
    assert standards.perceived("s.together", Given(points=(), correlation=Contrasts())) == ()


def test_readings_are_named_only_where_there_are_any() -> None:
    rows = (
        sense("a", -0.1, "act"),
        sense("b", 0.1, "spare"),
        sense("c", -0.1, "doubt", "met"),
        sense("d", 0.0, "open"),
    )
    found = standards.senses("s.senses", rows)
    assert [r.id for r in found] == [
        "s.senses",
        "s.senses-act",
        "s.senses-doubt",
        "s.senses-spare",
        "s.senses-table",
    ]
    assert "Standard b" in found[3].text["en"]
    assert [r.id for r in standards.senses("s.senses", rows[:1])] == [
        "s.senses",
        "s.senses-act",
        "s.senses-table",
    ]
    assert standards.senses("s.senses", (sense("a", None, "unasked"),)) == ()
    assert standards.departments("s.departments", NOBODY) == ()
    assert len(standards.departments("s.departments", kept())) == 2
