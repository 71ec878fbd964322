import pytest

from csatreport.errors import ClaimError
from csatreport.exhibit import wording


@pytest.mark.parametrize(
    ("literal", "language", "found"),
    [
        ("about 83.1 % of them", "en", "83.1 %"),
        ("seventy percent", "en", "seventy"),
        ("one of the services", "en", None),
        ("question Q7 and Q12a", "en", None),
        ("约83.1％的客户", "zh", "83.1％"),
        ("百分之八十的客户", "zh", "百分之八十"),
        ("一项服务", "zh", None),
    ],
)
def test_a_number_typed_as_a_figure_is_seen(literal, language, found):
    assert wording.typed(literal, language) == found


@pytest.mark.parametrize(
    ("literal", "language", "up", "down"),
    [
        ("satisfaction rose", "en", "rose", None),
        ("a prose account", "en", None, None),
        ("it fell", "en", None, "fell"),
        ("满意度上升", "zh", "上升", None),
        ("满意度有所下降", "zh", None, "下降"),
    ],
)
def test_words_of_change_are_whole_words_with_their_direction(literal, language, up, down):
    assert wording.change_word(literal, language, "up") == up
    assert wording.change_word(literal, language, "down") == down


def test_a_comparison_is_no_change():
    assert wording.change_word("higher than others", "en", "up") is None
    assert wording.direction_word("higher than others", "en", "up") == "higher"


def test_a_comparison_without_a_contrast_may_stand_but_not_against_one():
    wording.check_text("a higher share", "en", set(), where="x")
    wording.check_text("a higher share", "en", {"up"}, where="x")
    with pytest.raises(ClaimError, match="contradict"):
        wording.check_text("a higher share", "en", {"down"}, where="x")


def test_a_choice_whose_words_stand_in_each_others_place_is_refused():
    wording.check_choice(["rose", "fell", "stayed"], "en", where="x")
    with pytest.raises(ClaimError, match="words for up mean the opposite"):
        wording.check_choice(["fell", "moved", "stayed"], "en", where="x")


@pytest.mark.parametrize(
    ("literal", "language"),
    [
        ("satisfaction rose because repairs are quicker", "en"),
        ("quick repairs led to satisfaction", "en"),
        ("speed drives satisfaction", "en"),
        ("修障提速使得满意度较高", "zh"),
        ("网络不稳导致不满", "zh"),
    ],
)
def test_words_of_cause_are_refused(literal, language):
    with pytest.raises(ClaimError, match="word of cause"):
        wording.check_cause(literal, language, where="claim x")


@pytest.mark.parametrize(
    ("literal", "language"),
    [
        ("the drivers of satisfaction", "en"),
        ("goes together with quick repairs", "en"),
        ("与修障速度相关", "zh"),
        ("投诉原因", "zh"),
    ],
)
def test_words_of_association_and_names_of_things_may_stand(literal, language):
    wording.check_cause(literal, language, where="claim x")
