"""Executed pages are kept by content; whatever was touched is not taken."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from csatreport.engine.kept import Record, Store
from csatreport.engine.run import Cost


def keep(
    store: Store, page: str, content: str = "{}", *, unseen: tuple[str, ...] = (), **made_from: str
) -> None:
    executed = store.folder / "executed.ipynb"
    executed.parent.mkdir(parents=True, exist_ok=True)
    executed.write_text(content, encoding="utf-8")
    store.keep(Record(page, "2026Q3", made_from, Cost(1.5, 10), unseen=unseen), executed)


def notebooks(store: Store) -> list[Path]:
    return list(store.folder.glob("notebooks/*"))


def test_what_is_kept_is_found_again_by_another_process(tmp_path: Path) -> None:
    keep(Store(tmp_path), "a", "text", x="1")
    store = Store(tmp_path)
    (record,) = store.records("a", "2026Q3")
    assert (record.made_from, record.cost, store.whole(record)) == ({"x": "1"}, Cost(1.5, 10), True)
    assert store.fetch(record, tmp_path / "out.ipynb")
    assert (tmp_path / "out.ipynb").read_text(encoding="utf-8") == "text"
    assert store.records("b", "2026Q3") == store.records("a", "2026Q2") == ()


def test_equal_pages_are_kept_once(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for page in ("a", "b"):
        keep(store, page, "same")
    assert len(notebooks(store)) == 1


@pytest.mark.parametrize("touch", ["truncated", "edited", "empty", "gone"])
def test_a_notebook_that_was_touched_is_not_taken(tmp_path: Path, touch: str) -> None:
    store = Store(tmp_path)
    keep(store, "a", "a long enough text")
    (file,) = notebooks(store)
    _touch(file, touch)
    (record,) = store.records("a", "2026Q3")
    assert not store.whole(record)
    assert not store.fetch(record, tmp_path / "out.ipynb")


@pytest.mark.parametrize("touch", ["truncated", "edited", "empty", "gone"])
def test_a_record_that_was_touched_is_as_good_as_none(tmp_path: Path, touch: str) -> None:
    store = Store(tmp_path)
    keep(store, "a", x="1")
    (file,) = tmp_path.glob("pages/a/2026Q3/*")
    _touch(file, touch)
    assert Store(tmp_path).records("a", "2026Q3") == ()
    assert Store(tmp_path).cost("a") is None


def _touch(file: Path, how: str) -> None:
    content = file.read_bytes()
    changed = {"truncated": content[:-3], "edited": content.replace(b"e", b"i"), "empty": b""}
    if how == "gone":
        file.unlink()
    else:
        file.write_bytes(changed[how])


def test_a_page_that_nobody_can_follow_is_remembered_without_its_notebook(tmp_path: Path) -> None:
    store = Store(tmp_path)
    keep(store, "a", unseen=("opens a connection",))
    (record,) = store.records("a", "2026Q3")
    assert (record.unseen, record.cost, notebooks(store)) == (("opens a connection",), Cost(1.5, 10), [])
    assert not store.whole(record)


def test_a_page_changed_after_it_was_fetched_does_not_change_what_is_kept(tmp_path: Path) -> None:
    store = Store(tmp_path)
    keep(store, "a", "text")
    (record,) = store.records("a", "2026Q3")
    store.fetch(record, tmp_path / "out.ipynb")
    with (tmp_path / "out.ipynb").open("a") as file:
        file.write("more")
    assert store.whole(record)


def test_what_was_used_last_is_known_whatever_the_clock_says(tmp_path: Path) -> None:
    for x in ("1", "2"):
        keep(Store(tmp_path), "a", x, x=x)
    for number, file in enumerate(sorted(tmp_path.glob("pages/a/2026Q3/*"))):
        os.utime(file, (2_000_000_000 - number, 2_000_000_000 - number))
    last, first = Store(tmp_path).records("a", "2026Q3")
    assert (last.made_from, first.made_from) == ({"x": "2"}, {"x": "1"})
    Store(tmp_path).fetch(first, tmp_path / "out.ipynb")
    assert Store(tmp_path).records("a", "2026Q3")[0].made_from == {"x": "1"}


def test_the_least_used_is_forgotten_first_and_nothing_of_this_build(tmp_path: Path) -> None:
    for page in ("a", "b", "c"):
        keep(Store(tmp_path), page, page * 3000)
    store = Store(tmp_path)
    (record,) = store.records("a", "2026Q3")
    store.fetch(record, tmp_path / "out.ipynb")
    keep(store, "d", "d" * 3000)
    store.forget(limit=11_000)
    assert [bool(store.records(page, "2026Q3")) for page in "abcd"] == [True, False, True, True]
    assert len(notebooks(store)) == 3
    store.forget(limit=0)
    assert [bool(store.records(page, "2026Q3")) for page in "abcd"] == [True, False, False, True]


def test_only_a_few_runs_of_a_page_are_kept(tmp_path: Path) -> None:
    for n in range(9):
        keep(Store(tmp_path), "a", str(n), n=str(n))
    store = Store(tmp_path)
    store.forget()
    assert [r.made_from["n"] for r in store.records("a", "2026Q3")] == ["8", "7", "6", "5", "4", "3"]


def test_two_builds_may_keep_and_forget_in_one_folder(tmp_path: Path) -> None:
    one, two = Store(tmp_path), Store(tmp_path)
    keep(one, "a", "one", x="1")
    keep(two, "a", "two", x="2")
    (mine,) = (r for r in one.records("a", "2026Q3") if r.made_from == {"x": "1"})
    Store(tmp_path).forget(limit=0)
    assert not two.fetch(mine, tmp_path / "out.ipynb")
    keep(two, "a", "again", x="3")
    assert [r.made_from for r in one.records("a", "2026Q3")] == [{"x": "3"}]


def test_the_cost_of_another_edition_is_known(tmp_path: Path) -> None:
    keep(Store(tmp_path), "a")
    assert Store(tmp_path).cost("a") == Cost(1.5, 10)
