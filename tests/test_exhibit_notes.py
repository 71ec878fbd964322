from dataclasses import replace

from figures import change, changes, estimate, hidden, items, published

from csatreport.exhibit import notes


def test_a_note_states_base_effective_base_and_weight_in_both_languages():
    note = notes.of(list(items(2)))
    assert note["en"] == "Base 1,702, effective base 1,488. Weighted to the population."
    assert note["zh"] == "样本量1,702，有效样本量1,488。按总体结构加权。"


def test_bases_that_differ_are_given_from_the_smallest_to_the_largest():
    assert "Base 850–1,702" in notes.of([estimate(), estimate(n=850)])["en"]


def test_a_family_says_how_many_comparisons_and_how_many_chance_would_bring():
    note = notes.of([], contrasts=list(changes()))
    assert "5 comparisons tested together (Holm), 95% confidence" in note["en"]
    assert "about 0.3 would look clear by chance alone" in note["en"]
    assert "共5项比较一并检验" in note["zh"]


def test_differences_without_a_test_are_not_called_tested():
    note = notes.of([], contrasts=[change(0.7, 0.8, p=None)])
    assert "differences were not tested" in note["en"].lower()
    assert "comparisons" not in note["en"]


def test_published_scores_admit_that_their_base_is_not_known():
    assert "their base is not known" in notes.of([published(80.0)])["en"]
    assert notes.lines([published(80.0)])[0].en == "no intervals are known for these scores"


def test_where_nothing_is_clear_the_note_says_what_would_have_been_seen():
    unclear = [replace(change(0.80, 0.81, p=0.4), visible=v) for v in (0.021, 0.034)]
    note = notes.of([], contrasts=unclear)
    assert "smallest change that would have been called clear: 2.1–3.4 points" in note["en"]
    assert "可判定为显著的最小变化：2.1–3.4个百分点" in note["zh"]
    assert "smallest" not in notes.of([], contrasts=[replace(change(0.7, 0.8), visible=0.02)])["en"]


def test_a_difference_that_no_two_levels_have_is_not_called_one_that_would_have_been_seen():
    unclear = [replace(change(0.80, 0.81, p=0.4), visible=v) for v in (0.021, 1.025)]
    note = notes.of([], contrasts=unclear)
    assert "called clear: 2.1 points; in 1 of 2 none would have been." in note["en"]
    assert "2项中有1项无论差多少均无法判定" in note["zh"]
    assert "Too few waves or groups" in notes.of([], contrasts=unclear[1:])["en"]


def test_marks_are_explained_only_where_they_stand():
    assert "small base" in notes.of([estimate(flag="low")])["en"]
    assert "base too small to show" in notes.of([estimate(), hidden()])["en"].lower()
    assert "small" not in notes.of([estimate()])["en"]


def test_the_base_of_a_comparison_that_is_hidden_is_not_told():
    """All others are all but the hidden group: their base beside the whole one would give it away."""
    seen = change(0.7, 0.8)
    kept = replace(change(0.7, 0.8), first=estimate(n=1693), second=replace(estimate(n=9), flag="suppressed"))
    assert notes.of([], contrasts=[seen, kept])["en"].startswith("Base 1,702, effective")
