"""Texts in both languages, and how texts are compared."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from csatreport.params import Text
from csatreport.params.text import normal


def test_a_text_needs_both_languages() -> None:
    with pytest.raises(ValidationError):
        Text(en="only", zh="")


def test_full_width_characters_and_white_space_make_no_difference_but_case_does() -> None:
    assert normal("１-1.\t质量  如何？ ") == normal("1-1. 质量 如何?")
    assert normal("Gate") != normal("gate")
