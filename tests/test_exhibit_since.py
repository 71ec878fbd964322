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
