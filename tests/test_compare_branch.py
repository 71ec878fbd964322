"""The page of one branch: its place, its gaps, three things to do, and nothing of too few people."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

import company
import figures
import numpy as np
import pandas as pd
import pytest
import surveys
from scipy import stats

from csatreport.compare import branch
from csatreport.compare.branch import complaints as rates
from csatreport.compare.branch.todo import todo
from csatreport.errors import UsageError
from csatreport.exhibit import tables
from csatreport.exhibit.sentences import branch as said
from csatreport.params import Headline, Text
from csatreport.results import Contrasts, Count

TARGET = Count(0.85, Text.same("target"), of=1.0, unit="share")


def gap(item: str, first: float, second: float, p: float = 0.001):
    sides = (figures.estimate(v, item=item, label=Text.same(item)) for v in (first, second))
    return figures.contrast(*sides, p=p, kind="gap")


def chosen(services=(), weight=None, complaints=(), kept=None, changes=()):
    found = todo(
        Contrasts(tuple(services)), weight or {}, complaints=Contrasts(tuple(complaints)), standards=kept,
        target=TARGET, changes=Contrasts(tuple(changes)),
    )  # fmt: skip
    return [(t.kind, t.estimate.item) for t in found]


def test_first_comes_the_service_below_others_that_matters_most():
    services = [gap("a", 0.8, 0.6), gap("b", 0.8, 0.7), gap("c", 0.8, 0.79, p=0.6)]
    assert chosen(services, {"a": 0.1, "b": 0.9, "c": 0.5})[:2] == [("service", "b"), ("service", "a")]


def test_complaints_and_standards_come_before_a_second_service():
    services = [gap("a", 0.8, 0.6), gap("b", 0.8, 0.7)]
    kept = figures.estimate(0.6, item="all", low=0.5, high=0.7)
    causes = [gap("all", 0.04, 0.12), gap("slow", 0.004, 0.02), gap("bill", 0.004, 0.006)]
    assert chosen(services, complaints=causes, kept=kept) == [
        ("service", "a"), ("complaints", "slow"), ("standards", "all"),
    ]  # fmt: skip


def test_standards_that_may_have_been_met_are_no_thing_to_do():
    kept = figures.estimate(0.8, item="all", low=0.7, high=0.88)
    assert chosen([gap("a", 0.8, 0.6)], kept=kept) == [("service", "a")]


def test_where_nothing_sets_it_apart_most_is_left_to_gain_in_what_weighs_and_fails():
    services = [gap("a", 0.5, 0.5, p=0.9), gap("b", 0.9, 0.9, p=0.9), gap("c", 0.7, 0.7, p=0.9)]
    assert chosen(services, {"a": 0.2, "b": 0.6, "c": 0.4}) == [
        ("everywhere", "c"), ("everywhere", "a"), ("everywhere", "b"),
    ]  # fmt: skip


def test_a_service_that_fell_clearly_comes_before_what_is_the_same_everywhere():
    services = [gap("a", 0.5, 0.5, p=0.9), gap("b", 0.9, 0.9, p=0.9)]
    moved = [figures.change(0.99, 0.9, item="b"), figures.change(0.9, 0.5, item="renew")]
    assert chosen(services, changes=moved) == [("fallen", "b"), ("everywhere", "a")]


def test_there_are_never_more_than_three_and_none_twice():
    found = chosen([gap(x, 0.9, 0.5) for x in "abcdef"])
    assert len(found) == 3
    assert len(set(found)) == 3


def survey(regions, speed, **more):
    items = (
        surveys.rating("overall", roles={"overall": ""}),
        surveys.rating("speed", dimension="service"),
        surveys.rating("bill", dimension="product"),
        surveys.category("region", "region", roles={"standing": ""}),
    )
    rng = np.random.default_rng(1)
    columns = {"overall": speed, "speed": speed, "bill": rng.integers(1, 6, len(speed)), "region": regions}
    made = surveys.make_survey(items, surveys.responses(**columns), **more)
    book = made.book.model_copy(update={"headline": (Headline(item="overall", measure="csat"),)})
    return replace(made, book=book)


@pytest.fixture(scope="module")
def small():
    """North is better than south, of west only three answered."""
    speed = [5] * 50 + [1] * 10 + [5] * 20 + [1] * 40 + [5] * 3
    return survey(["n"] * 60 + ["s"] * 60 + ["w"] * 3, speed)


def test_services_are_compared_with_all_others_as_one_family(small):
    own = branch.branch(branch.peers(small), "s")
    speed = own.services.one(item="speed")
    assert speed.second.value == pytest.approx(20 / 60)
    assert {c.family for c in own.services} == {2}
    assert own.todo[0].kind == "service"
    assert own.todo[0].estimate.item == "speed"


def test_the_chart_of_services_goes_from_best_to_worst(small):
    own = branch.branch(branch.peers(small), "s")
    (_, chart) = said.services("x", own)
    values = [row[3] for row in chart.data["en"][1:]]
    assert len(values) == len(own.services)
    assert values == sorted(values, reverse=True)


def test_branches_with_hostile_names_stay_words_on_one_line():
    names = {c: Text.same(f"{figures.HOSTILE}\n{c}") for c in "ns"}
    made = survey(["n"] * 60 + ["s"] * 60, [5] * 100 + [1] * 20, labels={**surveys.LABELS, "region": names})
    (_, chart) = said.services("x", branch.branch(branch.peers(made), "s"))
    assert "<script" not in chart.svg["en"]
    assert not any("\n" in str(cell) for row in chart.data["en"] for cell in row)


def test_of_too_few_people_nothing_is_shown(small):
    own = branch.branch(branch.peers(small), "w")
    assert not own.shown
    assert (own.services.rows, own.todo, own.headline.rows, own.series) == ((), (), (), ())
    assert "too few answers" in said.place("x", own).text["en"]
    assert (
        said.todo("x", own) == said.services("x", own) == said.cards("x", own) == said.series("x", own) == ()
    )


def test_a_branch_that_nobody_knows_is_refused_with_those_that_are_there(small):
    with pytest.raises(UsageError, match="s, n, w"):
        branch.branch(branch.peers(small), "moon")


def test_published_scores_are_compared_without_a_test():
    rows = [("2026Q3", i, d, x, v) for i, d, x, v in (
        ("overall", "", "", 80.0), ("overall", "region", "n", 85.0), ("overall", "region", "s", 75.0),
        ("speed", "", "", 70.0), ("speed", "region", "n", 72.0), ("speed", "region", "s", 60.0),
    )]  # fmt: skip
    items = (
        surveys.rating("overall", low=0, high=100, roles={"overall": ""}),
        surveys.rating("speed", low=0, high=100, dimension="service"),
        surveys.category("region", "region", roles={"standing": ""}),
    )
    made = surveys.make_survey(items, published=rows)
    book = made.book.model_copy(update={"headline": (Headline(item="overall", measure="score"),)})
    own = branch.branch(branch.peers(replace(made, book=book)), "s")
    assert own.place.rank == 2
    assert [t.estimate.item for t in own.todo] == ["speed"]
    assert not own.services.rows[0].tested
    assert said.todo("x", own)[0].text["en"].endswith("60.00 here, 70.00 in all.")


class Tables(dict):
    """Records by name, with the hash that each was prepared as."""

    data: ClassVar = {"complaints": "x"}


def records(counts, customers=1000):
    """A survey with complaints in two branches that have as many customers, nobody complaining twice."""
    tables = {
        "customers": pd.DataFrame({
            "customer": [f"c{n}" for n in range(2 * customers)],
            "branch": ["n"] * customers + ["s"] * customers,
            "since": pd.Timestamp("2020-01-01"),
        }),
        "complaints": pd.concat([
            pd.DataFrame({
                "complaint": [f"{b}{c}{n}" for n in range(k)], "branch": b, "cause": c, "wave": "2026Q3",
                "customer": [f"c{n + start}" for n in range(k)],
            })
            for b, c, k, start in counts
        ], ignore_index=True),
    }  # fmt: skip
    items = (surveys.category("branch", "branch", roles={"standing": ""}),)
    made = surveys.make_survey(items, surveys.responses(branch=["n", "s"] * 20))
    return replace(made, records=Tables(tables))


def test_rates_of_complaints_are_compared_as_two_poisson_counts():
    own = rates.complaints(records([("n", "slow", 300, 0), ("s", "slow", 240, 1000)]), "branch")["n"]
    total = own.one(item="all")
    assert (total.second.value, total.first.value) == pytest.approx((300 / 4000, 240 / 4000))
    exact = stats.binomtest(300, 540, 0.5).pvalue
    assert total.p == pytest.approx(exact, abs=0.002)


def test_more_complaints_than_elsewhere_are_bad_news_in_the_table():
    made = rates.complaints(records([("n", "slow", 300, 0), ("s", "slow", 100, 1000)]), "branch")
    signs = {code: tables.contrasts("x", made[code]).rows[0][-1].status for code in "ns"}
    assert signs == {"n": "bad", "s": "good"}


def test_a_customer_who_complains_often_counts_for_more_than_chance_of_one():
    alone = rates.complaints(records([("n", "slow", 300, 0), ("s", "slow", 240, 1000)]), "branch")["n"]
    thrice = records(
        [("n", "slow", 100, 0), ("n", "bill", 100, 0), ("n", "other", 100, 0), ("s", "slow", 240, 1000)]
    )
    together = rates.complaints(thrice, "branch")["n"]
    ratio = together.one(item="all").second.se / alone.one(item="all").second.se
    assert ratio == pytest.approx(np.sqrt(3))


def test_no_pages_together_give_away_the_complaints_of_few():
    """Of w three complained: n and s against all others would tell."""
    made = records([("n", "slow", 300, 0), ("s", "slow", 240, 1000), ("w", "slow", 3, 1500)])
    made.records["customers"].loc[1500:, "branch"] = "w"
    found = rates.complaints(made, "branch")
    assert [len(found[code]) for code in "nsw"] == [2, 0, 0]


def test_without_records_nothing_is_said_of_complaints(small):
    assert branch.peers(small).complaints == {}


@pytest.fixture(scope="module")
def found():
    return branch.peers(company.survey())


def test_the_branch_that_goes_bad_stands_last_and_hears_what_to_do(found):
    bad = company.truth()["decline"]["branch"]
    own = branch.branch(found, bad)
    assert own.place.rank == own.ranked
    assert [t.kind for t in own.todo] == ["service", "complaints", "standards"]
    assert len(own.services.fallen) == len(own.services)


def test_every_branch_of_the_company_has_its_page(found):
    sheet = company.survey().questionnaire
    codes = list(sheet.labels["branch"])
    pages = {code: branch.branch(found, code) for code in codes}
    shown = {code for code, own in pages.items() if own.shown}
    assert len(codes) == 24
    assert set(codes) - shown == {"ferryport", "islands"}
    assert all(len(pages[code].todo) == 3 for code in shown)


def test_services_of_branches_bracket_the_truth(found):
    """The intervals of overall satisfaction of branches hold what all customers of the branch would have said."""
    truth = company.truth()["population"]["2026Q3"]["branch"]
    inside = [
        p.estimate.low <= truth[p.estimate.level]["overall"]["satisfied"] <= p.estimate.high
        for p in found.ranking.rows
        if p.estimate.shown
    ]
    assert len(inside) == 22
    assert sum(inside) >= 19
