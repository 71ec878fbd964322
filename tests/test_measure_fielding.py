import numpy as np
import pytest
from surveys import category, make_survey, rating, responses, wave

from csatreport.errors import DesignError
from csatreport.measure.fielding import Fielding, known
from csatreport.measure.subjects import Level, Subject, name
from csatreport.params import Text

ITEMS = (rating("a", dimension="service"), category("region", "region"))


def survey(**columns):
    plain = {"a": [1.0, 2.0, 4.0, 5.0] * 5, "region": ["s", "n", "n", None] * 5}
    return make_survey(ITEMS, responses(**{**plain, **columns}))


def test_codes_of_levels_point_into_the_levels_and_are_minus_one_without():
    levels, codes = Fielding.of(survey()).levels("region")
    assert levels == (
        Level("region", "n", Text(en="North", zh="北部")),
        Level("region", "s", Text(en="South", zh="南部")),
    )
    assert codes.tolist() == [1, 0, 0, -1] * 5


def test_the_design_of_a_wave_is_that_of_its_own_responses():
    made = make_survey(
        ITEMS, responses("2026Q2", a=[1.0] * 6), responses("2026Q3", a=[1.0] * 9, stratum=list("xxxxyyyyy"))
    )
    assert Fielding.of(made).design.df == 7
    assert Fielding.of(made, wave("2026Q2")).design.df == 5


def test_weights_that_cannot_be_used_are_refused_with_the_response():
    with pytest.raises(DesignError, match="response 2 of 20"):
        Fielding.of(survey(weight=[1.0, -1.0] * 10))


def test_an_item_was_asked_when_it_is_declared_for_the_wave_or_answered():
    fielding = Fielding.of(survey())
    assert fielding.asked(rating("never", sources={wave("2026Q2"): "x"})) is False
    assert fielding.asked(rating("declared"))
    assert fielding.asked(rating("a", sources={None: "-"}))


def test_estimates_come_level_by_level_and_item_by_item():
    fielding = Fielding.of(survey())
    levels, codes = fielding.levels("region")
    columns = np.column_stack([fielding.responses["a"], 2 * fielding.responses["a"]])
    subjects = [Subject("x", Text.same("x")), Subject("y", Text.same("y"))]
    found = fielding.estimates(columns, subjects, measure="mean", unit="score", levels=levels, codes=codes)
    assert [(e.level, e.item) for e in found] == [("n", "x"), ("n", "y"), ("s", "x"), ("s", "y")]


def test_the_confidence_of_the_edition_is_in_force():
    wide, narrow = (
        Fielding.of(make_survey(ITEMS, responses(a=[1.0, 5.0] * 20), confidence=c)).estimates(
            np.array([[1.0], [5.0]] * 20), [Subject("a", Text.same("a"))], measure="mean", unit="score"
        )[0]
        for c in (0.99, 0.8)
    )
    assert wide.high - wide.low > narrow.high - narrow.low
    assert (wide.confidence, narrow.confidence) == (0.99, 0.8)


def test_a_code_without_a_label_is_its_own_label():
    questionnaire = survey().questionnaire
    assert name(questionnaire, "region", "n").zh == "北部"
    assert name(questionnaire, "region", "=1+1").en == "=1+1"
    assert name(questionnaire, "no such list", "n").en == "n"


def test_a_number_that_is_none_is_not_known():
    assert known(float("nan")) is None
    assert known(0.0) == 0.0


def test_a_wave_says_what_it_asked():
    later = {None: "-", wave("2026Q4"): "x"}
    items = (
        rating("all", roles={"overall": ""}), rating("new", roles={"overall": ""}, sources=later),
        rating("s", dimension="service", roles={"satisfaction": "s"}), rating("i", roles={"importance": "s"}),
        rating("t", dimension="service", roles={"satisfaction": "t"}, sources=later),
        rating("j", roles={"importance": "t"}),
        category("region", "region", roles={"domain": ""}), category("mode2", "mode", roles={"domain": "", "standing": ""}),
    )  # fmt: skip
    values = {i: [1.0, 2.0, 3.0] for i in ("all", "s", "i", "j")}
    fielding = Fielding.of(make_survey(items, responses(**values, region=["n", "s", "s"], mode2=["web"] * 3)))
    assert fielding.first("overall").item == "all"
    assert fielding.first("loyalty") is None
    assert [i.item for i in fielding.services()] == ["s"]
    assert [(a.item, b.item) for a, b in fielding.pairs("importance", "satisfaction")] == [("i", "s")]
    assert fielding.domains() == ("region",)


def test_a_number_that_does_not_exist_is_hidden():
    fielding = Fielding.of(make_survey((rating("a"),), responses(a=[3.0] * 40)))
    subject = Subject("a", Text.same("a"))
    everybody = np.ones(40, dtype=bool)
    made = fielding.modelled(
        np.nan, se=np.nan, interval=(np.nan, np.nan), subject=subject, measure="x", unit="coefficient", used=everybody
    )  # fmt: skip
    assert not made.shown
    endless = fielding.modelled(
        1.0, se=np.inf, interval=(0.0, np.inf), subject=subject, measure="x", unit="days", used=everybody
    )
    assert (endless.se, endless.low, endless.high) == (None, 0.0, None)
