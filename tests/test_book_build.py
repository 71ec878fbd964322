import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import smallproject
from smallproject import code

from csatreport.book import manifest
from csatreport.book.build import build
from csatreport.errors import BookError, ChapterError, UsageError

pytestmark = pytest.mark.build

COMMAND = [sys.executable, "-c", "from csatreport.cli import main; main()"]
PRODUCTS = {
    "en",
    "zh",
    "report-en.pdf",
    "report-zh.pdf",
    "notebooks",
    "tables.xlsx",
    "claims.json",
    "manifest.json",
}


@pytest.fixture
def project(tmp_path):
    return smallproject.write(tmp_path / "project")


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    """A project whose edition is published, for copying."""
    folder = smallproject.write(tmp_path_factory.mktemp("once"))
    outcome = build(folder, "2026Q3", quiet=True)
    assert (outcome.status, outcome.folder.name) == ("published", "2026Q3-r1")
    assert outcome.left_out == {"gaps": ("servqual",)}
    return folder


@pytest.fixture
def published_project(once, tmp_path):
    return Path(shutil.copytree(once, tmp_path / "published"))


def start(project: Path, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*COMMAND, "--project", str(project), "build", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **environment},
    )


def published(project: Path) -> list[str]:
    return sorted(p.name for p in (project / "reports").iterdir() if p.is_dir())


def everything(folder: Path) -> dict[str, str]:
    return {**manifest.files(folder), "manifest.json": (folder / "manifest.json").read_text()}


def add_answer(project: Path) -> None:
    with (project / "data" / "raw" / "answers.csv").open("a") as file:
        file.write("5,5\n")


def test_an_edition_is_published_once_then_left_alone_then_revised_with_a_reason(published_project):
    project = published_project
    first = project / "reports" / "2026Q3-r1"
    assert {p.name for p in first.iterdir()} == PRODUCTS
    before = everything(first)

    again = build(project, "2026Q3", quiet=True)
    assert (again.status, again.folder) == ("unchanged", first)
    assert again.seconds < 3

    add_answer(project)
    with pytest.raises(UsageError, match=r"data/raw/answers\.csv changed"):
        build(project, "2026Q3", quiet=True)
    looked = build(project, "2026Q3", dry_run=True)
    assert (looked.status, looked.revision, looked.changed) == (
        "would publish",
        2,
        ("raw: data/raw/answers.csv changed",),
    )
    assert published(project) == ["2026Q3-r1"]

    second = build(project, "2026Q3", reason="one late answer", quiet=True)
    assert (second.status, second.folder.name) == ("published", "2026Q3-r2")
    assert everything(first) == before
    assert json.loads((second.folder / "manifest.json").read_text())["reason"] == "one late answer"
    texts = [c["text"]["en"] for c in json.loads((second.folder / "claims.json").read_text())["claims"]]
    assert texts == ["41 answers", "41 answers"]
    shelf = (project / "reports" / "versions.js").read_text()
    assert shelf.index("2026Q3-r2") < shelf.index("2026Q3-r1")


def test_inputs_that_changed_without_changing_the_book_make_no_revision(published_project):
    project = published_project
    edition = project / "params" / "editions" / "2026Q3.toml"
    edition.write_text("# a comment\n" + edition.read_text())
    again = build(project, "2026Q3", reason="a comment", quiet=True)
    assert (again.status, again.folder.name) == ("unchanged", "2026Q3-r1")
    assert published(project) == ["2026Q3-r1"]


def test_two_folders_zones_and_languages_give_the_same_bytes_but_for_the_times(project, tmp_path):
    other = smallproject.write(tmp_path / "elsewhere" / "一个项目")
    runs = [
        start(project, TZ="Asia/Shanghai", LC_ALL="C", PYTHONHASHSEED="1"),
        start(other, TZ="America/New_York", LC_ALL="C.UTF-8", PYTHONHASHSEED="2"),
    ]
    for process in runs:
        _, told = process.communicate(timeout=120)
        assert process.returncode == 0, told
    folders = [p / "reports" / "2026Q3-r1" for p in (project, other)]
    assert manifest.files(folders[0]) == manifest.files(folders[1])
    manifests = [json.loads((folder / "manifest.json").read_text()) for folder in folders]
    for one in manifests:
        assert one.pop("times")["chapters"].keys() == {"first", "second"}
    assert manifests[0] == manifests[1]
    assert str(tmp_path) not in json.dumps(manifests)


