import json
from dataclasses import replace

import pytest
from figures import HOSTILE, WAVE, change, changes, estimate, hidden, items

from csatreport.errors import ClaimError
from csatreport.exhibit import claim
from csatreport.params import Text
from csatreport.records import from_json, to_json
from csatreport.results import Contrast, Contrasts, Count

ROSE = change(0.70, 0.80)
FELL = change(0.80, 0.70)
STILL = change(0.75, 0.76, p=0.8)
UNTESTED = change(3.9, 4.1, p=None, unit="score", measure="score", se=None, low=None, high=None)
WORDS = {
    "en": "{c.label} {c:rose by {c.size}|fell by {c.size}|did not clearly change} and is {c.second}.",
    "zh": "{c.label}{c:上升{c.size}|下降{c.size}|无显著变化}，目前为{c.second}。",
}


def test_a_sentence_takes_its_numbers_and_words_from_results():
    best = items().highest()
    record = claim(
        "x",
        en="{best.label} leads with {best} ({best.interval}).",
        zh="{best.label}最高，为{best}({best.interval}）。",
        best=best,
    )
    assert record.text["en"] == "Item A leads with 90.0% (88.1–91.9%)."
    assert record.text["zh"] == "项目A最高，为90.0%(88.1–91.9%）。"


@pytest.mark.parametrize(
    ("contrast", "said"),
    [
        (ROSE, "rose by 10.0 points"),
        (FELL, "fell by 10.0 points"),
        (STILL, "did not clearly change"),
    ],
)
def test_the_test_of_a_contrast_chooses_the_words(contrast, said):
    assert f"Billing {said}" in claim("x", **WORDS, c=contrast).text["en"]


def test_a_difference_that_was_not_tested_states_its_numbers_and_says_so_in_its_note():
    record = claim("x", en="{c.first} then, {c.second} now.", zh="{c.first}，{c.second}。", c=UNTESTED)
    assert "not tested" in record.note["en"]
    assert "未作检验" in record.note["zh"]


def test_a_difference_that_was_not_tested_chooses_no_words():
    with pytest.raises(ClaimError, match="not tested cannot choose words"):
        claim("x", **WORDS, c=UNTESTED)


def test_a_family_that_was_not_tested_has_no_risen_and_no_fallen():
    with pytest.raises(ClaimError, match="without its value"):
        claim("x", en="{f.risen} of {f} moved.", zh="{f}项中{f.risen}项变动。", f=Contrasts((UNTESTED,)))


def test_a_family_counts_its_clear_ones_by_direction():
    record = claim(
        "x",
        en="Of {f}, {f.risen} rose and {f.fallen} fell.",
        zh="{f}项中，{f.risen}项上升，{f.fallen}项下降。",
        f=Contrasts((ROSE, FELL, STILL)),
    )
    assert record.text["en"] == "Of 3, 1 rose and 1 fell."
    assert {v.name: v.value for v in record.values} == {"f": 3, "f.risen": 1, "f.fallen": 1}


def test_spans_point_at_the_printed_numbers_and_each_has_its_record():
    record = claim("x", **WORDS, c=ROSE)
    by_name = {v.name: v for v in record.values}
    for language, spans in record.spans.items():
        assert spans
        for start, end, name in spans:
            assert record.text[language][start:end] == by_name[name].text[language]
    assert by_name["c.second"].value == 0.80
    assert by_name["c.size"].p == 0.001


def test_a_number_printed_in_one_language_is_printed_in_the_other():
    record = claim("x", **WORDS, c=ROSE)
    assert [s[2] for s in record.spans["en"]] == [s[2] for s in record.spans["zh"]]


def test_the_note_states_base_effective_base_interval_weight_and_comparisons():
    note = claim("x", **WORDS, c=ROSE).note["en"]
    for part in (
        "Base 1,702",
        "effective base 1,488",
        "95% interval",
        "+8.0 to +12.0",
        "eighted to the population",
        "5 comparisons",
    ):
        assert part in note


def test_a_record_survives_the_notebook():
    record = claim("x", **WORDS, c=ROSE)
    assert from_json(json.loads(json.dumps(to_json(record)))) == record


@pytest.mark.parametrize(
    "text",
    [
        "About 83% are satisfied: {x}.",
        "{x} since 2026.",
        "{x} in 83",
        "{x}, ten percent more",
        "{x}, up two points",
        "{x}, ４０ more",
    ],
)
def test_english_numbers_typed_by_hand_are_refused(text):
    with pytest.raises(ClaimError, match="typed by hand"):
        claim("x", en=text, zh="{x}。", x=estimate())


@pytest.mark.parametrize(
    "text",
    [
        "{x}满意，占83%。",
        "{x}，提高三个百分点。",
        "{x}，百分之八十满意。",
        "{x}，约八成满意。",
        "第3季度{x}。",
    ],
)
def test_chinese_numbers_typed_by_hand_are_refused(text):
    with pytest.raises(ClaimError, match="typed by hand"):
        claim("x", en="{x}.", zh=text, x=estimate())


def test_digits_inside_words_that_were_not_chosen_are_refused_too():
    with pytest.raises(ClaimError, match="typed by hand"):
        claim(
            "x",
            en="{c:rose|fell by 3 points|did not change} {c.second}",
            zh="{c:上升|下降|无变化}{c.second}",
            c=ROSE,
        )


def test_names_of_questions_may_be_typed():
    assert (
        claim("x", en="Q7 and Q12a: {x}.", zh="Q7与Q12a:{x}。", x=estimate())
        .text["en"]
        .startswith("Q7 and Q12a")
    )


