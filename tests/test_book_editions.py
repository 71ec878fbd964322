import json

import pytest

from csatreport.book import editions
from csatreport.errors import BookError

REST = {"reason": "", "inputs": {}, "files": {}, "headline": [], "times": {}}


def put(reports, edition, revision, date):
    with editions.staging(reports, edition) as staged:
        manifest = {"edition": edition, "revision": revision, "data_date": date, **REST}
        (staged / "manifest.json").write_text(json.dumps(manifest))
        return editions.publish(staged, reports, edition=edition, revision=revision)


def test_editions_come_newest_first_and_revisions_too(tmp_path):
    for edition, revision, date in (
        ("2026Q3", 1, "2026-09-30"),
        ("2026Q2", 1, "2026-06-30"),
        ("2026Q3", 2, "2026-09-30"),
    ):
        put(tmp_path, edition, revision, date)
    assert [p.name for p in editions.published(tmp_path)] == ["2026Q3-r2", "2026Q3-r1", "2026Q2-r1"]
    assert editions.newest(tmp_path, "2026Q3").revision == 2
    assert editions.newest(tmp_path, "2026Q4") is None


def test_the_tenth_revision_is_newer_than_the_ninth(tmp_path):
    for revision in (9, 10):
        put(tmp_path, "2026Q3", revision, "2026-09-30")
    assert editions.newest(tmp_path, "2026Q3").revision == 10


def test_a_published_revision_is_never_replaced(tmp_path):
    folder = put(tmp_path, "2026Q3", 1, "2026-09-30")
    before = (folder / "manifest.json").read_bytes()
    with pytest.raises(BookError, match="something stands where"):
        put(tmp_path, "2026Q3", 1, "2026-12-31")
    assert (folder / "manifest.json").read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["2026Q3-r1"]


def test_staging_goes_when_the_build_fails(tmp_path):
    with pytest.raises(FileNotFoundError), editions.staging(tmp_path, "2026Q3") as staged:
        (staged / "half").write_bytes((tmp_path / "missing").read_bytes())
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_build_left_is_no_edition_and_is_swept_away(tmp_path):
    put(tmp_path, "2026Q3", 1, "2026-09-30")
    left = tmp_path / ".staging-2026Q4-123"
    left.mkdir()
    (left / "manifest.json").write_text("{}")
    assert [p.name for p in editions.published(tmp_path)] == ["2026Q3-r1"]
    editions.sweep(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["2026Q3-r1"]


@pytest.mark.parametrize("broken", ["{", "[]", '{"edition": "2026Q3", "revision": 1}'])
def test_a_manifest_that_somebody_broke_is_named(tmp_path, broken):
    folder = put(tmp_path, "2026Q3", 1, "2026-09-30")
    (folder / "manifest.json").write_text(broken)
    with pytest.raises(BookError, match=r"2026Q3-r1/manifest\.json"):
        editions.published(tmp_path)
