"""Sentences that count say otherwise that there are none."""

from __future__ import annotations

import pytest

from csatreport.exhibit.sentences.counted import either
from csatreport.params import Text

SOME, NONE = Text(en="{n} rose", zh="有{n}项上升"), Text(en="none rose", zh="没有上升的")


@pytest.mark.parametrize(("found", "said"), [(0, NONE), ((), NONE), (1, SOME), ([0], SOME)])
def test_none_is_said_in_words(found, said):
    assert either(found, SOME, NONE) is said
