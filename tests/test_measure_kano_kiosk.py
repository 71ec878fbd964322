"""Kano's classes of the kiosk survey, beside a count made with pandas alone."""

from __future__ import annotations

import re

import built
import pandas as pd
import pytest

from csatreport.measure import kano
from csatreport.opening import open_edition

pytestmark = pytest.mark.skipif(not built.SHARED.is_dir(), reason=f"no real data at {built.SHARED}")

ORDER = ["마음에 든다.", "당연하다.", "아무런 느낌이 없다.", "하는 수 없다.", "마음에 안 든다."]
BERGER = ["QAAAO", "RIIIM", "RIIIM", "RIIIM", "RRRRQ"]


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    project = built.copied("kiosk", tmp_path_factory.mktemp("kiosk"))
    return kano.analysis(open_edition("2019", project))


@pytest.fixture(scope="module")
def counted():
    """Categories (rows) of every question number, from the file itself."""
    raw = pd.read_csv(built.SHARED / "data" / "kiosk-2019" / "kiosk.csv", encoding="cp949", dtype=str)
    columns = {}
    for header in raw:
        match = re.match(r"(\d+)-([12])\.\s*만약", header)
        if match:
            columns[int(match[1]), int(match[2])] = raw[header].map({a: n for n, a in enumerate(ORDER)})
    both = {
        n: pd.concat([columns[n, 1], columns[n, 2]], axis=1).dropna().astype(int).to_numpy()
        for n in range(1, 30)
    }
    return {n: pd.Series([BERGER[f][d] for f, d in pairs]).value_counts() for n, pairs in both.items()}


def test_every_pair_of_questions_is_found_by_its_text(found, counted):
    assert len(found.features) == 29
    for n, feature in enumerate(found.features, 1):
        shares = {c: round(e.value * e.n) for c, e in feature.shares.items()}
        assert shares == {c: int(counted[n].get(c, 0)) for c in "MOAIRQ"}, feature.key


def test_classes_are_those_of_the_count(found, counted):
    for n, feature in enumerate(found.features, 1):
        count = counted[n].reindex(list("MOAIRQ"), fill_value=0)
        wanted = count[list("MOA")].sum() > count[list("IRQ")].sum()
        expected = count[list("MOA" if wanted else "IRQ")].idxmax()
        assert feature.category == expected, feature.key
        assert feature.plain == count.idxmax(), feature.key


def test_coefficients_are_those_of_the_count(found, counted):
    for n, feature in enumerate(found.features, 1):
        count = counted[n].reindex(list("MOAIRQ"), fill_value=0)
        whole = count[list("MOAI")].sum()
        assert feature.better.value == pytest.approx((count["A"] + count["O"]) / whole)
        assert feature.worse.value == pytest.approx(-(count["M"] + count["O"]) / whole)


def test_age_groups_of_one_or_two_people_are_hidden(found):
    (age,) = [d for d in found.domains if d.item == "age"]
    small = {g.level.code: g.features[0] for g in age.groups}
    assert small["a10"].category == ""
    assert not small["a10"].questionable.shown
