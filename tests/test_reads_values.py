"""Addresses of declared values, and what stands there."""

from __future__ import annotations

from surveys import make_survey, rating

from csatreport.params import Item, Questionnaire, Text
from csatreport.reads.values import ALL, KEYS, Tree, joined


def tree(*items: Item, labels: dict[str, dict[str, Text]] | None = None) -> Tree:
    return Tree({"questionnaire": Questionnaire(items, labels or {})})


def other(item: Item, **changes: object) -> Item:
    return item.model_copy(update=changes)


def test_a_label_has_an_address_in_each_language() -> None:
    before, after = rating("a"), other(rating("a"), label=Text(en=rating("a").label.en, zh="另"))
    place = "questionnaire/items/a/label"
    assert tree(before).hash(f"{place}/en") == tree(after).hash(f"{place}/en")
    assert tree(before).hash(f"{place}/zh") != tree(after).hash(f"{place}/zh")


def test_an_item_keeps_its_address_when_another_is_put_before_it() -> None:
    address = "questionnaire/items/b/label/en"
    assert tree(rating("b")).hash(address) == tree(rating("a"), rating("b")).hash(address)


def test_a_list_tells_who_is_in_it_and_not_what_they_are() -> None:
    address = "questionnaire/items"
    relabelled = tree(other(rating("a"), label=Text.same("x")))
    assert tree(rating("a")).hash(address) == relabelled.hash(address)
    assert tree(rating("a")).hash(address) != tree(rating("a"), rating("b")).hash(address)


def test_what_is_gone_has_a_hash_of_its_own() -> None:
    assert tree(rating("a")).hash("questionnaire/items/b/kind") == tree().hash("questionnaire/nothing")
    assert tree(rating("a")).hash("questionnaire/items/a/kind") != tree().hash("questionnaire/items/a/kind")


def test_everything_below_a_place_can_be_asked_for() -> None:
    before, after = tree(rating("a")), tree(other(rating("a"), label=Text.same("x")))
    assert before.hash(f"questionnaire/items/a/!{ALL}") != after.hash(f"questionnaire/items/a/!{ALL}")


def test_keys_are_told_in_their_order() -> None:
    x, y = Text.same("x"), Text.same("y")
    one, two = (tree(labels={"l": labels}) for labels in ({"x": x, "y": y}, {"y": y, "x": x}))
    assert one.hash(f"questionnaire/labels/l/!{KEYS}") != two.hash(f"questionnaire/labels/l/!{KEYS}")
    assert one.hash("questionnaire/labels/l/x/en") == two.hash("questionnaire/labels/l/x/en")


def test_a_question_is_answered_by_what_stands_there() -> None:
    plain, served = rating("a"), other(rating("a"), roles={"overall": ""})
    question = 'questionnaire/!with_role ["overall"]'
    assert tree(plain).hash(question) != tree(served).hash(question)
    assert tree(served).hash(question) == tree(other(served, label=Text.same("x"))).hash(question)


def test_no_key_is_taken_for_a_part_of_a_path_or_a_question() -> None:
    labels = {"l": {"a/b": Text.same("1"), "!all": Text.same("2"), "a%2Fb": Text.same("3")}}
    found = tree(labels=labels)
    places = {found.hash(joined(joined("questionnaire/labels/l", code), "en")) for code in labels["l"]}
    assert len(places) == 3


def test_every_root_of_a_survey_can_be_walked() -> None:
    survey = make_survey((rating("a"),))
    roots = {"book": survey.book, "edition/2026Q3": survey.edition, "analysis": survey.analysis}
    assert len(Tree(roots).nodes) > 100
