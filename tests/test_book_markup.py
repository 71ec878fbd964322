from __future__ import annotations

import dataclasses
from html.parser import HTMLParser

import pytest
from executed import HOSTILE, records

from csatreport.book import markup
from csatreport.book.words import Words
from csatreport.records import Cards, Cell, Chart, Claim, Column, Table

EN, ZH = Words("en"), Words("zh")
CARDS, CLAIM, CHART, TABLE, _ = records("p")


class Reader(HTMLParser):
    """Tags, attributes and text, as a browser would see them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


def hostile_claim() -> Claim:
    text = {"en": f"7% said {HOSTILE}", "zh": f"7%说{HOSTILE}"}
    return Claim("a.b", text, {"en": [(0, 2, "x")], "zh": [(0, 2, "x")]}, (), text)


@pytest.mark.parametrize("words", [EN, ZH], ids=["en", "zh"])
def test_no_text_of_a_record_becomes_a_tag(words: Words) -> None:
    both = {"en": HOSTILE, "zh": HOSTILE}
    table = Table("t", both, (Column(both, both),), ((Cell(both, HOSTILE),),), both, {"0": both})
    chart = Chart("c", both, both, both, both, {})
    for html in (
        markup.claim(hostile_claim(), words),
        markup.table(table, words),
        markup.chart(chart, words),
    ):
        read = Reader(html)
        assert not read.of("script")
        assert not any(name.startswith("on") for _, attrs in read.tags for name in attrs)
        assert "<script>alert(1)</script> {braces}" in read.text
    assert Reader(markup.chart(chart, words)).of("img")[0]["alt"] == HOSTILE


def test_hostile_text_cannot_leave_the_fence_it_stands_in() -> None:
    html = markup.claim(hostile_claim(), EN)
    assert "`" not in html
    assert "\n\n" not in html


def test_each_number_of_a_claim_leads_to_its_record_and_the_sentence_is_whole() -> None:
    read = Reader(markup.sentence(CLAIM, EN))
    assert [a["href"] for a in read.of("a")] == ["records.html#p-overall--csat"]
    assert read.text == CLAIM.text["en"]


def test_a_status_is_said_in_words_and_has_a_shape_of_its_own() -> None:
    assert "Below target" in Reader(markup.cards(CARDS, EN)).text
    shapes = {markup.sign(status) for status in ("good", "warn", "bad", "unsure")}
    assert len(shapes) == 4
    assert markup.sign("none") == ""


def test_a_table_names_its_rows_and_columns_and_can_be_scrolled_by_keyboard() -> None:
    read = Reader(markup.table(TABLE, EN))
    scopes = [th["scope"] for th in read.of("th")]
    assert scopes == ["col", "col", "rowgroup", "row", "row", "row"]
    region = next(d for d in read.of("div") if d.get("role") == "region")
    assert region["tabindex"] == "0"
    assert region["aria-label"] == "Table: Share satisfied by item"


def test_low_and_withheld_figures_are_marked_and_the_marks_explained() -> None:
    read = Reader(markup.table(TABLE, EN))
    assert "61.0%°" in read.text
    assert EN("base_low") in read.text
    assert EN("base_suppressed") in read.text


def test_a_column_that_holds_nothing_is_left_out_of_the_page() -> None:
    blank = dataclasses.replace(TABLE.rows[0][1], text={"en": "", "zh": ""}, mark="", status="none")
    rows = tuple((row[0], blank, *row[2:]) for row in TABLE.rows)
    heads = Reader(markup.table(dataclasses.replace(TABLE, rows=rows), EN)).of("th")
    assert len([th for th in heads if th["scope"] == "col"]) == len(TABLE.columns) - 1


def test_a_mark_that_the_note_explains_is_not_explained_twice() -> None:
    note = {"en": "Base 24. ° and hollow marks: small base.", "zh": "样本量24。“°”表示样本量偏小。"}
    told = Table("t", TABLE.title, TABLE.columns, TABLE.rows, note, {})
    assert EN("base_low") not in markup.table(told, EN)
    assert EN("base_suppressed") in markup.table(told, EN)


def test_a_table_of_sound_figures_explains_no_marks() -> None:
    sound = Table("t", TABLE.title, TABLE.columns, TABLE.rows[:1], TABLE.note, {})
    assert EN("base_low") not in markup.table(sound, EN)


def test_a_chart_offers_a_light_and_a_dark_picture_its_data_and_says_what_it_shows() -> None:
    read = Reader(markup.chart(CHART, ZH))
    assert [(i["class"], i["src"]) for i in read.of("img")] == [
        ("only-light", "figures/p-items.light.svg"),
        ("only-dark", "figures/p-items.dark.svg"),
    ]
    assert all(i["alt"] == CHART.alt["zh"] for i in read.of("img"))
    assert [a["href"] for a in read.of("a")] == ["figures/p-items.light.svg", "data/p-items.csv"]


def test_a_picture_tells_its_size_so_that_the_page_keeps_its_place() -> None:
    sized = dataclasses.replace(CHART, svg={"zh": '<svg width="518.4pt" viewBox="0 0 518.4 208.8"></svg>'})
    assert {(i["width"], i["height"]) for i in Reader(markup.chart(sized, ZH)).of("img")} == {("518", "209")}


def test_ids_are_safe_as_file_names() -> None:
    assert markup.slug("../../Items & <more>/x") == "items-more-x"


def test_cards_count_their_values_apart() -> None:
    links = [a["href"] for a in Reader(markup.cards(Cards("c", CARDS.cards, CARDS.note), EN)).of("a")]
    assert len(set(links)) == len(CARDS.cards)
