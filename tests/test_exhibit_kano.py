import numpy as np
import pytest
from figures import HOSTILE
from kanoanswers import columns, kano_survey
from surveys import responses

from csatreport.compare import kano as compared
from csatreport.errors import BookError
from csatreport.exhibit import charts, tables
from csatreport.exhibit.charts.places import placed
from csatreport.exhibit.sentences import kano as said
from csatreport.measure import kano
from csatreport.params import Text
from csatreport.params.analysis.kano import Kano, KanoFeature
from csatreport.records import from_json, to_json

SHARES = {
    "bill": (0.7, 0.1, 0.1, 0.07, 0.02, 0.01), "person": (0.1, 0.7, 0.1, 0.07, 0.02, 0.01),
    "boost": (0.05, 0.1, 0.4, 0.38, 0.05, 0.02), "gift": (0.05, 0.05, 0.1, 0.75, 0.03, 0.02),
    "calls": (0.05, 0.05, 0.05, 0.1, 0.7, 0.05),
}  # fmt: skip
KEYS = tuple(SHARES)


def wave(name, seed=1, n=300, shares=SHARES, **more):
    g = np.random.default_rng(seed)
    letters = {k: "".join(g.choice(list("MOAIRQ"), n, p=p)) for k, p in shares.items()}
    return responses(name, **columns(**letters), region=g.choice(["n", "s"], n).tolist(), **more)


def survey(*waves, features=(), keys=KEYS, **more):
    return kano_survey(*(waves or (wave("2026Q3"),)), keys=keys, kano=Kano(feature=features), **more)


@pytest.fixture(scope="module")
def found():
    costs = (KanoFeature(key="bill", cost=10), KanoFeature(key="boost", cost=20))
    return kano.analysis(survey(features=costs))


def texts(claims):
    return [c.text["en"] for c in claims]


def every(found, tested):
    return (
        charts.kanomap("x.map", found), charts.kanoshares("x.shares", found), charts.kanoorder("x.order", found),
        tables.kano("x.table", found), tables.kano_coefficients("x.co", found), tables.kano_order("x.money", found),
        *tables.kano_groups("x.by", found), *tables.kano_differences("x.diff", tested),
        *said.first("x.first", found), *said.bought("x.bought", found), *said.doubtful("x.doubt", found),
    )  # fmt: skip


def test_every_exhibit_is_a_record_in_both_languages(found):
    for record in every(found, compared.groups(survey())):
        assert from_json(to_json(record)) == record
        words = record.text if record.kind == "claim" else record.title
        assert words["en"]
        assert words["zh"] not in ("", words["en"])


def test_the_map_lists_features_by_class_and_draws_mixed_ones_open(found):
    chart = charts.kanomap("x.map", found)
    assert [row[1] for row in chart.data["en"][1:]] == [
        "Must-be", "One-dimensional", "Attractive", "Indifferent", "Reverse",
    ]  # fmt: skip
    assert [f.key for f in found.mixed] == ["boost"]
    better = found.features[0].better
    assert chart.data["en"][1][2] == pytest.approx(better.value, abs=1e-4)


def test_bars_of_a_feature_add_up_to_everybody(found):
    for row in charts.kanoshares("x.shares", found).data["en"][1:]:
        assert sum(row[1:7]) == pytest.approx(100, abs=1e-3)


def test_the_table_names_both_classes_of_a_mixed_feature(found):
    table = tables.kano("x.table", found)
    mixed = {row[0].value: row[4].text["en"] for row in table.rows}
    assert mixed["Boost_F"] == "I/A"
    assert mixed["Bill_F"] == ""


def test_the_order_of_money_has_costs_only_where_they_are_declared(found):
    cost = {row[0].value: row[5].text["en"] for row in tables.kano_order("x", found).rows}
    assert (cost["Bill_F"], cost["Person_F"], cost["Gift_F"]) == ("10", "", "")


def test_a_table_for_each_domain_says_the_class_in_every_group(found):
    (table,) = tables.kano_groups("x.by", found)
    assert table.id == "x.by.region"
    assert [c.label["en"] for c in table.columns] == ["Feature", "All customers", "North", "South"]
    assert table.rows[0][1].text["en"] == "M"


def test_a_domain_whose_groups_are_all_hidden_gets_no_table():
    hidden = kano.analysis(survey(wave("2026Q3", n=60), minimum_base=50))
    assert hidden.features[0].category
    assert tables.kano_groups("x.by", hidden) == ()


def test_without_costs_the_order_has_no_columns_of_money(found):
    plain = tables.kano_order("x", kano.analysis(survey()))
    assert len(plain.columns) == 5
    assert len(tables.kano_order("x", found).columns) == 8
    assert {len(row) for row in plain.rows} == {5}


def test_the_first_claims_name_the_must_be_feature_and_what_to_stop(found):
    first, stop = texts(said.first("x", found))
    assert first.startswith("First make sure of “Bill_F”")
    assert stop.startswith("“Calls_F” should stop")


