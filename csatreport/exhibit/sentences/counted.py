"""Sentences that count: nothing is said otherwise than something."""

from __future__ import annotations

from collections.abc import Sized

from csatreport.params.text import Text


def either(found: Sized | int, some: Text, none: Text) -> Text:
    """``some``, the words for so many, or ``none`` where there are none: Chinese does not say "none" by a number."""
    return some if (found if isinstance(found, int) else len(found)) else none
