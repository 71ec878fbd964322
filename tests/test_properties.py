"""What holds of any table: nothing is lost, coding means the same however it was written, weights obey their margins."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import surveys
from bad import sound
from bad.cases import RULES
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from csatreport.compare import differentiation
from csatreport.errors import CsatError
from csatreport.intake import choices, code
from csatreport.intake.collect import Collected, collect
from csatreport.intake.readers import encoded
from csatreport.intake.readers.export import CHOICE
from csatreport.intake.tables import Tables, tables
from csatreport.intake.weigh import Margin, rake
from csatreport.measure import estimate, servqual
from csatreport.params import Item, Scale, Text
from csatreport.params.load import load_edition, load_questionnaire

SLOW = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
QUICK = settings(max_examples=150, deadline=None)
RAW = "data/raw/a.csv"

# Tables of cells: mostly what somebody could have answered, and in each column something that nobody could.

FREE = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\n"), max_size=12)
KEYS = st.sampled_from(["", "p1", "p2", "p3", "P3", " p3 ", "test", "p4", "p5", "p6"])
TIMES = st.sampled_from(
    ["2026-07-01 10:00", "2026-08-13 10:00", "2026-09-30 23:59", "2025-12-31 10:00", "1900-01-01"]
)
RATINGS = st.sampled_from(["1", "2", "3", "4", "5", "５", "3.0", "0", "Blank", ""])
REGIONS = st.sampled_from(["North", "south", "北部", "1", "2", "99", ""])
SEVERAL = st.sampled_from(["Web", "Web┋Phone", "Shop", "1┋3", "", "Shop┋Shop"])
ROW = st.tuples(KEYS, TIMES, st.just(""), RATINGS, RATINGS, REGIONS, SEVERAL, FREE).map(list)


@st.composite
def answers(draw: st.DrawFn) -> list[list[str]]:
    """Up to twelve rows, some of them the same, with at most one impossible cell in a column."""
    table = draw(st.lists(ROW, min_size=1, max_size=12))
    for column in range(3, 7):
        if draw(st.booleans()):
            table[draw(st.integers(0, len(table) - 1))][column] = draw(FREE)
    return table + draw(st.lists(st.sampled_from(table), max_size=3))


@pytest.fixture(scope="module")
def project() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        cleaning = {"minimum_minutes": False, "minimum_answered": 0.5}
        yield sound.project(Path(folder), {}, cleaning=cleaning, rules=RULES, name=RAW)


def deliver(project: Path, table: list[list[str]]) -> None:
    with (project / RAW).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([sound.HEADER, *table])


def prepared(project: Path, table: list[list[str]]) -> Tables | None:
    """The tables; None where the file as a whole was refused."""
    deliver(project, table)
    try:
        return tables(project, load_edition(project, "2026Q3"), load_questionnaire(project))
    except CsatError:
        return None


def collected(project: Path, table: list[list[str]]) -> Collected:
    deliver(project, table)
    try:
        (source,) = load_edition(project, "2026Q3").source
        return collect(source, project, load_questionnaire(project))
    except CsatError:
        assume(False)
        raise


@given(table=answers())
@SLOW
def test_every_row_is_accepted_or_put_aside_once_with_a_rule_and_a_reason(
    project: Path, table: list[list[str]]
) -> None:
    made = prepared(project, table)
    if made is None:
        return
    whole = made.quarantine[made.quarantine["item"] == ""]
    received, accepted, quarantined = made.ledger[["received", "accepted", "quarantined"]].sum()
    assert received == len(table)
    assert (accepted, quarantined) == (len(made.responses), len(whole))
    assert received == accepted + quarantined
    assert whole["row"].is_unique
    assert set(whole["row"]) <= set(range(2, len(table) + 2))
    assert (made.quarantine[["rule", "reason"]] != "").all(axis=None)
    assert set(made.responses["response"]) | set(whole["row"] - 2) == set(range(len(table)))


@given(table=answers())
@SLOW
def test_every_accepted_answer_is_one_of_the_scale_or_of_the_list(
    project: Path, table: list[list[str]]
) -> None:
    made = prepared(project, table)
    if made is None:
        return
    for item in ("overall", "effort"):
        assert made.responses[item].dropna().between(1, 5).all()
    assert set(made.responses["region"].dropna()) <= {"north", "south"}
    marks = made.responses[["uses.web", "uses.phone", "uses.shop"]]
    assert marks.isin([0.0, 1.0, float("nan")]).all(axis=None)
    assert (marks.isna().all(axis=1) | (marks.sum(axis=1) > 0)).all()


@given(table=answers())
@SLOW
def test_no_answer_vanishes_it_is_coded_missing_or_told(project: Path, table: list[list[str]]) -> None:
    made = collected(project, table)
    told = set(zip(made.faults["response"], made.faults["item"], strict=True))
    for n, row in enumerate(table):
        for item, cell in (("overall", row[3]), ("effort", row[4]), ("region", row[5])):
            missing = code.plain(cell) in ("", "0", "Blank", "99")
            assert missing or (n, item) in told or pd.notna(made.answers[item].iloc[n]), (item, cell)
    remarks = [row[7] for row in table if row[7].strip()]
    assert made.texts["text"].tolist() == remarks


@given(table=answers(), data=st.data())
@SLOW
def test_in_another_order_the_same_rows_get_the_same_codes(
    project: Path, table: list[list[str]], data: st.DataObject
) -> None:
    order = data.draw(st.permutations(range(len(table))))
    first = collected(project, table)
    other = collected(project, [table[n] for n in order])
    pd.testing.assert_frame_equal(
        other.answers, first.answers.iloc[list(order)].reset_index(drop=True), check_dtype=False
    )
    design = ["respondent", "start", "minutes", "answered", "faulty"]
    pd.testing.assert_frame_equal(
        other.design[design], first.design[design].iloc[list(order)].reset_index(drop=True)
    )


def rating(missing: tuple[str, ...] = ("0",)) -> Item:
    texts = {"label": Text.same("q"), "wording": Text.same("q")}
    return Item(item="q", kind="rating", scale=Scale(low=1, high=5), missing=missing, **texts)


DIGITS = ("0123456789", "０１２３４５６７８９", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗")
AROUND = st.text(st.sampled_from(" \t\u00a0\u3000\u200b\ufeff\u200e\u2060"), max_size=3)


@st.composite
def written(draw: st.DrawFn) -> tuple[int, str]:
    """A whole number from 0 to 9, and one of the ways to write it."""
    number = draw(st.integers(0, 9))
    text = "0" * draw(st.integers(0, 3)) + str(number)
    text += draw(st.sampled_from(["", ".", ".0", ".00", ",0", ",00", "．0"]))
    text = draw(st.sampled_from(["", "+", "＋"])) + text
    text = text.translate(str.maketrans("0123456789", draw(st.sampled_from(DIGITS))))
    return number, draw(AROUND) + text + draw(AROUND)


@given(written())
@QUICK
def test_a_number_is_the_same_rating_however_it_is_written(case: tuple[int, str]) -> None:
    number, text = case
    coded = code.ratings(pd.Series([text]), rating(), {})
    if number == 0:
        assert coded.value.isna().all()
        assert coded.fault.empty
    elif number <= 5:
        assert coded.value.tolist() == [number]
    else:
        assert coded.fault.tolist() == [code.OUTSIDE]


@given(st.text())
@QUICK
def test_an_answer_in_its_plain_form_stays_as_it_is(text: str) -> None:
    once = code.plain(text)
    assert code.plain(once) == once


@given(st.lists(st.one_of(st.sampled_from("12345"), st.text(max_size=4)), min_size=1))
@QUICK
def test_what_was_coded_is_coded_to_itself(given_answers: list[str]) -> None:
    once = code.ratings(pd.Series(given_answers, dtype=object), rating(), {})
    again = code.ratings(once.value.map(lambda v: "" if pd.isna(v) else str(v)), rating(), {})
    assert again.fault.empty
    pd.testing.assert_series_equal(once.value, again.value, check_dtype=False)


LABEL = st.text(
    st.characters(categories=["L", "N", "P", "Zs"], exclude_characters=CHOICE), min_size=1, max_size=6
)


@st.composite
def chosen(draw: st.DrawFn) -> tuple[dict[str, str], list[set[str]]]:
    """A list of options by their codes, and what people chose of it."""
    labels = draw(st.lists(LABEL, min_size=1, max_size=5, unique_by=code.plain))
    labels = [text.strip() for text in labels if code.plain(text)]
    assume(labels)
    known = {code.plain(text): f"c{n}" for n, text in enumerate(labels)}
    return known, draw(st.lists(st.sets(st.sampled_from(labels)), min_size=1, max_size=6))


@given(chosen(), st.sampled_from([("1", "0"), ("TRUE", "FALSE"), ("是", "否"), ("Yes", "No"), ("x", "")]))
@QUICK
def test_choices_are_the_same_in_one_cell_and_in_a_column_for_each(
    case: tuple[dict[str, str], list[set[str]]], signs: tuple[str, str]
) -> None:
    known, people = case
    item = Item(item="m", kind="multiple", codes="l", label=Text.same("m"), wording=Text.same("m"))
    options = sorted({option for chose in people for option in chose} | set(known))
    together = pd.Series([CHOICE.join(sorted(chose)) for chose in people], dtype=object)
    columns: dict[tuple[str, ...], pd.Series] = {
        (f"Q5:{option}", option): pd.Series([signs[option not in chose] for chose in people], dtype=object)
        for option in options
    }
    ticked = choices.ticked(columns, known, file="a.csv")
    one, told = choices.indicators(together, item, known, separator=CHOICE)
    each, _ = choices.indicators(ticked, item, known, separator=CHOICE)
    pd.testing.assert_frame_equal(one, each)
    assert told.fault.empty
    assert one.sum(axis=1).tolist() == [float(len(chose)) for chose in people]


ENCODED = {
    "gb18030": "的一是不了人我在有他模联通锟斤拷é",
    "big5": "的一是不了人我在有他這",
    "cp949": "가나다라마바사아자차카파하",
    "latin-1": "éèàüößÄÖÜçñ",
    "cp1252": "éèàüößÄÖÜçñ€“”",
    "utf-16": "的一é가",
    "utf-8": "的一é가😀",
}


@given(st.data(), st.sampled_from(sorted(ENCODED)))
@QUICK
def test_text_in_the_encoding_that_was_declared_is_never_taken_for_another(
    data: st.DataObject, encoding: str
) -> None:
    text = "ID,Remark\n" + data.draw(st.text(st.sampled_from(ENCODED[encoding] + "ab1, \n"), max_size=200))
    assert encoded.utf8(text.encode(encoding), encoding, where="a.csv").decode() == text


# Raking: that every margin is met is tested in test_intake_weigh_raking.py.


@st.composite
def sample(draw: st.DrawFn) -> tuple[pd.Series, list[Margin]]:
    """People in a table of two ways without an empty cell, and margins of a population."""
    shape = draw(st.tuples(st.integers(2, 4), st.integers(2, 4)))
    generator = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    population = generator.lognormal(0, 1, shape)
    cells = np.repeat(np.indices(shape).reshape(2, -1), generator.integers(1, 5, shape[0] * shape[1]), axis=1)
    weights = pd.Series(generator.lognormal(0, 1, cells.shape[1]))
    margins = [
        Margin(f"way{way}", pd.Series([f"l{c}" for c in cells[way]]),
               {f"l{c}": float(size) for c, size in enumerate(population.sum(axis=1 - way))})
        for way in (0, 1)
    ]  # fmt: skip
    return weights, margins


def picked(margins: list[Margin], rows: np.ndarray) -> list[Margin]:
    return [Margin(m.name, m.levels.iloc[rows].reset_index(drop=True), m.target) for m in margins]


@given(sample(), st.integers(0, 2**32 - 1))
@QUICK
def test_raking_knows_no_order_of_people_nor_of_margins(
    case: tuple[pd.Series, list[Margin]], seed: int
) -> None:
    weights, margins = case
    plain = rake(weights, margins).to_numpy()
    order = np.random.default_rng(seed).permutation(len(weights))
    moved = rake(weights.iloc[order].reset_index(drop=True), picked(margins, order))
    np.testing.assert_allclose(moved, plain[order], rtol=1e-6)
    np.testing.assert_allclose(rake(weights, margins[::-1]), plain, rtol=1e-5)


@given(sample())
@QUICK
def test_a_person_counted_as_two_halves_weighs_the_same(case: tuple[pd.Series, list[Margin]]) -> None:
    weights, margins = case
    rows = np.r_[np.arange(len(weights)), 0]
    halves = weights.iloc[rows].reset_index(drop=True)
    halves.iloc[[0, -1]] /= 2
    plain, split = rake(weights, margins).to_numpy(), rake(halves, picked(margins, rows)).to_numpy()
    np.testing.assert_allclose(split[0] + split[-1], plain[0], rtol=1e-6)
    np.testing.assert_allclose(split[1:-1], plain[1:], rtol=1e-6)
    np.testing.assert_allclose(plain.sum(), sum(margins[0].target.values()), rtol=1e-6)


# Estimates: the order of responses and the scale of weights mean nothing; measures hang together.


@st.composite
def surveyed(draw: st.DrawFn) -> pd.DataFrame:
    """Answers of 40 to 120 people with weights and clusters, some missing, perhaps all of one item the same."""
    g = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    n = draw(st.integers(40, 120))
    columns = {c: g.integers(1, 6, n).astype(float) for c in ("overall", "speed", "e", "p")}
    columns["recommend"] = g.integers(0, 11, n).astype(float)
    for name in ("speed", "p"):
        columns[name][g.random(n) < 0.2] = np.nan
    if draw(st.booleans()):
        columns["speed"][:] = 4.0
    clusters = draw(st.sampled_from([0, 12]))
    return surveys.responses(
        **columns, region=g.choice(list("nsw"), n).tolist(),
    ).assign(weight=g.uniform(0.2, 4, n), cluster=[f"c{x}" for x in g.integers(0, clusters, n)] if clusters else "")  # fmt: skip


ASKED = (
    surveys.rating("overall", roles={"overall": ""}),
    surveys.rating("speed", dimension="service"),
    surveys.rating("e", dimension="service", roles={"expectation": "k"}),
    surveys.rating("p", dimension="service", roles={"perception": "k"}),
    surveys.rating("recommend", low=0, high=10, roles={"nps": ""}),
    surveys.category("region", "region", roles={"domain": ""}),
)


def numbers(frame: pd.DataFrame) -> np.ndarray:
    """Everything that one survey gives: means, errors, bases, gaps, tests."""
    made = surveys.make_survey(ASKED, frame, low_base=10)
    shown = [
        *estimate.items(made, "mean"), *estimate.items(made, "csat"), *estimate.items(made, "nps"),
        *estimate.levels(made, "overall", "csat_index", "region"), servqual.gaps(made).total.gap,
    ]  # fmt: skip
    tests = [d.contrast for d in differentiation.differences(made).rows]
    rows = [(e.value, e.se, e.n, e.effective_n) for e in shown] + [
        (c.value, c.se, c.p, c.visible) for c in tests
    ]
    return np.array([[np.nan if x is None else x for x in row] for row in rows], dtype=float)


@given(surveyed(), st.integers(0, 2**32 - 1), st.floats(1e-3, 1e3))
@SLOW
def test_order_of_people_and_scale_of_weights_change_no_estimate_and_no_test(
    frame: pd.DataFrame, seed: int, scale: float
) -> None:
    moved = frame.sample(frac=1, random_state=seed % 2**32).reset_index(drop=True)
    moved = moved.assign(weight=scale * moved["weight"])
    np.testing.assert_allclose(numbers(moved), numbers(frame), rtol=1e-7, atol=1e-9)


@given(surveyed())
@SLOW
def test_the_net_promoter_score_is_promoters_minus_detractors(frame: pd.DataFrame) -> None:
    made = surveys.make_survey(ASKED, frame)
    given_, w = frame["recommend"], frame["weight"]
    promoters, detractors = (float(w[x].sum() / w.sum()) for x in (given_ >= 9, given_ <= 6))
    assert estimate.one(made, "recommend", "nps").value == pytest.approx(100 * (promoters - detractors))


@given(surveyed())
@SLOW
def test_the_whole_is_the_weighted_mean_of_its_groups(frame: pd.DataFrame) -> None:
    made = surveys.make_survey(ASKED, frame, minimum_base=2)
    groups = estimate.levels(made, "overall", "mean", "region")
    shares = frame.groupby("region")["weight"].sum() / frame["weight"].sum()
    whole = sum(shares[e.level] * e.value for e in groups)
    assert estimate.one(made, "overall", "mean").value == pytest.approx(whole)
