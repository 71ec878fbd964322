import json
import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace as Given

import pytest
from figures import HOSTILE, WAVE, branches, change, changes, contrast, estimate, hidden, items, published

from csatreport.errors import BookError
from csatreport.exhibit import charts, style
from csatreport.palette import DARK, LIGHT, darkened
from csatreport.params import Text
from csatreport.records import from_json, to_json
from csatreport.results import Contrasts, Count, Estimates

LONG = Text(
    en="Website and app are easy to use, also for older customers who have never used one before",
    zh="网站和手机应用使用方便，老年客户第一次使用也能轻松上手，遇到问题可以随时找到人工服务",
)


def series(item="overall", k=6, **more):
    waves = [WAVE.shifted(i - k + 1) for i in range(k)]
    return Estimates(
        tuple(
            estimate(
                0.7 + 0.02 * i, item=item, label=Text.same(item), wave=str(w), wave_label=w.label, **more
            )
            for i, w in enumerate(waves)
        )
    )


def gap(perceived, expected, name="A", **more):
    about = {"unit": "score", "item": name, "label": Text(en=f"Pair {name}", zh=f"配对{name}")} | more
    made = hidden if more.get("flag") == "suppressed" else estimate
    first, second, between = (
        made(**({} if made is hidden else {"value": v}), measure=m, **about)
        for v, m in ((expected, "expectation"), (perceived, "perception"), (perceived - expected, "gap"))
    )
    return Given(
        perception=second,
        expectation=first,
        gap=between,
        met=made(
            **({} if made is hidden else {"value": 0.62}), **about | {"measure": "met", "unit": "share"}
        ),
        test=contrast(first, second, kind="gap"),
        wilcoxon_adjusted=0.01,
    )


SERVQUAL = Given(
    items=(gap(5.1, 6.0), gap(5.8, 5.5, "B"), gap(0, 0, "C", flag="suppressed")),
    dimensions=(gap(5.2, 6.1, "D"),),
    total=gap(5.2, 6.1, "all"),
    basis="stated",
)


def point(importance, performance, quadrant, name):
    about = {"unit": "score", "item": name, "label": Text(en=f"Service {name}", zh=f"服务{name}")}
    return Given(
        importance=estimate(importance, measure="importance", **about),
        performance=estimate(performance, measure="mean", **about),
        satisfied=estimate(0.7),
        priority=estimate(20.0, unit="index", measure="priority"),
        quadrant=quadrant,
        uncertain=False,
        certainty=0.98,
    )


MATRIX = Given(
    points=(point(6.0, 4.0, "concentrate", "A"), point(6.1, 5.5, "keep", "B"), point(5.0, 4.1, "low", "C")),
    importance=5.6,
    performance=5.0,
    derived=False,
    crosshair="mean",
)


def place(e, rank):
    return Given(estimate=e, rank=rank, rank_low=rank, rank_high=rank and rank + 1)


STANDING = Given(
    rows=[place(e, i + 1 if e.shown else None) for i, e in enumerate(branches())], overall=estimate(0.75)
)
TREE = [
    Given(
        level=level,
        label=Text(en=f"Indicator {level}", zh=f"指标{level}"),
        department_label=owner,
        estimate=estimate(60.0 + level, unit="index", measure="csat_index", item=f"i{level}"),
    )
    for level, owner in ((1, None), (2, None), (3, Text(en="Network operations", zh="网络运营部")))
]


def mode(en, zh, received, accepted):
    label = Text(en=en, zh=zh)
    counts = {"received": received, "accepted": accepted, "quarantined": received - accepted}
    return Given(label=label, minutes=7.5, **{k: Count(v, label) for k, v in counts.items()})


FIELDWORK = Given(
    modes=[mode("Web", "网络", 1200, 1100), mode("Paper", "纸质", 300, 280)],
    total=mode("All", "全部", 1500, 1380),
)

FORMS = {
    "dots": lambda: charts.dots("c.dots", branches(), target=0.75),
    "change": lambda: charts.change("c.change", changes()),
    "trend": lambda: charts.trend("c.trend", series()),
    "many": lambda: charts.trend("c.many", [series(f"line {i}") for i in "ABCDE"]),
    "gaps": lambda: charts.gaps("c.gaps", SERVQUAL),
    "quadrants": lambda: charts.quadrants("c.quadrants", MATRIX),
    "standing": lambda: charts.standing("c.standing", STANDING),
    "tree": lambda: charts.tree("c.tree", TREE),
    "composition": lambda: charts.composition("c.composition", FIELDWORK),
}


@pytest.fixture(scope="module")
def drawn():
    return {name: make() for name, make in FORMS.items()}


@pytest.mark.parametrize("form", FORMS)
def test_a_chart_holds_both_languages_and_survives_the_notebook(drawn, form):
    record = drawn[form]
    for part in (record.title, record.alt, record.svg, record.note, record.data):
        assert set(part) == {"en", "zh"}
    assert from_json(json.loads(json.dumps(to_json(record), allow_nan=False))) == record


@pytest.mark.parametrize("form", FORMS)
def test_both_languages_draw_and_say_the_same_numbers(drawn, form):
    record = drawn[form]
    numbers = [
        [[c for c in row if not isinstance(c, str)] for row in record.data[language][1:]]
        for language in ("en", "zh")
    ]
    assert numbers[0] == numbers[1]
    decimals = [sorted(re.findall(r"[−+]?\d+\.\d+%?", record.alt[language])) for language in ("en", "zh")]
    assert decimals[0] == decimals[1]


@pytest.mark.parametrize("form", FORMS)
def test_a_chart_has_only_the_colours_of_the_house(drawn, form):
    for svg in drawn[form].svg.values():
        assert set(re.findall(r"#[0-9a-f]{6}\b", svg)) <= set(LIGHT.values())


