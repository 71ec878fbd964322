"""What must hold of formulas: the TeX of a methods chapter becomes a tree, and nothing else passes."""

from __future__ import annotations

import pytest

from csatreport.book import formulas
from csatreport.errors import BookError


def tree(source: str) -> object:
    return formulas.tree(source, "methods (en)")


def test_a_weighted_mean_becomes_a_tree() -> None:
    assert tree(r"\hat p = \sum w_i y_i / \sum w_i") == [
        "row", ["accent", "\u0302", ["var", "p"]], ["rel", "="], ["big", "∑"],
        ["attach", ["var", "w"], ["var", "i"], None], ["attach", ["var", "y"], ["var", "i"], None],
        ["sym", "/"], ["big", "∑"], ["attach", ["var", "w"], ["var", "i"], None],
    ]  # fmt: skip


def test_fractions_roots_and_scripts_nest() -> None:
    assert tree(r"\sqrt{\frac{a}{b^2}}") == [
        "sqrt", ["frac", ["var", "a"], ["attach", ["var", "b"], None, ["sym", "2"]]],
    ]  # fmt: skip
    assert tree(r"x_{\mathrm{eff}}^2") == ["attach", ["var", "x"], ["word", "eff"], ["sym", "2"]]


def test_fences_grow_with_what_they_hold() -> None:
    assert tree(r"\left( x \right.") == ["fence", "(", ["var", "x"], ""]


def test_numbers_keep_their_decimal_point() -> None:
    assert tree("0.975") == ["sym", "0.975"]


@pytest.mark.parametrize(
    "source", [r"\unheardof{x}", "{x", "x}", r"\left( x", r"\frac{a}", "x_", r"\text x", r"\text{x", "\\"]
)
def test_a_formula_that_cannot_be_set_is_refused_with_its_place(source: str) -> None:
    with pytest.raises(BookError) as refused:
        tree(source)
    assert "methods (en)" in refused.value.where
    assert source in refused.value.where
