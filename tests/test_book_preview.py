import socket
import urllib.request
from pathlib import Path

import pytest
import smallproject

from csatreport.book.preview import Preview
from csatreport.errors import LockedError, UsageError

pytestmark = pytest.mark.build


def read(running: Preview, page: str) -> str:
    with urllib.request.urlopen(running.url.replace("index.html", page)) as answer:  # noqa: S310 - our own server
        return answer.read().decode()


def retitle(notebook: Path, title: str) -> None:
    notebook.write_text(notebook.read_text().replace("The second chapter", title))


def test_preview_serves_the_book_and_runs_only_the_notebook_that_changed(tmp_path, capsys):
    project = smallproject.write(tmp_path)
    second = project / "notebooks" / "second.ipynb"
    with Preview(project, "2026Q3", port=0, quiet=True) as running:
        assert "40 answers" in read(running, "index.html")
        assert "The second chapter" in read(running, "second.html")
        assert running.look() == ()

        retitle(second, "A better title")
        assert running.look() == ("second",)
        assert "A better title" in read(running, "second.html")

        good = second.read_text()
        second.write_text(smallproject.chapter("second", smallproject.code("1/0")))
        assert running.look() == ()
        assert "ZeroDivisionError" in capsys.readouterr().err
        assert "A better title" in read(running, "second.html")

        second.write_text(good)
        assert running.look() == ("second",)

        edition = project / "params" / "editions" / "2026Q3.toml"
        edition.write_text(edition.read_text().replace("seed = 1", "seed = 2"))
        assert running.look() == ("first", "second")
    assert not (project / "reports").exists()


def test_a_second_preview_leaves_the_first_alone(tmp_path):
    project = smallproject.write(tmp_path)
    with Preview(project, "2026Q3", port=0, quiet=True) as running:
        with pytest.raises(LockedError, match="another preview"), Preview(project, "2026Q3", port=0):
            pass
        assert "40 answers" in read(running, "index.html")


def test_a_port_that_others_use_is_named(tmp_path):
    project = smallproject.write(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=f"port {port}"), Preview(project, "2026Q3", port=port):
            pass
