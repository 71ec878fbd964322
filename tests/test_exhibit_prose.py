from typing import get_args

from csatreport.exhibit import prose
from csatreport.params import Need, Text

GAPS = Text(en="SERVQUAL *gaps*", zh="差距")


def test_chapters_left_out_are_listed_with_their_reason_and_escaped_titles():
    record = prose.left_out("x", [(GAPS, "servqual")])
    assert "- **SERVQUAL \\*gaps\\***: no pairs of expectation and perception" in record.text["en"]
    assert "- **差距**：没有期望与感知的配对题目" in record.text["zh"]


def test_where_nothing_is_left_out_the_text_says_so():
    record = prose.left_out("x", [])
    assert record.text == {
        "en": "Every chapter of the book is in this edition.",
        "zh": "本版收录了全部章节。",
    }


def test_every_need_of_a_chapter_has_words():
    assert set(prose.NEEDS) == set(get_args(Need))
