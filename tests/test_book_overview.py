import json

import pytest
import smallproject

from csatreport.book import lock, overview
from csatreport.errors import LockedError


@pytest.fixture
def project(tmp_path):
    return smallproject.write(tmp_path)


def put(project, revision, reason=""):
    folder = project / "reports" / f"2026Q3-r{revision}"
    folder.mkdir(parents=True)
    headline = [{"label": {"en": "Satisfied", "zh": "满意"}, "text": {"en": "83.1%", "zh": "83.1%"}}]
    content = {
        "edition": "2026Q3", "revision": revision, "reason": reason, "data_date": "2026-09-30",
        "inputs": {}, "files": {}, "headline": headline, "times": {"finished": "2026-10-12T08:00:00+00:00"},
    }  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(content))


def test_editions_and_revisions_are_listed_newest_first_with_date_headline_and_reason(project):
    later = smallproject.EDITION.replace('wave = "2026Q3"\nseed', 'wave = "2026Q4"\nseed')
    (project / "params" / "editions" / "2026Q4.toml").write_text(later)
    put(project, 1)
    put(project, 2, "a late file")
    assert [row.line for row in overview.overview(project)] == [
        "2026Q4  not published",
        "2026Q3-r2  2026-10-12  Satisfied 83.1%  (a late file)",
        "2026Q3-r1  2026-10-12  Satisfied 83.1%",
    ]


def test_an_edition_that_is_no_longer_declared_is_still_listed(project):
    put(project, 1)
    (project / "params" / "editions" / "2026Q3.toml").unlink()
    assert [row.edition for row in overview.overview(project)] == ["2026Q3"]


def test_clean_waits_for_nobody(project):
    with lock.hold(project / "build"), pytest.raises(LockedError):
        overview.clean(project)
