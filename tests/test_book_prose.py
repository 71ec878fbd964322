"""What must hold of prose: Markdown becomes a tree of plain values, in which text is only ever text."""

from __future__ import annotations

import pytest
from executed import HOSTILE

from csatreport.book import prose
from csatreport.errors import BookError


def nodes(markdown: str, **options: object) -> list[prose.Node]:
    return prose.nodes(markdown, where="methods (en)", **options)  # type: ignore[arg-type]


def text(tree: list[prose.Node]) -> str:
    return "".join(n.get("text", "") + text(n.get("nodes", [])) for n in tree)


def kinds(tree: list[prose.Node]) -> list[str]:
    return [n["kind"] for n in tree]


def test_blocks_keep_their_kind_and_order() -> None:
    markdown = (
        "Text.\n\n- a\n- b\n\n2. c\n\n> d\n\n| A | B |\n|:--|--:|\n| 1 | 2 |\n\n```\nx\n```\n\n***\n\n$$y$$\n"
    )
    assert kinds(nodes(markdown)) == ["para", "list", "enum", "quote", "table", "codeblock", "rule", "line"]
    assert nodes(markdown)[2]["start"] == 2
    assert nodes(markdown)[4]["align"] == ["left", "right"]


def test_spans_keep_their_kind() -> None:
    (para,) = nodes("a *b* **c** `d` [e](https://example.org) $f$  \ng ~~h~~")
    assert [k for k in kinds(para["nodes"]) if k != "text"] == [
        "emph", "strong", "code", "link", "maths", "break", "strike",
    ]  # fmt: skip


def test_html_and_typst_markup_are_plain_text() -> None:
    (para,) = nodes("<b>x</b> #emph[y] @ref {z}")
    assert kinds(para["nodes"]) == ["text"] * len(para["nodes"])
    assert text([para]) == "<b>x</b> #emph[y] @ref {z}"
    assert "<script>alert(1)</script>" in text(nodes(HOSTILE)).replace("\u200b", "")


def test_links_to_chapters_stay_in_the_book_and_other_relative_links_are_text() -> None:
    (para,) = nodes("[a](items.md#top) [b](javascript:alert) [c](other.md)", pages=frozenset({"items"}))
    assert next(n for n in para["nodes"] if n["kind"] == "page")["to"] == "items"
    assert not [n for n in para["nodes"] if n["kind"] == "link"]


def test_no_heading_level_is_skipped() -> None:
    assert [n["level"] for n in nodes("###### Deep\n\n## Up\n\n### Down")] == [3, 3, 4]


def test_chinese_lines_join_without_a_space_and_english_ones_with_one() -> None:
    assert text(nodes("客户\n满意")) == "客户满意"
    assert text(nodes("customers\nsatisfied")) == "customers satisfied"


@pytest.mark.parametrize(
    "markdown", ["**重点：**正文", "前文**“重点”**正文", "**满意率**指占比。**满意度指数**是度量"]
)
def test_bold_beside_chinese_punctuation_is_bold(markdown: str) -> None:
    tree = nodes(markdown)
    assert "strong" in kinds(tree[0]["nodes"])
    assert "*" not in text(tree)
    assert text(tree).replace("\u200a", "") == markdown.replace("*", "")


def test_a_word_too_long_for_a_line_may_break_and_loses_nothing() -> None:
    word = "x" * 300
    assert max(map(len, prose.soft(word).split("\u200b"))) <= 12
    assert prose.soft(word).replace("\u200b", "") == word
    assert prose.soft("an ordinary sentence 一句普通的话") == "an ordinary sentence 一句普通的话"


def test_width_counts_chinese_characters_twice() -> None:
    assert prose.width("满意率 %") == 8


def test_a_formula_that_cannot_be_set_names_its_page() -> None:
    with pytest.raises(BookError, match=r"methods \(en\)"):
        nodes(r"$\nothing$")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("**重点：**甲", "**重点：**\u200a甲"),
        ("见**“引号”**后", "见\u200a**“引号”**\u200a后"),
        ("**甲**的，乙，**丙**", "**甲**的，乙，**丙**"),
        ("a **b.** c", "a **b.** c"),
    ],
)
def test_strong_text_ends_where_chinese_ends_it(written: str, read: str) -> None:
    assert prose.closed(written) == read
