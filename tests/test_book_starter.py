import pytest

from csatreport.book import starter
from csatreport.errors import UsageError
from csatreport.params.load import editions, load_book, notebook_path


def test_a_new_project_has_book_editions_and_every_chapter(tmp_path):
    files = starter.init(tmp_path / "new")
    book = load_book(tmp_path / "new")
    assert all(
        notebook_path(tmp_path / "new", c.notebook).parent == tmp_path / "new" / "notebooks"
        for c in book.chapters
    )
    assert editions(tmp_path / "new")
    assert all(path.is_file() for path in files)
    assert (tmp_path / "new" / "data" / "raw").is_dir()


def test_a_dry_run_writes_nothing(tmp_path):
    assert starter.init(tmp_path / "new", dry_run=True)
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("is_file", [True, False])
def test_what_is_there_is_never_written_over(tmp_path, is_file):
    taken = tmp_path / "new"
    if is_file:
        taken.write_text("mine")
    else:
        taken.mkdir()
        (taken / "mine").write_text("mine")
    with pytest.raises(UsageError, match="not empty"):
        starter.init(taken)
    assert [p.name for p in tmp_path.rglob("*") if p.is_file()] == ["new" if is_file else "mine"]
