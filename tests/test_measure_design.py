import numpy as np
import pytest

from csatreport.errors import DesignError
from csatreport.measure.design import Design


@pytest.mark.parametrize(
    ("weights", "problem"),
    [
        ([1.0, -0.5, 1.0], "weights are negative"),
        ([1.0, np.nan, 1.0], "weights are missing"),
        ([1.0, np.inf, 1.0], "weights are infinite"),
        ([0.0, 0.0, 0.0], "all weights are zero"),
        ([], "there are no responses to weigh"),
    ],
)
def test_weights_that_cannot_be_used_are_refused_by_name(weights, problem):
    with pytest.raises(DesignError, match=problem):
        Design.of(weights)


def test_the_response_with_the_bad_weight_is_named():
    with pytest.raises(DesignError, match="response 3 of 4"):
        Design.of([1, 1, -2, 1])


def test_a_stratum_with_one_unit_is_named_with_what_to_do():
    with pytest.raises(DesignError, match=r"stratum 'south'(.|\n)*to do: join the stratum"):
        Design.of(np.ones(3), strata=["north", "north", "south"])


def test_a_stratum_with_many_responses_in_one_cluster_is_lonely_too():
    with pytest.raises(DesignError, match="stratum 'b'"):
        Design.of(np.ones(6), strata=list("aaabbb"), clusters=list("xyzwww"))


def test_one_cluster_in_all_is_refused():
    with pytest.raises(DesignError, match="the whole sample"):
        Design.of(np.ones(4), clusters=["x"] * 4)


def test_a_response_without_a_cluster_is_its_own_unit():
    design = Design.of(np.ones(7), clusters=["x", "x", "", "y", None, "y", ""])
    assert design.df == 4.0
    assert len({*design.unit[[2, 4, 6]], design.unit[0], design.unit[3]}) == 5


def test_a_missing_stratum_is_refused():
    with pytest.raises(DesignError, match="some responses have no stratum"):
        Design.of(np.ones(5), strata=["a", "a", None, "b", "b"])


def test_a_stratum_with_two_populations_is_refused():
    with pytest.raises(DesignError, match="two population sizes"):
        Design.of(np.ones(4), strata=list("aabb"), fpc=[10, 10, 20, 21])


def test_empty_labels_mean_no_strata_and_no_clusters():
    design = Design.of(np.ones(7), strata=[""] * 7, clusters=[""] * 7)
    assert (design.df, design.units.tolist()) == (6.0, [7])


def test_degrees_of_freedom_are_units_minus_strata():
    design = Design.of(np.ones(8), strata=list("aaaabbbb"), clusters=list("xxyyzzww"))
    assert design.df == 2.0


def test_one_label_in_two_strata_is_two_clusters():
    design = Design.of(np.ones(8), strata=list("aaaabbbb"), clusters=list("xxyyxxyy"))
    assert design.units.tolist() == [2, 2]


def test_a_single_response_has_a_design_without_variance():
    design = Design.of([2.0])
    assert design.df == 0.0
    assert np.isnan(design.factor).all()


@pytest.mark.parametrize(
    "alone", [0.0, 0.3, 1.0], ids=["clusters", "some by themselves", "all by themselves"]
)
def test_units_are_numbered_by_stratum_whatever_the_order_of_responses(alone):
    g = np.random.default_rng(5)
    cluster = np.char.add("c", g.integers(0, 30, 900).astype(str)).astype(object)
    cluster[g.random(900) < alone] = ""
    strata = np.char.add("s", g.integers(0, 4, 900).astype(str))
    design = Design.of(np.ones(900), strata=strata, clusters=cluster)
    assert (np.diff(design.stratum) >= 0).all()
    assert (np.unique(design.unit) == np.arange(len(design.stratum))).all()
    row_stratum = design.stratum[design.unit]
    for unit in range(len(design.stratum)):
        rows = design.unit == unit
        assert len(set(strata[rows])) == len(set(row_stratum[rows])) == len(set(cluster[rows])) == 1
        assert rows.sum() == 1 or cluster[rows][0]
