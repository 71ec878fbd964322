import json

import pytest
import smallproject

from csatreport.book import manifest
from csatreport.book.plan import check_chapters, plan
from csatreport.errors import ChapterError, ParamsError, UsageError


@pytest.fixture
def project(tmp_path):
    return smallproject.write(tmp_path)


def put(project, inputs, revision=1):
    folder = project / "reports" / f"2026Q3-r{revision}"
    folder.mkdir(parents=True)
    content = {"edition": "2026Q3", "revision": revision, "data_date": "2026-09-30", "inputs": inputs}
    content |= {"reason": "", "files": {}, "headline": [], "times": {}}
    (folder / "manifest.json").write_text(json.dumps(content))


def test_the_first_revision_needs_no_reason(project):
    planned = plan(project, "2026Q3")
    assert (planned.revision, planned.unchanged, planned.changed) == (1, False, [])
    planned.demand_reason()


def test_equal_inputs_are_unchanged(project):
    put(project, plan(project, "2026Q3").made_from)
    planned = plan(project, "2026Q3")
    assert planned.unchanged
    planned.demand_reason()


def test_changed_inputs_are_the_next_revision_and_need_a_reason(project):
    put(project, plan(project, "2026Q3").made_from, revision=4)
    (project / "params" / "book.toml").write_text(smallproject.BOOK + "\n")
    planned = plan(project, "2026Q3")
    assert (planned.revision, planned.changed) == (5, ["params: params/book.toml changed"])
    with pytest.raises(UsageError, match=r"params/book\.toml changed"):
        planned.demand_reason()
    with pytest.raises(UsageError):
        plan(project, "2026Q3", reason="  ").demand_reason()
    plan(project, "2026Q3", reason="a new title").demand_reason()


def test_what_people_did_not_change_is_not_held_against_them_before_the_book_is_compared(project):
    inputs = plan(project, "2026Q3").made_from
    put(project, {**inputs, "packages": {**inputs["packages"], "pandas": "0.1"}})
    planned = plan(project, "2026Q3")
    planned.demand_reason(manifest.DELIBERATE)
    with pytest.raises(UsageError, match="packages: pandas"):
        planned.demand_reason()


def test_inputs_that_were_found_to_give_the_same_book_are_not_looked_into_again(project):
    put(project, plan(project, "2026Q3").made_from)
    book = project / "params" / "book.toml"
    book.write_text(smallproject.BOOK + "\n")
    plan(project, "2026Q3").remember_same()
    planned = plan(project, "2026Q3")
    assert planned.unchanged
    planned.demand_reason()
    book.write_text(smallproject.BOOK + "\n\n")
    assert not plan(project, "2026Q3").unchanged


def test_another_edition_published_meanwhile_is_not_taken_for_the_same_book(project):
    inputs = plan(project, "2026Q3").made_from
    put(project, inputs)
    (project / "params" / "book.toml").write_text(smallproject.BOOK + "\n")
    plan(project, "2026Q3").remember_same()
    file = project / "reports" / "2026Q3-r1" / "manifest.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {"digest": "of other files"}))
    assert not plan(project, "2026Q3").unchanged


def test_a_note_that_is_cut_off_is_no_note(project):
    put(project, plan(project, "2026Q3").made_from)
    (project / "params" / "book.toml").write_text(smallproject.BOOK + "\n")
    planned = plan(project, "2026Q3")
    planned.remember_same()
    note = project / "build" / "kept" / "same" / "2026Q3"
    note.write_bytes(note.read_bytes()[:20])
    assert not plan(project, "2026Q3").unchanged


def test_an_edition_may_want_only_some_chapters(project):
    edition = project / "params" / "editions" / "2026Q3.toml"
    edition.write_text('chapters = ["second"]\n' + smallproject.EDITION)
    assert list(plan(project, "2026Q3").notebooks) == ["second"]


def test_a_chapter_without_a_notebook_is_refused(project):
    (project / "notebooks" / "second.ipynb").unlink()
    with pytest.raises(ParamsError, match="second"):
        plan(project, "2026Q3")


def test_every_chapter_must_take_the_edition(project):
    check_chapters(project, "2026Q3")
    (project / "notebooks" / "second.ipynb").write_text(
        smallproject.chapter("second", parameter="edition = 3")
    )
    with pytest.raises(ChapterError, match=r"second\.ipynb"):
        check_chapters(project, "2026Q3")


def test_a_first_issue_has_no_reason_of_revision(tmp_path):
    project = smallproject.write(tmp_path / "project")
    assert plan(project, "2026Q3", reason="said by the Makefile").reason == ""