@pytest.mark.parametrize(
    "text",
    ["Satisfaction fell to {c.second}.", "It is lower than before: {c.second}.", "{c.second}, a decline."],
)
def test_english_words_that_contradict_the_number_are_refused(text):
    with pytest.raises(ClaimError, match="contradict"):
        claim("x", en=text, zh="{c.second}。", c=ROSE)


@pytest.mark.parametrize("text", ["满意率下降至{c.second}。", "满意率低于上期，为{c.second}。"])
def test_chinese_words_that_contradict_the_number_are_refused(text):
    with pytest.raises(ClaimError, match="contradict"):
        claim("x", en="{c.second}.", zh=text, c=ROSE)


def test_a_direction_is_refused_where_the_test_found_none():
    with pytest.raises(ClaimError, match="contradict"):
        claim("x", en="Satisfaction rose to {c.second}.", zh="{c.second}。", c=STILL)


def test_a_change_without_any_contrast_is_refused():
    with pytest.raises(ClaimError, match="contradict"):
        claim("x", en="Satisfaction rose to {x}.", zh="{x}。", x=estimate())


def test_typed_words_that_agree_with_the_number_pass():
    assert claim("x", en="Satisfaction rose to {c.second}.", zh="满意率上升至{c.second}。", c=ROSE).values


def test_words_for_up_and_down_in_each_others_place_are_refused():
    with pytest.raises(ClaimError, match="opposite"):
        claim("x", en="It {c:fell|rose|stood still}.", zh="{c:上升|下降|未变}。", c=ROSE)


def test_a_choice_needs_three_alternatives():
    with pytest.raises(ClaimError, match="three"):
        claim("x", en="It {c:rose|fell}.", zh="{c:上升|下降|未变}。", c=ROSE)


@pytest.mark.parametrize("text", ["{y}", "{x.value}", "{x.__class__}", "{x!r}", "{x.label.en}", "{}"])
def test_a_placeholder_outside_the_fixed_list_is_refused_with_what_there_is(text):
    with pytest.raises(ClaimError) as caught:
        claim("x", en=text, zh="{x}", x=estimate())
    assert "{x.interval}" in str(caught.value) or "cannot be read" in str(caught.value)


def test_braces_that_do_not_match_are_refused():
    with pytest.raises(ClaimError, match="braces"):
        claim("x", en="{x", zh="{x}", x=estimate())


def test_a_value_that_no_sentence_uses_is_refused():
    with pytest.raises(ClaimError, match="does not use"):
        claim("x", en="{x}", zh="{x}", x=estimate(), y=estimate())


def test_languages_that_state_different_numbers_are_refused():
    with pytest.raises(ClaimError, match="different numbers"):
        claim("x", en="{x} of {x.n}", zh="{x}", x=estimate())


def test_a_bare_float_is_refused_because_it_has_no_base():
    with pytest.raises(ClaimError, match="no base"):
        claim("x", en="{x}", zh="{x}", x=0.83)


def test_whole_numbers_counts_texts_and_waves_may_be_said():
    record = claim(
        "x",
        en="{wave}: {n} items, {answers} answers ({answers.share}), {who}.",
        zh="{wave}:{n}项，{answers}份（{answers.share}),{who}。",
        wave=WAVE,
        n=25,
        answers=Count(1702, Text(en="answers", zh="答卷"), of=2000),
        who=Text(en="all", zh="全体"),
    )
    assert record.text["en"] == "Q3 2026: 25 items, 1,702 answers (85.1%), all."


def test_a_hostile_label_goes_through_as_plain_text_and_is_not_read_again():
    nasty = estimate(label=Text(en=HOSTILE + " {x.n}", zh=HOSTILE))
    record = claim("x", en="{x.label}: {x}", zh="{x.label}:{x}", x=nasty)
    assert record.text["en"] == f"{HOSTILE} {{x.n}}: 83.1%"


def test_a_suppressed_value_replaces_the_sentence_in_both_languages():
    record = claim("x", en="Branch: {x}, base {x.n}.", zh="网点：{x}，样本量{x.n}。", x=hidden())
    assert "too few answers" in record.text["en"]
    assert "样本量不足" in record.text["zh"]
    assert record.values[0].value is None
    assert record.values[0].n is None
    assert not set("0123456789") & set(record.text["en"] + record.note["en"])


def test_a_family_says_how_many_it_compared_and_how_many_are_clear():
    record = claim(
        "x",
        en="{all.clear} of {all} moved, {all.risen} up.",
        zh="{all}项中{all.clear}项变化，{all.risen}项向上。",
        all=changes(),
    )
    assert record.text["en"] == "2 of 3 moved, 1 up."
    assert "5 comparisons tested together" in record.note["en"]


def test_a_hidden_comparison_does_not_count_as_made():
    hidden = Contrast(
        first=estimate(0.8),
        second=estimate(0.7, flag="suppressed"),
        value=float("nan"),
        unit="share",
        kind="gap",
    )
    record = claim(
        "x", en="Of {f}, {f.clear} differ.", zh="{f}组中有差异的{f.clear}组。", f=Contrasts((ROSE, hidden))
    )
    assert record.text["en"] == "Of 1, 1 differ."


def test_words_of_cause_need_an_effect_against_a_comparison_group():
    moved = change(0.7, 0.8)
    sentence = {"en": "{c} due to the visits.", "zh": "由于上门检测，变化为{c}。"}
    with pytest.raises(ClaimError, match="word of cause"):
        claim("x.cause", **sentence, c=moved)
    assert "due to" in claim("x.cause", **sentence, c=replace(moved, kind="effect")).text["en"]