@pytest.mark.parametrize("form", FORMS)
def test_a_chart_asks_for_nothing_outside_and_carries_no_label_as_markup(drawn, form):
    for svg in drawn[form].svg.values():
        assert set(re.findall(r'href="([^#][^"]*)"', svg)) == set()
        assert "<!--" not in svg
        assert "<text" not in svg


def test_names_inside_two_charts_of_a_page_do_not_clash(drawn):
    names = [set(re.findall(r' id="([^"]+)"', drawn[form].svg["en"])) for form in ("dots", "change")]
    assert all(names)
    assert not names[0] & names[1]


def test_a_dark_page_gets_every_colour_replaced(drawn):
    dark = darkened(drawn["dots"].svg["en"])
    assert set(re.findall(r"#[0-9a-f]{6}\b", dark)) <= set(DARK.values())


@pytest.mark.parametrize("form", ["dots", "standing"])
def test_alternative_text_names_highest_and_lowest_with_their_numbers(drawn, form):
    for language, extremes in (
        ("en", ("Branch A 80.0%", "Branch C 60.0%")),
        ("zh", ("A网点 80.0%", "C网点 60.0%")),
    ):
        for extreme in extremes:
            assert extreme in drawn[form].alt[language]


def test_alternative_text_of_changes_says_how_many_moved_and_by_how_much(drawn):
    alt = drawn["change"].alt["en"]
    assert "1 clearly higher, 1 clearly lower, 1 not clearly different" in alt
    assert "+10.0 points" in alt
    assert "−8.0 points" in alt


def test_alternative_text_of_a_trend_says_first_last_lowest_and_highest(drawn):
    alt = drawn["trend"].alt["en"]
    assert "from 70.0% (Q2 2025) to 80.0% (Q3 2026)" in alt


def test_what_is_suppressed_is_in_no_data_and_is_named_as_too_small(drawn):
    row = next(r for r in drawn["dots"].data["en"] if r[0] == "Branch D")
    assert row[1:] == [None] * (len(row) - 1)
    assert "base too small" in drawn["dots"].note["en"]
    assert "1 not shown" in drawn["dots"].alt["en"]


def test_the_target_is_named_and_counted(drawn):
    assert "Target 75.0%: 1 reach it." in drawn["dots"].alt["en"]


def test_small_bases_are_marked_in_the_note(drawn):
    assert "small base" in drawn["dots"].note["en"]


def test_a_character_that_the_font_lacks_is_an_error_that_names_it():
    odd = Estimates((estimate(label=Text(en="Cat \U0001f408", zh="猫")),))
    with pytest.raises(BookError, match="U\\+1F408"):
        charts.dots("c", odd)


def test_a_hostile_label_is_drawn_as_it_is_and_never_becomes_markup():
    record = charts.dots("c", Estimates((estimate(label=Text(en=HOSTILE, zh=HOSTILE)), *items(2))))
    assert "<script" not in record.svg["en"]
    assert record.data["en"][1][0] == HOSTILE


def test_nothing_of_a_long_label_leaves_the_figure():
    drawer = sys.modules["csatreport.exhibit.charts.dots"]._draw  # the package's name `dots` is the function
    rows = [estimate(0.99, label=LONG), estimate(0.02, item="b", label=LONG), *items(2)]
    with style.house():
        for language in ("en", "zh"):
            fig = drawer(rows, language, 0.5)
            fig.canvas.draw()
            for text in fig.findobj(lambda artist: hasattr(artist, "get_text") and artist.get_text()):
                box = text.get_window_extent()
                assert box.x0 >= -1, text.get_text()
                assert box.x1 <= fig.bbox.x1 + 1, text.get_text()


def test_a_chart_of_nothing_is_refused():
    for make in (
        lambda: charts.dots("c", Estimates(())),
        lambda: charts.dots("c", Estimates((hidden(),))),
        lambda: charts.change("c", Contrasts(())),
        lambda: charts.trend("c", []),
    ):
        with pytest.raises(BookError, match="without anything"):
            make()


def test_units_are_not_mixed_on_one_axis():
    with pytest.raises(BookError, match="different units"):
        charts.dots("c", Estimates((estimate(), estimate(4.1, unit="score"))))


def test_a_trend_of_one_wave_is_drawn_as_dots():
    record = charts.trend("c", series(k=1))
    assert record.alt["en"].startswith("Dot chart")


def test_published_scores_are_drawn_without_intervals_and_say_so():
    record = charts.dots("c", Estimates((published(4.1, item="a"), published(3.9, item="b"))))
    assert "No intervals are known" in record.note["en"]


def test_untested_changes_are_grey_and_say_so():
    record = charts.change("c", Contrasts((change(3.9, 4.1, p=None, unit="score", measure="score"),)))
    assert LIGHT["good"] not in record.svg["en"]
    assert "not tested" in record.note["en"]


SCRIPT = """
import hashlib, sys
sys.path.insert(0, "tests")
import test_exhibit_charts as t
print([hashlib.sha256(repr(make()).encode()).hexdigest() for make in t.FORMS.values()])
"""


def test_the_same_results_give_the_same_bytes_in_any_process_zone_and_locale():
    root = Path(__file__).parent.parent
    seen = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            cwd=root,
            capture_output=True,
            text=True,
            check=True,
            env={
                **os.environ,
                "PYTHONHASHSEED": seed,
                "TZ": zone,
                "LC_ALL": locale,
                "SOURCE_DATE_EPOCH": seed,
            },
        ).stdout
        for seed, zone, locale in (
            ("1", "Asia/Shanghai", "C.UTF-8"),
            ("99", "America/New_York", "de_DE.UTF-8"),
        )
    }
    assert len(seen) == 1
