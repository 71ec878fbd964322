"""What is personal goes, what is not stays: measured on sentences, in Chinese of both scripts and English."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csatreport.intake import redact

MARKER = re.compile(r"⟦[a-z]+⟧")
PLANTED = re.compile(r"\{\{(\w+):(.*?)\}\}")
LABELLED = pd.read_csv(Path(__file__).parent / "data" / "personal.csv", keep_default_na=False)["text"]
HARMLESS = [text for text in LABELLED if "{{" not in text]
PERSONAL = [text for text in LABELLED if "{{" in text]
LETTERS = (
    "王李张先生女士经理我叫是在上海市路号栋室0123456789１三八 .-@:()+XAB京沪Mr Smith\u200b⟦phone⟧，\n\ufdd1⑩"
)


def scrub(*texts: str, names: frozenset[str] = frozenset()) -> list[str]:
    return list(redact.scrub(pd.Series(texts, dtype="string"), names=names))


def told(text: str) -> str:
    """A labelled sentence as somebody wrote it."""
    return PLANTED.sub(lambda planted: planted[2], text)


def test_the_labelled_set_is_large_and_mixed() -> None:
    assert len(LABELLED) >= 300
    assert len(PERSONAL) >= 150
    assert len(HARMLESS) >= 150


def test_every_planted_datum_is_gone_and_nothing_else() -> None:
    expected = [PLANTED.sub(lambda planted: f"⟦{planted[1]}⟧", text) for text in PERSONAL]
    assert scrub(*map(told, PERSONAL)) == expected


def test_of_harmless_sentences_98_in_100_stay_as_they_are() -> None:
    changed = [text for text, clean in zip(HARMLESS, scrub(*HARMLESS), strict=True) if text != clean]
    assert len(changed) <= 0.02 * len(HARMLESS), changed


@pytest.mark.parametrize("folder", ["sfo", "tfl-quarterly", "wjx"])
def test_real_answers_without_personal_data_stay_as_they_are(folder: str) -> None:
    shared = Path(__file__).parents[2] / "shared" / "data" / folder
    if not shared.is_dir():
        pytest.skip(f"no real data at {shared}; they lie beside the checkout, never in it")
    files = [f for f in shared.iterdir() if f.suffix in {".csv", ".xls"}]
    read = {".csv": pd.read_csv, ".xls": lambda f, **kw: pd.read_excel(f, engine="calamine", **kw)}
    cells = [v for f in files for _, c in read[f.suffix](f, dtype=str).items() for v in c.dropna().unique()]
    assert scrub(*cells) == cells


def test_the_gate_opens_only_for_scrubbed_texts() -> None:
    texts = pd.Series([*map(told, PERSONAL), *HARMLESS], dtype="string")
    assert list(redact.holds(texts)[: len(PERSONAL)]) == [True] * len(PERSONAL)
    assert not redact.holds(redact.scrub(texts)).any()


@settings(max_examples=300, deadline=None)
@given(st.lists(st.text(alphabet=LETTERS, max_size=60), max_size=4))
def test_what_stays_is_what_was_there(texts: list[str]) -> None:
    for text, clean in zip(texts, scrub(*texts), strict=True):
        kept = [re.escape(piece) for piece in MARKER.split(clean)]
        assert re.fullmatch("(?s:.+)".join(kept), text) or clean == text


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=LETTERS, max_size=60))
def test_a_text_reads_the_same_among_others_and_alone(text: str) -> None:
    alone = scrub(text)[0]
    assert scrub("13800138000", text, "王先生", text)[1::2] == [alone, alone]


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=LETTERS, max_size=60))
def test_a_scrubbed_text_has_a_marker_wherever_it_was_refused(text: str) -> None:
    clean = scrub(text)[0]
    assert bool(redact.holds(pd.Series([text]))[0]) == (clean != text)
    assert clean == text or MARKER.search(clean)


def test_missing_stays_missing_and_the_series_keeps_index_name_and_type() -> None:
    given_texts = pd.Series(["13800138000", None, ""], index=[3, 1, 3], name="remark", dtype="string")
    found = redact.scrub(given_texts)
    expected = pd.Series(["⟦phone⟧", None, ""], index=[3, 1, 3], name="remark", dtype="string")
    pd.testing.assert_series_equal(found, expected)
    assert redact.holds(given_texts).tolist() == [True, False, False]


def test_categories_and_objects_are_texts_too() -> None:
    for dtype in ("category", object):
        assert list(redact.scrub(pd.Series(["打13800138000", "好"], dtype=dtype))) == ["打⟦phone⟧", "好"]


def test_no_texts_are_fine() -> None:
    assert scrub() == []
    assert redact.holds(pd.Series([], dtype="string")).empty


def test_markup_is_left_for_display_to_escape() -> None:
    assert scrub('<a href="tel:13800138000">王先生</a> &amp; <script>') == [
        '<a href="tel:⟦phone⟧">⟦name⟧先生</a> &amp; <script>'
    ]


@pytest.mark.parametrize(
    "written",
    [
        "13800138000", "138 0013 8000", "138-0013-8000", "１３８００１３８０００", "138\u200b0013\u200b8000",
        "一三八零零一三八零零零", "幺三八〇〇幺三八〇〇〇", "I38OO138OOO", "1️⃣3️⃣8️⃣0️⃣0️⃣1️⃣3️⃣8️⃣0️⃣0️⃣0️⃣",
        "+86 138 0013 8000", "0086-13800138000", "1 3 8 0 0 1 3 8 0 0 0",
        "①③⑧00①③⑧000", "𝟏𝟑𝟖𝟎𝟎𝟏𝟑𝟖𝟎𝟎𝟎", "١٣٨٠٠١٣٨٠٠٠",
        "138.0013.8000", "1̶3̶8̶0̶0̶1̶3̶8̶0̶0̶0̶", "(86)13800138000",
    ],
)  # fmt: skip
def test_a_number_is_found_however_it_is_written(written: str) -> None:
    assert scrub(f"请打{written}，谢谢") == ["请打⟦phone⟧，谢谢"]


def test_names_of_the_records_are_found_longest_first() -> None:
    names = frozenset({"高明", "高明远", "Anna Li", "Li", "José Díaz", "王", "X"})
    assert scrub("高明远和高明都说好", names=names) == ["⟦name⟧和⟦name⟧都说好"]
    assert scrub("Anna Li, ANNA LI, anna li; Lily; Li", names=names) == [
        "⟦name⟧, ⟦name⟧, ⟦name⟧; Lily; ⟦name⟧"
    ]
    assert scrub("Jose\u0301 Di\u0301az and Jose Diaz", names=names) == ["⟦name⟧ and ⟦name⟧"]
    assert scrub("大王来了，X 光", names=names) == ["大王来了，X 光"]


def test_a_name_that_is_a_word_is_one_only_where_somebody_says_so() -> None:
    names = frozenset({"高兴"})
    assert scrub("师傅高兴地走了", "姓名：高兴", names=names) == ["师傅高兴地走了", "姓名：⟦name⟧"]


@pytest.mark.parametrize("alike", ["4111 1111 1111 1112", "订单号4111111111111111", "0.411111111111111"])
def test_a_number_that_is_no_card_stays(alike: str) -> None:
    clean = scrub(f"金额{alike}。")[0]
    assert ("⟦card⟧" in clean) == (
        alike == "4111 1111 1111 1112"
    )  # four by four is a card, a digit wrong or not


@pytest.mark.parametrize(
    "form",
    [
        "1", "-", "@", "1-", "1.1.", "a@", "a.", "a:", ":", "+1", "(0", "4", "中", "路", "市", "王", "小", "一", "村", "花园",
        "中路1号", "阳光1栋", "姓名", "电话1", "A ", "A1 ", "12 A", "12 High ", "Mr A", "O'O", "a dot ", "card 1", " ", "\u200b",
        "⑳", "１", "\ufdd1", "⟦", "⟦a⟧",
    ],
)  # fmt: skip
def test_a_hostile_text_takes_no_longer_than_its_length(form: str) -> None:
    """With anything quadratic this would take hours."""
    text = (form * 100_000)[:100_000]
    assert redact.scrub(pd.Series([text, f"1234 a中{text}x"])).str.len().max() <= 7 * len(text)
