"""Charts, tables and claims of distributions, correlations and structure."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from types import SimpleNamespace as Given

import pytest
from figures import HOSTILE, contrast, estimate, hidden

from csatreport.errors import BookError
from csatreport.exhibit import charts, tables
from csatreport.exhibit.charts.heatmap import Cell, Grid, heatmap
from csatreport.exhibit.sentences import structure
from csatreport.exhibit.sentences import structure_since as structuresince
from csatreport.palette import LIGHT
from csatreport.params import Text
from csatreport.records import from_json, to_json
from csatreport.results import Contrasts, Estimates

NAMES = ("Alpha", "Beta", "Gamma", "Delta")
WAVE = estimate().wave_label


def text(en):
    return Text(en=en, zh=f"{en}项")


def subject(name, group="g"):
    return Given(item=name.lower(), label=text(name), group=group, group_label=text(f"Group {group}"))


def coefficient(value, name="Alpha", *, measure="correlation", shown=True, unit="coefficient"):
    about = {"unit": unit, "measure": measure, "item": name.lower(), "label": text(name)}
    if not shown:
        return replace(hidden(**{**about, "unit": "share"}), unit=unit)
    made = estimate(value, **{**about, "unit": "share"})
    return replace(made, unit=unit, low=value - 0.05, high=value + 0.05, se=0.025)


def answers(*shares, name="Alpha", steps=5):
    about = {"measure": "frequency", "group": name, "group_label": text(name)}
    return [
        estimate(s, item=f"{name}.{i + 1}", label=text(f"Step {i + 1}"), **about)
        for i, s in zip(range(steps), shares)  # noqa: B905
    ]


def hidden_answers(name):
    about = {"measure": "frequency", "group": name, "group_label": text(name)}
    return [hidden(item=f"{name}.{i}", label=text(f"Step {i}"), **about) for i in range(1, 6)]


FREQUENCIES = Estimates(
    (
        *answers(0.02, 0.08, 0.2, 0.4, 0.3, name="Alpha"),
        *answers(0.1, 0.1, 0.3, 0.3, 0.2, name="Beta"),
        *hidden_answers("Gamma"),
    )
)
SUBJECTS = [subject(n, "ab"[i // 2]) for i, n in enumerate(NAMES)]
PAIRS = [
    Given(estimate=coefficient(0.3 + 0.1 * i - 0.05 * j, b.label.en, shown=(i, j) != (0, 3)), first=a, second=b,
          p_adjusted=0.001 if (i, j) != (0, 3) else None, family=5)
    for i, a in enumerate(SUBJECTS)
    for j, b in enumerate(SUBJECTS)
    if i < j
]  # fmt: skip


def group(name, members, overall=0.4):
    return Given(
        name=text(name),
        items=members,
        explained=coefficient(0.3, name, measure="explained", unit="share"),
        overall=None if overall is None else coefficient(overall, name),
    )


def made(*, overall=True, stable=(True, True, False, True), strays=(), missing="pairwise", left_out=()):
    groups = (
        group("Network", SUBJECTS[:2], 0.5 if overall else None),
        group("Help", SUBJECTS[2:], 0.3 if overall else None),
    )
    lead = contrast(groups[1].overall, groups[0].overall, kind="gap") if overall else None
    return Given(
        subjects=SUBJECTS,
        cells=[
            [coefficient(0.7 if (i < 2) == (f == 0) else 0.1, s.label.en, measure="loading") for f in range(2)]
            for i, s in enumerate(SUBJECTS)
        ],
        home=[0, 0, 1, 1],
        stays=[1.0, 0.99, 0.7, 0.97],
        stable=stable,
        large=0.4,
        communality=Estimates(tuple(coefficient(0.5, s.label.en, measure="communality", unit="share") for s in SUBJECTS)),
        groups=groups,
        closest=groups[0] if overall else None,
        leads=Contrasts((lead,)) if lead else Contrasts(),
        adequacy=Given(kmo=0.8, items=[0.8, 0.7, 0.9, 0.6], p=1e-9),
        kmo=coefficient(0.8, measure="kmo"),
        strays=strays,
        number=Given(shared=[2.1, 0.5, -0.1, -0.2], chance=[0.3, 0.2, 0.1, 0.0], parallel=2, horn=1, kaiser=1),
        base=Given(missing=missing, extraction="components", smoothed=False, failed=0, left_out=left_out, used=120,
                   effective=101.5),
    )  # fmt: skip


def scale(name, value, weakening=()):
    items = [
        Given(subject=s, total=coefficient(0.5, s.label.en), dropped=coefficient(0.6, s.label.en))
        for s in SUBJECTS[:2]
    ]
    alpha = coefficient(value, name, measure="alpha")
    return Given(alpha=alpha, standardised=alpha, items=items, weakening=weakening)


SCALES = Given(dimensions=[scale("Network", 0.8), scale("Help", 0.6)], whole=scale("All services", 0.9))


def changed(*verdicts, alphas=(None,), overall=(None,)):
    kept = [
        Given(
            name=text(f"Group {i}"), congruence=coefficient(0.97 - i / 100, measure="congruence"), verdict=v
        )
        for i, v in enumerate(verdicts)
    ]
    family = [
        Contrasts(
            tuple(contrast(coefficient(0.5), coefficient(0.5 if p is None else 0.7), p=p or 0.9) for p in ps)
        )
        for ps in (alphas, overall)
    ]
    return Given(
        before=text("Q2 2026"), groups=kept, least=kept[-1], same=0.95, similar=0.85, broken=None,
        alphas=family[0], overall=family[1],
        counted=lambda *which: sum(v in which for v in verdicts),
    )  # fmt: skip


CHARTS = {
    "answers": lambda: charts.answers("c.answers", FREQUENCIES),
    "correlations": lambda: charts.correlations("c.pairs", PAIRS),
    "loadings": lambda: charts.loadings("c.loadings", made()),
    "scree": lambda: charts.scree("c.scree", made().number),
}
SUMMARIES = [
    Given(mean=estimate(4.1, unit="score", measure="mean"), median=estimate(4.0, unit="score", measure="median"),
          mode=replace(estimate(4.0, unit="score", measure="mode"), low=None, high=None), sd=estimate(0.8, unit="score"))
]  # fmt: skip
TABLES = {
    "distribution": lambda: tables.distribution("t.d", SUMMARIES),
    "correlations": lambda: tables.correlations("t.c", PAIRS, PAIRS[:2]),
    "reliability": lambda: tables.reliability("t.r", SCALES),
    "items": lambda: tables.item_analysis("t.i", SCALES),
    "loadings": lambda: tables.loadings("t.l", made()),
    "groups": lambda: tables.groups("t.g", made()),
    "kept": lambda: tables.kept("t.k", changed("same", "similar", "different", "unclear")),
}


@pytest.mark.parametrize("form", CHARTS)
def test_a_chart_says_the_same_in_both_languages_in_the_colours_of_the_house(form):
    record = CHARTS[form]()
    assert from_json(json.loads(json.dumps(to_json(record), allow_nan=False))) == record
    for svg in record.svg.values():
        assert set(re.findall(r"#[0-9a-f]{6}\b", svg)) <= set(LIGHT.values())
    numbers = [
        [[c for c in row if not isinstance(c, str)] for row in record.data[k][1:]] for k in ("en", "zh")
    ]
    assert numbers[0] == numbers[1]
    told = [sorted(re.findall(r"[−+]?\d+\.\d+%?", record.alt[k])) for k in ("en", "zh")]
    assert told[0] == told[1]


@pytest.mark.parametrize("form", TABLES)
def test_a_table_has_a_cell_for_every_column_in_both_languages(form):
    record = TABLES[form]()
    assert all(len(row) == len(record.columns) for row in record.rows)
    assert from_json(json.loads(json.dumps(to_json(record), allow_nan=False))) == record


def test_answers_come_with_the_most_favourable_first_and_hidden_items_say_nothing():
    record = charts.answers("c", FREQUENCIES)
    assert [row[0] for row in record.data["en"][1:]] == ["Alpha", "Beta", "Gamma"]
    assert record.data["en"][3][1:] == [None] * 6


def test_answers_of_nobody_or_of_scales_of_different_lengths_are_refused():
    with pytest.raises(BookError, match="without anything"):
        charts.answers("c", Estimates(tuple(hidden_answers("Gamma"))))
    with pytest.raises(BookError, match="different scales"):
        charts.answers("c", Estimates((*answers(0.5, 0.5, steps=2), *answers(*[0.2] * 5, name="Beta"))))


@pytest.mark.parametrize("steps", [2, 4, 7, 11])
def test_scales_of_any_length_are_drawn(steps):
    assert charts.answers("c", Estimates(tuple(answers(*[1 / steps] * steps, steps=steps)))).svg["zh"]


def test_a_heat_map_needs_a_cell_and_holds_any_number_of_columns():
    rows = [text(n) for n in NAMES]
    nothing = Grid(rows, rows, [[None] * 4] * 4, {})
    with pytest.raises(BookError, match="without anything"):
        heatmap("h", nothing, title=text("T"), note={"en": "", "zh": ""})
    wide = Grid(rows, [text(f"Column {i} with a long name") for i in range(14)],
                [[Cell(coefficient(-0.3 + 0.04 * j)) for j in range(14)]] * 4, {0: text("Head")})  # fmt: skip
    record = heatmap("h", wide, title=text("T"), note={"en": "", "zh": ""})
    assert len(record.data["en"][0]) == 15
    assert "−0.30" in record.alt["en"]


def test_hostile_labels_stay_labels():
    bad = Given(**{**vars(subject("Alpha")), "label": Text.same(HOSTILE)})
    found = made()
    found.subjects[0], old = bad, found.subjects[0]
    found.groups[0].items[0] = bad
    try:
        record = charts.loadings("c", found)
        assert "<script" not in record.svg["en"]
        assert (
            structure.first("c.first", found).text["en"].count("<script>") == 1
        )  # escaped where pages are written
    finally:
        found.subjects[0] = found.groups[0].items[0] = old


def test_a_first_axis_value_far_above_the_others_is_printed_not_drawn():
    number = Given(shared=[11.4, 0.5, 0.1], chance=[0.3, 0.2, 0.1], parallel=2, horn=1, kaiser=1)
    assert "11.40" in charts.scree("c", number).alt["en"]


@pytest.mark.parametrize(
    ("verdicts", "said"),
    [
        (("same", "similar"), "still group services"),
        (("same", "different"), "no longer what they were"),
        (("same", "unclear"), "cannot be told"),
    ],
)
def test_what_changed_is_said_as_the_verdicts_are(verdicts, said):
    claims = structuresince.changed("c", made(), changed(*verdicts))
    assert said in claims[0].text["en"]
    assert len(claims) == 2
    assert "None of 1 reliabilities" in claims[1].text["en"]


def test_a_reliability_or_correlation_that_changed_is_named():
    for given in ({"alphas": (0.001, None)}, {"overall": (0.001,)}):
        text_ = structuresince.changed("c", made(), changed("same", **given))[1].text
        assert "rose most: 0.50 then, 0.70 now" in text_["en"]
        assert "，明显上升：当时为" in text_["zh"]


def test_without_an_earlier_wave_the_opening_says_so_and_shows_no_table():
    assert "no earlier wave" in structuresince.changed("c", made(), None)[0].text["en"]
    assert structuresince.kept("c", None) == ()
    assert len(structuresince.kept("c", changed("same"))) == 1


def test_a_break_in_the_series_takes_the_place_of_the_comparison():
    broken = changed("same")
    broken.broken, broken.groups = text("The scale changed"), []
    said = structuresince.changed("c", made(), broken)
    assert [c.text["en"] for c in said] == [
        "Groups of services cannot be compared with Q2 2026: The scale changed."
    ]
    assert structuresince.kept("c", broken) == ()


def test_the_group_to_look_at_first_is_said_with_how_far_it_is_ahead():
    ahead = structure.first("c", made()).text
    assert "clearly ahead of “Help”" in ahead["en"]
    assert "明显领先于“Help项”" in ahead["zh"]
    assert "explains most" in structure.first("c", made(overall=False)).text["en"]


def test_services_that_stand_apart_from_their_dimension_are_named():
    assert "each within one dimension" in structure.found("c", made()).text["en"]
    assert "stand apart" in structure.found("c", made(strays=[SUBJECTS[3]])).text["en"]
    assert "Delta" in structure.found("c", made(strays=[SUBJECTS[3]])).text["en"]


@pytest.mark.parametrize("missing", ["listwise", "pairwise"])
def test_the_base_says_the_missing_policy_and_what_was_left_out(missing):
    said = structure.basis("c", made(missing=missing, left_out=(text("Parking"),))).text
    assert ("rated every one of these" in said["en"]) == (missing == "listwise")
    assert said["en"].endswith("the others: Parking.")
    assert said["zh"].endswith("“Parking项”。")
    assert structure.basis("c", made()).text["en"].endswith("none.")


def test_reliability_names_the_weakest_dimension_or_the_whole_alone():
    assert "“Help” agree least" in structure.reliability("c", SCALES).text["en"]
    alone = Given(dimensions=[], whole=SCALES.whole)
    assert structure.reliability("c", alone).text["en"].startswith("All services together")
    assert tables.item_analysis("t", alone).rows


def test_overall_satisfaction_that_was_not_asked_is_said():
    nothing = Given(estimates=Estimates(), __iter__=lambda: iter(()))
    assert len(structure.overall("c", nothing, nothing)) == 1
