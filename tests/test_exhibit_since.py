"""What is shown of changes and series, where there are any."""

from __future__ import annotations

from figures import change, estimate

from csatreport.exhibit.sentences import since
from csatreport.params import Text, Wave
from csatreport.results import Contrasts, Estimates

TITLE = Text(en="Over the waves", zh="走势")


def test_without_a_wave_to_compare_with_there_is_no_table_of_changes():
    assert since.table("t", Contrasts(())) == ()
    assert len(since.table("t", Contrasts((change(0.80, 0.83),)))) == 1


def test_one_wave_alone_makes_no_line():
    before = Wave.parse("2026Q2")
    one, two = estimate(), estimate(wave=str(before), wave_label=before.label)
    assert since.lines("t", [Estimates((one,))], title=TITLE) == ()
    (chart,) = since.lines("t", [Estimates((two, one))], title=TITLE)
    assert chart.title["en"] == "Over the waves"


def test_what_moved_is_counted_by_the_measure_word_of_what_was_compared():
    family = Contrasts((change(0.80, 0.83), change(0.80, 0.90)))
    (said,) = since.changed("t", family, of=Text(en="shares satisfied", zh="项满意率"))
    assert "2项满意率中有" in said.text["zh"]
    assert "个明显" not in said.text["zh"].replace("个百分点", "")
