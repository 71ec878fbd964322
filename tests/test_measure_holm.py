import numpy as np
import pytest

from csatreport.measure import holm


def test_adjusted_values_equal_those_of_r():
    # p.adjust(c(0.01, 0.02, 0.03, 0.04, 0.05), "holm") and p.adjust(c(0.04, 0.001, 0.9), "holm")
    assert holm.adjust([0.01, 0.02, 0.03, 0.04, 0.05]) == pytest.approx((0.05, 0.08, 0.09, 0.09, 0.09))
    assert holm.adjust([0.04, 0.001, 0.9]) == pytest.approx((0.08, 0.003, 0.9))


def test_a_single_comparison_is_not_corrected_and_none_gives_none():
    assert holm.adjust([0.03]) == (0.03,)
    assert holm.adjust([]) == ()


def test_adjusted_values_never_pass_one():
    assert holm.adjust([0.8, 0.9, 0.7]) == (1.0, 1.0, 1.0)


def test_a_comparison_is_clear_exactly_below_its_critical_value():
    generator = np.random.default_rng(3)
    for _ in range(200):
        p = generator.uniform(0, 0.06, generator.integers(1, 7)).tolist()
        for i in range(len(p)):
            level = holm.critical(p, i, alpha=0.05)
            for value, clear in ((level * 0.999, True), (level * 1.001, False)):
                moved = [*p[:i], value, *p[i + 1 :]]
                assert (holm.adjust(moved)[i] < 0.05) is clear