@pytest.mark.parametrize(
    ("left", "starts"), [(("person", "boost"), "“Person_F” comes"), (("boost",), "“Boost_F” comes")]
)
def test_without_must_be_features_the_next_class_comes_first(left, starts):
    shares = {k: SHARES[k] for k in left}
    one = kano.analysis(survey(wave("2026Q3", shares=shares), keys=left))
    assert texts(said.first("x", one))[0].startswith(starts)


def test_where_no_feature_earns_money_the_claim_says_so():
    shares = {"gift": SHARES["gift"]}
    one = kano.analysis(survey(wave("2026Q3", shares=shares), keys=("gift",)))
    assert "none of them needs money" in texts(said.first("x", one))[0]
    assert charts.kanoorder("x.order", one).data["en"][1][2] is None


def test_what_money_buys_is_said_for_each_class_that_has_costs(found):
    claims = said.bought("x", found)
    assert [c.id for c in claims] == ["x-secure", "x-delight"]
    assert "does most for 100 units of money is “Bill_F”" in claims[0].text["en"]


def test_without_costs_the_claim_says_how_features_are_ordered():
    (claim,) = said.bought("x", kano.analysis(survey()))
    assert "not declared" in claim.text["en"]


def test_one_wave_says_that_there_is_nothing_to_compare_with():
    (claim,) = said.changed("x", compared.changes(survey()))
    assert claim.text["en"].startswith("There is no earlier wave")
    assert tables.kano_changes("x", compared.changes(survey())) == ()


def test_changes_are_counted_and_the_class_that_moved_is_named():
    turned = SHARES | {"gift": (*SHARES["boost"][:2], 0.7, 0.08, 0.05, 0.02)}
    changes = compared.changes(survey(wave("2026Q2"), wave("2026Q3", 2, shares=turned)))
    counted, moved, most = texts(said.changed("x", changes))
    assert counted.startswith("Since Q2 2026, 1 of 5 features moved to another class")
    assert moved == "Another class: “Gift_F” from indifferent to attractive."
    assert most.startswith("“Gift_F” changed most")
    (table,) = tables.kano_changes("x", changes)
    assert [c.text["en"] for c in table.rows[3][:3]] == ["Gift_F", "Indifferent", "Attractive"]


def test_waves_without_a_clear_change_say_so():
    claims = said.changed("x", compared.changes(survey(wave("2026Q2"), wave("2026Q3", 2))))
    assert len(claims) == 1
    assert "none changed clearly" in claims[0].text["en"]
    assert "smallest change" in claims[0].note["en"]


def test_groups_without_a_clear_difference_are_counted_and_get_no_table():
    alike = compared.groups(survey())
    (claim,) = said.groups("x", alike)
    assert "none are clear" in claim.text["en"]
    assert tables.kano_differences("x", alike) == ()


def test_a_doubtful_question_is_to_be_asked_otherwise():
    shares = {"bill": (0.4, 0.1, 0.1, 0.1, 0.05, 0.25)}
    one = kano.analysis(survey(wave("2026Q3", shares=shares), keys=("bill",)))
    _, ask = said.doubtful("x", one)
    assert ask.text["en"] == "Ask otherwise about “Bill_F”."


def test_a_suppressed_feature_is_a_dash_in_tables_and_in_no_chart():
    letters = {"bill": "M" * 40, "gift": "I" * 3 + " " * 37}
    frame = responses(**columns(**letters), region=["n"] * 20 + ["s"] * 20)
    one = kano.analysis(kano_survey(frame, keys=("bill", "gift"), minimum_base=5))
    assert len(charts.kanomap("x", one).data["en"]) == 2
    assert [c.mark for c in tables.kano("x", one).rows[1][1:]] == ["suppressed"] * 8
    assert tables.kano_order("x", one).rows[1][1].mark == "suppressed"


@pytest.mark.parametrize("draw", [charts.kanomap, charts.kanoshares, charts.kanoorder])
def test_a_chart_without_anything_to_show_is_refused(draw):
    frame = responses(**columns(bill="M  "), region=["n"] * 3)
    with pytest.raises(BookError, match="without anything to show"):
        draw("x", kano.analysis(kano_survey(frame, keys=("bill",), minimum_base=10)))


def test_a_hostile_label_stays_a_label():
    label = Text(en=HOSTILE, zh=HOSTILE)
    one = kano.analysis(survey(features=(KanoFeature(key="bill", label=label),)))
    for record in every(one, compared.groups(survey())):
        svg = getattr(record, "svg", {"en": ""})["en"]
        assert "<script" not in svg


def test_numbers_of_points_stand_apart_from_each_other_and_inside_the_frame():
    g = np.random.default_rng(3)
    points = [tuple(p) for p in g.uniform(0.4, 3.5, (29, 2))]
    places = placed(points, 3.9, (1.95, 1.95))
    assert all(0 < c < 3.9 for p in places for c in p)
    gaps = [np.hypot(*np.subtract(a, b)) for n, a in enumerate(places) for b in places[:n]]
    assert min(gaps) > 0.15
