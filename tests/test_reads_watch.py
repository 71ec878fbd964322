"""Which fields of declared things are recorded as read."""

from __future__ import annotations

import contextlib
import copy
import pickle
from collections.abc import Iterator

import pytest

from csatreport import reads
from csatreport.params import Book, Chapter, Item, Part, Questionnaire, Text
from csatreport.reads.values import Tree
from csatreport.reads.watch import Watch

_QUIET = [0]


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    _QUIET[0] += 1
    yield
    _QUIET[0] -= 1


def item(name: str, **more: object) -> Item:
    label, wording = (Text(en=name, zh=f"{name}字") for _ in range(2))
    return Item(item=name, kind="rating", label=label, wording=wording, **more)


@pytest.fixture
def watch() -> Iterator[Watch]:
    made = Watch(lambda: not _QUIET[0], quiet)
    before = {kind: kind.__getattribute__ for kind in (Item, Text, Questionnaire, Book, Part, Chapter)}
    copies = {kind: kind.model_copy for kind in (Item, Text, Book, Part, Chapter)}
    yield made
    for kind, plain in before.items():
        kind.__getattribute__ = plain  # type: ignore[method-assign]
    for kind, plain in copies.items():
        kind.model_copy = plain  # type: ignore[method-assign]


def seen(watch: Watch) -> set[str]:
    return {path.removeprefix("q/") for path in watch.hashes()}


def asked(**labels: dict[str, Text]) -> Questionnaire:
    return Questionnaire((item("a", roles={"overall": ""}), item("b")), labels)


def test_only_what_is_looked_at_is_recorded(watch: Watch) -> None:
    q = watch.add("q", asked())
    assert q.items[1].label["zh"] == "b字"
    assert seen(watch) == {"items", "items/b/label", "items/b/label/zh"}


def test_what_was_made_while_loading_does_not_count(watch: Watch) -> None:
    q = asked()
    assert q.items[0].kind == "rating"
    watch.add("q", q)
    assert seen(watch) == set()


@pytest.mark.parametrize(
    "look",
    [
        lambda a: a.model_dump(),
        lambda a: a == item("a"),
        dict,
        repr,
        copy.copy,
        copy.deepcopy,
        pickle.dumps,
        lambda a: a.model_copy(deep=True),
        lambda a: a.model_dump_json(),
    ],
)
def test_whoever_looks_at_a_thing_as_a_whole_has_read_all_of_it(watch: Watch, look: object) -> None:
    q = watch.add("q", asked())
    assert callable(look)
    look(q.items[0])
    assert "items/a/!all" in seen(watch)


def test_a_copy_with_a_field_of_its_own_is_the_first_thing_elsewhere(watch: Watch) -> None:
    q = watch.add("q", asked())
    made = q.items[0].model_copy(update={"codes": "x"})
    assert (made.codes, made.kind) == ("x", "rating")
    assert seen(watch) == {"items", "items/a/kind"}


def test_a_dictionary_tells_its_keys_one_by_one(watch: Watch) -> None:
    q = watch.add("q", asked(l={"x": Text.same("1"), "y": Text.same("2")}, m={"z": Text.same("3")}))
    assert q.labels.get("none", {}) == {}
    assert q.labels["l"]["y"].en == "2"
    assert seen(watch) == {"labels", "labels/none", "labels/l", "labels/l/y", "labels/l/y/en"}


@pytest.mark.parametrize(
    "look", [list, len, dict, lambda d: d.keys() - {"x"}, lambda d: {**d}, lambda d: d == {}, set, sorted]
)
def test_whoever_goes_through_a_dictionary_has_read_its_keys(watch: Watch, look: object) -> None:
    q = watch.add("q", asked(l={"x": Text.same("1")}))
    assert callable(look)
    look(q.labels["l"])
    assert "labels/l/!keys" in seen(watch)


def test_a_dictionary_behaves_as_any_other(watch: Watch) -> None:
    plain = {"x": Text.same("1"), "y": Text.same("2")}
    told = watch.add("q", asked(l=plain)).labels["l"]
    assert (list(told), list(told.values()), list(told.items())) == (
        list(plain),
        [*plain.values()],
        [*plain.items()],
    )
    assert told == plain
    assert told | {"z": 1} == plain | {"z": 1}
    assert {"z": 1} | told == {"z": 1} | plain
    assert pickle.loads(pickle.dumps(told)) == plain  # noqa: S301 - our own
    assert (told.get("n"), "x" in told, len(told), list(reversed(told))) == (None, True, 2, ["y", "x"])
    with pytest.raises(KeyError):
        told["n"]


def test_a_thing_that_stands_in_two_places_was_read_in_both(watch: Watch) -> None:
    title = Text.same("t")
    part = Part(title=title, chapters=(Chapter(notebook="a.ipynb", each="x", title=title),))
    book = watch.add("q", Book(title=title, organisation=Text.same("o"), source=Text.same("s"), part=(part,)))
    assert book.title.en == "t"
    assert {"title/en", "part/0/title/en", "part/0/chapters/0/title/en"} <= seen(watch)


def test_what_was_read_has_the_hash_that_it_has_in_a_tree_of_the_same(watch: Watch) -> None:
    q = watch.add("q", asked(l={"x": Text.same("1")}))
    _ = q.items[0].roles.get("nps"), q.items[0].roles["overall"], q.labels["l"]["x"].zh, list(q.labels)
    fresh = Tree({"q": asked(l={"x": Text.same("1")})})
    assert watch.hashes() == {path: fresh.hash(path) for path in watch.hashes()}


def test_loading_the_same_again_changes_nothing_and_loading_another_never_fits(watch: Watch) -> None:
    watch.add("q", asked())
    watch.add("q", asked())
    assert seen(watch) == set()
    watch.add("q", Questionnaire((item("c"),), {}))
    (path,) = watch.hashes()
    assert watch.hashes()[path] not in {Tree({"q": each}).hash("q") for each in (asked(),)}


def test_nothing_is_recorded_before_it_begins() -> None:
    q = asked()
    assert reads.root("q", q) is q
    assert q.with_role("overall") == (q.items[0],)
