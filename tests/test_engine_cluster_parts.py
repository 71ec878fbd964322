"""What goes to workers and comes back, without any worker."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, replace
from types import SimpleNamespace

import pytest
import smallproject

from csatreport.engine import environment
from csatreport.engine.cluster import parcel, probe, station, wire
from csatreport.engine.cluster.bench import Bench
from csatreport.engine.cluster.orders import Pile
from csatreport.engine.jobs import Done, Job
from csatreport.errors import ChapterError, DataError
from csatreport.params.load import packaged


def job(name, notebook="", expected=0.0):
    return Job(name, "a:b", {"notebook": notebook or name}, expected=expected)


def names(order):
    return [each.name for each in order]


def pages(count, notebook="branch"):
    return [job(f"{notebook}-{n}", notebook) for n in range(count)]


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


# orders


def test_the_longest_goes_first_and_what_nobody_knows_counts_as_long():
    pile = Pile(
        [job("short", expected=1), job("long", expected=9), job("unknown"), job("middle", expected=3)]
    )
    assert [names(pile.take(2)) for _ in range(4)] == [["unknown"], ["long"], ["middle"], ["short"]]
    assert not pile


def test_pages_go_together_so_that_what_they_share_is_run_once_for_each_place():
    pile, sizes = Pile(pages(40)), []
    while pile:
        sizes.append(len(pile.take(4)))
    assert sizes == [10, 10, 10, 10]


def test_a_few_pages_are_shared_out_to_all_places():
    pile = Pile(pages(4))
    assert [len(pile.take(4)) for _ in range(4)] == [1, 1, 1, 1]


def test_thousands_of_pages_are_orders_of_a_size_that_may_be_lost():
    pile, sizes = Pile(pages(5000)), []
    while pile:
        sizes.append(len(pile.take(8)))
    assert len(sizes) == 80
    assert set(sizes[:-1]) == {63}


def test_pages_that_take_long_are_orders_of_a_minute():
    slow = [replace(page, expected=7.5) for page in pages(5000)]
    assert len(Pile(slow).take(8)) == 8
    assert len(Pile(slow[:16]).take(8)) == 2
    assert len(Pile([replace(page, expected=100) for page in slow]).take(8)) == 4


def test_pages_of_a_lost_worker_come_again_together_before_all_others():
    pile = Pile([*pages(8), job("other")])
    order = pile.take(2)
    assert len(order) == 4
    assert pile.lose(order) == ()
    assert pile.take(2) == order


def test_pages_that_lost_two_workers_come_one_by_one_when_nothing_else_is_left():
    pile = Pile([*pages(2), job("other")])
    for _ in range(2):
        order = pile.take(1)
        assert len(order) == 2
        pile.lose(order)
    assert names(pile.take(1)) == ["other"]
    assert pile.alone
    assert [names(pile.take(1)) for _ in order] == [["branch-0"], ["branch-1"]]


def test_a_job_that_lost_three_workers_is_given_up_and_is_alone_the_third_time():
    pile = Pile([job("bad"), job("good")])
    bad = pile.take(1)
    assert pile.lose(bad) == ()
    bad = pile.take(1)
    assert pile.lose(bad) == ()
    assert not pile.alone
    assert names(pile.take(1)) == ["good"]
    assert pile.alone
    bad = pile.take(1)
    assert names(pile.lose(bad)) == ["bad"]
    assert not pile


def test_an_order_that_could_not_begin_is_nobodys_fault():
    pile = Pile([job("a")])
    for _ in range(5):
        pile.put_back(pile.take(1))
    assert names(pile.take(1)) == ["a"]


# what is sent


@pytest.fixture
def project(tmp_path):
    folder = smallproject.write(tmp_path / "project")
    prepared = folder / "data" / "prepared" / "2026Q3"
    prepared.mkdir(parents=True)
    (prepared / "responses.parquet").write_bytes(b"prepared")
    for hidden in (".parts/x", ".lock", "2026Q2/responses.parquet"):
        (prepared.parent / hidden).parent.mkdir(exist_ok=True)
        (prepared.parent / hidden).write_bytes(b"hidden")
    (folder / "params" / ".schema").mkdir()
    (folder / "params" / ".schema" / "x").write_text("x")
    return folder


def test_parameters_notebooks_and_the_editions_prepared_tables_are_sent_and_nothing_else(project):
    places = set(parcel.project(project, "2026Q3").files)
    assert {place.split("/")[0] for place in places} == {"params", "notebooks", "data"}
    assert {p for p in places if p.startswith("data")} == {"data/prepared/2026Q3/responses.parquet"}
    assert {"params/book.toml", "notebooks/first.ipynb"} <= places
    assert not any("/." in place for place in places)


def test_the_code_that_is_sent_is_all_that_is_hashed_here_and_what_is_packaged():
    tree = parcel.code()
    for place, path in environment.own_files():
        assert tree.files[f"csatreport/{place}"] == environment.sha256(path)
    assert "csatreport/packaged/notebooks/cover.ipynb" in tree.files
    assert any(place.endswith(".dist-info/METADATA") for place in tree.files)


def test_a_tree_is_called_by_all_it_holds(project):
    before = parcel.project(project, "2026Q3").name
    assert parcel.project(project, "2026Q3").name == before
    (project / "params" / "labels.csv").write_text("list,code,label_en,label_zh,source\n\n")
    assert parcel.project(project, "2026Q3").name != before


def test_a_file_that_changes_while_it_is_sent_stops_the_build(project):
    file = project / "params" / "labels.csv"
    digest = environment.sha256(file)
    sent = list(parcel.pieces(digest, file, size=7))
    assert b"".join(piece for _, piece, _ in sent) == file.read_bytes()
    assert [last for *_, last in sent] == [False] * (len(sent) - 1) + [True]
    file.write_text("changed")
    with pytest.raises(DataError, match="changed while it was sent"):
        list(parcel.pieces(digest, file, size=7))


def test_an_empty_file_is_sent_too():
    assert list(parcel.pieces(sha(b""), b"", size=7)) == [(sha(b""), b"", True)]


# what a worker keeps


@pytest.fixture
def bench(tmp_path):
    def make(**code: bytes) -> Bench:
        trees = {"code": {k: sha(v) for k, v in code.items()}, "project": {"params/a": sha(b"a")}}
        made = Bench("build", trees)
        made.setup(SimpleNamespace(local_directory=str(tmp_path), state=SimpleNamespace(nthreads=2)))
        return made

    return make


def test_a_worker_asks_only_for_what_it_lacks(bench):
    first = bench(x=b"x", y=b"y")
    assert first.lacking() == sorted([sha(b"x"), sha(b"y"), sha(b"a")])
    first.put([(sha(c), c, True) for c in (b"x", b"y", b"a")])
    assert first.lacking() == []
    first.teardown(None)
    assert bench(x=b"x", y=b"changed").lacking() == [sha(b"changed")]


def test_a_blob_with_another_content_is_not_kept(bench):
    made = bench(x=b"x")
    with pytest.raises(ValueError, match="another content"):
        made.put([(sha(b"x"), b"y", True)])
    assert sha(b"x") in made.lacking()


def test_a_large_file_comes_in_pieces_and_is_not_there_before_the_last(bench):
    made = bench(x=b"one two")
    made.put([(sha(b"one two"), b"one ", False)])
    assert sha(b"one two") in made.lacking()
    made.put([(sha(b"one two"), b"two", True)])
    assert sha(b"one two") not in made.lacking()


def test_a_blob_that_was_changed_on_the_worker_is_asked_for_again(bench):
    made = bench(x=b"x")
    made.put([(sha(b"x"), b"x", True)])
    (made.blobs / sha(b"x")).write_bytes(b"edited")
    assert sha(b"x") in made.lacking()


def test_what_nobody_used_for_a_day_is_removed(bench):
    made = bench(x=b"x")
    made.put([(sha(b"x"), b"x", True), (sha(b"a"), b"a", True)])
    for digest in (sha(b"x"), sha(b"a")):
        os.utime(made.blobs / digest, (0, 0))
    assert bench(x=b"x").lacking() == sorted([sha(b"x"), sha(b"a")])


# orders as they travel


def test_paths_become_places_and_nothing_of_this_machine_is_in_an_order(project):
    begin = Job("b", "a:b", {"notebook": str(project / "notebooks/x.ipynb"), "scratch": "/here/scratch/b"})
    args = {
        "notebook": str(packaged() / "notebooks" / "cover.ipynb"),
        "output": "/here/into/x.ipynb",
        "scratch": "/here/scratch/x",
        "parameters": {"level": "/not/a/path"},
    }
    sent = wire.order([Job("x", "a:b", args, begin=begin)], preload=["m"], project=project)
    (one,) = json.loads(json.dumps(sent))["jobs"]
    assert one["args"] == {
        "notebook": "code:csatreport/packaged/notebooks/cover.ipynb",
        "output": "out:x.ipynb",
        "scratch": "scratch:x",
        "parameters": {"level": "/not/a/path"},
    }
    assert one["begin"]["args"] == {"notebook": "project:notebooks/x.ipynb", "scratch": "scratch:b"}


def test_how_a_job_ended_is_the_same_on_both_sides(tmp_path):
    log = tmp_path / "there.txt"
    log.write_text("what it printed")
    error = ChapterError("failed", where="cell 3", got="ValueError")
    done = Done("x", "refused", 1.5, log, error, cpu=1.0, peak=7, at="cell 3")
    answer = {**json.loads(json.dumps(station.packed(done))), "files": {"x.ipynb": b"{}", "../../evil": b"!"}}
    into = tmp_path / "a" / "b"
    into.mkdir(parents=True)
    found = wire.received(Job("x", "a:b", {"output": str(into / "x.ipynb")}), answer, logs=tmp_path)
    assert found.error is not None
    assert found.error.message == error.message
    assert asdict(replace(found, log=log, error=None)) == asdict(replace(done, error=None))
    assert found.log.read_text() == "what it printed"
    assert sorted(p.name for p in into.iterdir()) == ["evil", "x.ipynb"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a", "there.txt", "x.txt"]


def test_what_differs_is_told_by_name_with_both_values():
    here = {"python": "3.11.2", "package numpy": "2.0", "same": "1", "csatreport's code": "a" * 64}
    there = {"python": "3.12.0", "same": "1", "csatreport's code": "b" * 64}
    assert probe.differences(here, there) == (
        "csatreport's code: aaaaaaaaaaaa here, bbbbbbbbbbbb there",
        "package numpy: 2.0 here, missing there",
        "python: 3.11.2 here, 3.12.0 there",
    )
