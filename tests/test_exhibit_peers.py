"""Exhibits of peers: nothing overlaps, both languages say the same, hostile names stay words."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from figures import HOSTILE
from surveys import category, make_survey, rating, responses

from csatreport.compare import standing
from csatreport.exhibit import charts, sentences, tables
from csatreport.exhibit.charts.naming import Box, named
from csatreport.exhibit.sentences import peers, visit
from csatreport.palette import LIGHT
from csatreport.params import Analysis, Headline, Text
from csatreport.records import from_json, to_json

BRANCHES = tuple(f"b{n:02d}" for n in range(10))
LABELS = {
    "branch": {
        b: Text(en=f"Branch {chr(65 + n)}", zh=f"{chr(65 + n)}分公司") for n, b in enumerate(BRANCHES)
    },
    "age": {"young": Text(en="Young", zh="年轻"), "old": Text(en="Old", zh="年长")},
}
ITEMS = (
    rating("a"), category("branch", "branch", roles={"standing": "", "domain": ""}),
    category("age", "age", roles={"domain": ""}),
)  # fmt: skip


def wave(name="2026Q3", *, bad=3.6, seed=1, sizes=(25, 8, 8, *[150] * 7)):
    g = np.random.default_rng(seed)
    codes = np.repeat(np.arange(len(BRANCHES)), sizes)
    means = np.where(codes == 5, bad, np.where(codes == 6, 4.6, 3.7))
    return responses(
        name, a=np.clip(np.round(g.normal(means, 0.9)), 1, 5), branch=[BRANCHES[c] for c in codes],
        age=g.choice(["young", "old"], len(codes)).tolist(),
    )  # fmt: skip


def survey(*waves, labels=LABELS, **edition):
    made = make_survey(ITEMS, *waves, labels=labels, **edition)
    book = made.book.model_copy(update={"headline": (Headline(item="a", measure="csat"),)})
    return replace(made, book=book)


@cache
def found(kind="fell"):
    if kind == "one wave":
        return standing.findings(survey(wave(), previous=None, year_ago=None))
    if kind == "alike":
        return standing.findings(survey(wave("2026Q2"), wave(sizes=[150] * 10, bad=3.7, seed=3)))
    if kind == "two":
        return standing.findings(survey(wave(sizes=[150, 150, *[0] * 8])))
    if kind == "hostile":
        labels = LABELS | {"branch": {b: Text.same(f"{n} {HOSTILE}") for n, b in enumerate(BRANCHES)}}
        return standing.findings(survey(wave("2026Q2"), wave(bad=2.3, seed=2), labels=labels))
    return standing.findings(survey(wave("2026Q2"), wave(bad=2.3, seed=2)))


def section(kind):
    now = found(kind)
    return [
        *visit.changed("t.changed", now.movers), visit.first("t.first", now), *visit.model("t.model", now),
        sentences.standing.spread("t.spread", now.ranks), *peers.funnel("t.funnel", now),
        *peers.shrinkage("t.shrunken", now), *peers.mix("t.mix", now), *peers.movers("t.movers", now.movers),
    ]  # fmt: skip


KINDS = ("fell", "alike", "one wave", "two", "hostile")


@pytest.mark.parametrize("kind", KINDS)
def test_every_exhibit_survives_the_notebook_in_both_languages(kind):
    for record in section(kind):
        assert from_json(json.loads(json.dumps(to_json(record), allow_nan=False))) == record


@pytest.mark.parametrize("kind", KINDS)
def test_both_languages_of_a_chart_hold_the_same_numbers_and_only_colours_of_the_house(kind):
    drawn = [r for r in section(kind) if hasattr(r, "svg")]
    assert drawn
    for chart in drawn:
        numbers = [
            [[c for c in row if not isinstance(c, str)] for row in chart.data[k][1:]] for k in ("en", "zh")
        ]
        assert numbers[0] == numbers[1]
        for svg in chart.svg.values():
            assert set(re.findall(r"#[0-9a-f]{6}\b", svg)) <= set(LIGHT.values())


def test_the_branch_that_fell_is_to_be_visited_first_with_its_reason():
    said = visit.first("t.first", found()).text
    assert said["en"].startswith("Visit “Branch F” first: ")
    assert "It is not its mix of customers" in said["en"]
    assert said["zh"].startswith("应首先走访“F分公司”")
    changed = visit.changed("t.changed", found().movers)[0].text
    assert "clearly fell beyond what was to be expected; most of all “Branch F”" in changed["en"]
    assert visit.model("t.model", found())[0].text["en"].startswith("Learn from “Branch G”")


def test_where_nobody_stands_apart_nobody_is_to_be_visited_before_the_others():
    alike = replace(
        found("alike"), funnel=replace(found("alike").funnel, dots=()), movers=standing.Movers(())
    )
    assert "There is none to visit before the others." in visit.first("t.first", alike).text["en"]


def test_one_wave_has_no_moves_and_two_branches_no_true_spread():
    assert visit.changed("t.changed", found("one wave").movers) == ()
    assert (
        peers.movers("t.movers", found("one wave").movers)[0].text["en"]
        == "There is no earlier wave to compare with."
    )
    said = peers.shrinkage("t.shrunken", found("two"))
    assert [r.text["en"] for r in said] == [
        "Fewer than three groups are large enough: it cannot be told how much of the ranking is chance."
    ]


def test_published_scores_say_that_nothing_can_be_tested():
    rows = [
        (w, "a", "branch", b, 80.0 + n * k)
        for k, w in enumerate(("2026Q2", "2026Q3"), 1)
        for n, b in enumerate(BRANCHES)
    ]
    made = make_survey(ITEMS, published=[*rows, ("2026Q3", "a", "", "", 85.0)], labels=LABELS)
    declared = Analysis.model_validate({"standing": {"item": "a", "measure": "score"}})
    now = standing.findings(replace(made, analysis=declared))
    assert "nobody can say whether it is chance" in visit.changed("t.c", now.movers)[0].text["en"]
    assert visit.first("t.f", now).text["en"].startswith("Ask first on “Branch A”, which stands last")
    assert peers.funnel("t.u", now)[0].text["zh"].startswith("得分为公开发布")
    assert len(peers.movers("t.m", now.movers)) == 2


def test_a_small_branch_is_marked_and_a_smaller_one_is_in_no_funnel():
    table = tables.funnel("t.t", found().funnel)
    cells = {row[0].text["en"]: row[1] for row in table.rows}
    assert cells["Branch A"].mark == "low"
    assert "Branch B" not in cells
    rows = {row[0].text["en"]: [c.text["en"] for c in row] for row in tables.mix("t.m", found().mix).rows}
    assert rows["Branch B"][1:] == ["–"] * 6


def test_verdicts_of_the_funnel_are_said_in_words_and_colour():
    verdict = {row[0].text["en"]: row[-1] for row in tables.funnel("t.t", found().funnel).rows}
    assert verdict["Branch F"].text["en"].startswith("below all limits")
    assert verdict["Branch F"].status == "bad"
    assert verdict["Branch G"].status == "good"
    assert verdict["Branch H"].text["en"] == "inside the limits"


def test_names_keep_off_points_each_other_and_the_edges():
    g = np.random.default_rng(1)
    for _ in range(20):
        points = [tuple(p) for p in g.uniform((0.2, 0.2), (5.7, 3.7), (22, 2))]
        widths = [0.9] * 8
        boxes = [Box(x, y, w) for (x, y), w in zip(named(points, widths, (5.9, 3.9)), widths, strict=True)]
        assert all(box.outside((5.9, 3.9)) < 0.02 for box in boxes)
        assert sum(a.overlap(b) > 0.005 for i, a in enumerate(boxes) for b in boxes[:i]) == 0


def test_a_chart_of_a_thousand_branches_is_drawn_and_names_few():
    n = 1000
    g = np.random.default_rng(4)
    labels = {"branch": {f"k{k}": Text.same(f"Branch {k}") for k in range(n)}, "age": LABELS["age"]}
    frame = responses(
        a=np.clip(np.round(g.normal(3.7, 1, n * 15)), 1, 5), branch=[f"k{k % n}" for k in range(n * 15)],
        age=g.choice(["young", "old"], n * 15).tolist(),
    )  # fmt: skip
    made = standing.standing(make_survey(ITEMS, frame, labels=labels, low_base=5), "a", "mean")
    assert len(made.rows) == n
    assert charts.funnel("t.f", standing.funnel(made)).svg["en"]


@pytest.mark.parametrize("kind", KINDS)
def test_the_funnel_names_the_sides_that_somebody_lies_outside_of(kind):
    text = peers.funnel("t.u", found(kind))[0].text
    assert "有0个" not in text["zh"]
    assert "end none" not in text["en"]