def test_a_failing_chapter_publishes_nothing_and_leaves_the_notebook(project):
    (project / "notebooks" / "second.ipynb").write_text(smallproject.chapter("second", code("1/0")))
    with pytest.raises(ChapterError, match="ZeroDivisionError"):
        build(project, "2026Q3", quiet=True)
    assert published(project) == []
    assert (project / "build" / "failed" / "2026Q3" / "second.ipynb").exists()
    log = [json.loads(line) for line in (project / "build" / "log" / "2026Q3.jsonl").read_text().splitlines()]
    assert [e["event"] for e in log if e["name"] == "second"] == ["start", "failed"]
    assert log[-1]["event"] == "error"


def test_a_book_that_fails_its_checks_is_not_published(project):
    typed = smallproject.markdown("Sales rose by 12 %.\n\n---\n\n销售额上升。")
    (project / "notebooks" / "second.ipynb").write_text(smallproject.chapter("second", typed))
    with pytest.raises(BookError, match=r"second \(en\): digits typed by hand: 12 %"):
        build(project, "2026Q3", quiet=True)
    assert published(project) == []


def test_a_file_that_changes_during_a_build_stops_it(project):
    process = start(project)
    assert any("write site" in line for line in process.stderr)
    add_answer(project)
    _, told = process.communicate(timeout=120)
    assert process.returncode == 4
    assert "data/raw/answers.csv changed" in told
    assert published(project) == []


def test_a_build_killed_at_any_moment_is_simply_run_again(project):
    for moment in ("check and prepare", "run chapters", "  first: done", "write site", "report-zh.pdf: done"):
        process = start(project)
        assert any(moment in line for line in process.stderr)
        time.sleep(0.1)
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
        assert [name for name in published(project) if not name.startswith(".staging-")] == []
    assert build(project, "2026Q3", quiet=True).status == "published"
    assert published(project) == ["2026Q3-r1"]


def test_a_build_killed_between_rename_and_list_is_listed_by_the_next(published_project):
    project = published_project
    (project / "reports" / "index.html").unlink()
    assert build(project, "2026Q3", quiet=True).status == "unchanged"
    assert "2026Q3-r1" in (project / "reports" / "index.html").read_text()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_build_cleans_up_and_says_so(project, number):
    process = start(project)
    assert any("run chapters" in line for line in process.stderr)
    time.sleep(0.3)
    process.send_signal(number)
    _, told = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "interrupted" in told
    assert published(project) == []


def test_a_second_build_at_the_same_time_ends_with_75(project):
    first = start(project)
    assert any("check and prepare" in line for line in first.stderr)
    second = start(project)
    _, told = second.communicate(timeout=60)
    assert second.returncode == 75
    assert str(first.pid) in told
    first.communicate(timeout=120)
    assert first.returncode == 0


def test_a_full_disk_is_told_and_nothing_is_half_published(project):
    (project / "reports").mkdir()
    inside = f'mount -t tmpfs -o size=1500k none {project / "reports"} && exec "$@"'
    inner = "; ".join([
        "import os, sys",
        "from csatreport.cli import run",
        f"code = run(['--project', {str(project)!r}, 'build', '--quiet'])",
        f"print(os.listdir({str(project / 'reports')!r}))",
        "sys.exit(code)",
    ])  # fmt: skip
    alone = ["unshare", "--mount", "--map-root-user", "sh", "-c"]
    if subprocess.run([*alone, inside, "sh", "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine lets nobody mount a small disk (unshare)")
    done = subprocess.run(
        [*alone, inside, "sh", sys.executable, "-c", inner], capture_output=True, text=True, check=False
    )
    assert done.returncode == 6, done.stderr
    assert "the disk is full" in done.stderr
    assert done.stdout.strip() == "[]"
