from csatreport.exhibit import style
from csatreport.exhibit.charts import headings


def test_headings_lie_where_their_words_fit_on_three_lines():
    found = headings.of(["Speed test shown", "Site left tidy"], 0.6)
    assert not found.upright
    assert found.texts[1].count("\n") <= 2
    for text in found.texts:
        assert all(style.text_width(line, found.size) <= 0.6 for line in text.split("\n"))


def test_a_word_is_never_broken_to_fit_above_its_column():
    found = headings.of(["Reliability of everything", "Speed"], 0.4)
    assert found.upright
    assert found.height > style.text_width("Reliability", style.SMALL)


def test_chinese_headings_take_as_few_lines_as_smaller_type_allows():
    found = headings.of(["2026年第三季度"] * 12, 0.5)
    assert found.texts[0].count("\n") == 1
    assert found.size < style.SMALL
