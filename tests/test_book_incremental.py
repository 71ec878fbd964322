"""A site that was made from what is kept is the one that is made from nothing, byte for byte, whatever was edited."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from executed import notebook

from csatreport.book import jupyterbook
from csatreport.engine.crew import Crew, Job

BOOK = """
title = { en = "Report", zh = "报告" }
organisation = { en = "Lantern", zh = "明灯" }
source = { en = "Sample survey", zh = "示例调查" }
[[part]]
title = { en = "Overview", zh = "概览" }
chapters = [{ notebook = "cover.ipynb" }]
[[part]]
title = { en = "Results", zh = "结果" }
chapters = [{ notebook = "items.ipynb" }, { notebook = "trend.ipynb" }, { notebook = "late.ipynb" }]
"""
EDITION = 'wave = "2026Q3"\nseed = 1\n[[source]]\nwave = "2026Q3"\nfile = "a.csv"\n'
TITLES = {"cover": ("How satisfied?", "有多满意?"), "items": ("Items", "各项"), "trend": ("Trend", "趋势")}
Site = dict[str, bytes]


class Project:
    """A project whose chapters were run; its site is made by jobs, as a build makes it."""

    def __init__(self, folder: Path, crew: Crew) -> None:
        self.folder, self.crew, self.revision, self.reason = folder, crew, 1, ""
        (folder / "params" / "editions").mkdir(parents=True)
        (folder / "notebooks").mkdir()
        (folder / "params" / "book.toml").write_text(BOOK, encoding="utf-8")
        (folder / "params" / "editions" / "2026Q3.toml").write_text(EDITION, encoding="utf-8")
        for name, titles in TITLES.items():
            self.write(name, notebook(*titles, name))

    @property
    def kept(self) -> Path:
        return self.folder / "build" / "kept-site" / "site-2026Q3-en"

    def write(self, name: str, content: dict[str, Any]) -> None:
        (self.folder / "notebooks" / f"{name}.ipynb").write_text(json.dumps(content), encoding="utf-8")

    def edit(self, name: str, edit: Callable[[list[dict[str, Any]]], None]) -> None:
        content = json.loads((self.folder / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8"))
        edit(content["cells"])
        self.write(name, content)

    def say(self, name: str, text: str) -> None:
        """Add a passage to a chapter."""
        cell = {"cell_type": "markdown", "id": "more", "metadata": {}, "source": text}
        self.edit(name, lambda cells: cells.append(cell))

    def sites(self, *tools: str) -> list[Site]:
        """The English site, made with each of these tools at once; without tools nothing is kept."""
        jobs = []
        for number, one in enumerate(tools):
            arguments = {
                "kind": "site", "project": str(self.folder), "edition": "2026Q3", "revision": self.revision,
                "reason": self.reason, "notebooks": str(self.folder / "notebooks"), "language": "en", "tools": one,
                "into": str(self.folder / f"site-{number}-{len(list(self.folder.glob('site-*')))}"),
            }  # fmt: skip
            jobs.append(Job(f"site-{number}", "csatreport.book.steps:write", arguments))
        done = self.crew.work(jobs, preload=jupyterbook.PRELOAD, say=lambda *_: None)
        for one in done:
            if one.error:
                raise one.error
            assert one.outcome == "done", one.log.read_text(encoding="utf-8")
        return [read(Path(job.args["into"])) for job in jobs]


def read(folder: Path) -> Site:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def differing(one: Site, other: Site) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    folder = tmp_path_factory.mktemp("project")
    with Crew(folder / "log", 2) as crew:
        yield Project(folder, crew)


def retitle(cells: list[dict[str, Any]]) -> None:
    cells[0]["source"] = "# Another trend\n---\n# 另一个趋势"


def marked(cells: list[dict[str, Any]]) -> None:
    cells[0]["source"] = "# A *better* trend & `more`\n---\n# *更好的*趋势 & `更多`"


def headed(project: Project, title: str) -> None:
    project.say("items", f"## A new heading\n---\n## {title}")
    project.say("items", "It rose.\n---\n上升了。")


def without_chart(cells: list[dict[str, Any]]) -> None:
    shown = next(cell for cell in cells if cell["cell_type"] == "code")
    shown["outputs"] = [o for o in shown["outputs"] if "chart" not in json.dumps(o["data"])]


def revised(project: Project) -> None:
    project.revision, project.reason = 2, "late <b>answers</b> & more"


def renamed(project: Project) -> None:
    notebooks = project.folder / "notebooks"
    (notebooks / "items.ipynb").rename(notebooks / "late.ipynb")
    trend = notebooks / "trend.ipynb"
    trend.write_text(trend.read_text(encoding="utf-8").replace("items.ipynb", "late.ipynb"), encoding="utf-8")


def declared(project: Project) -> None:
    path = project.folder / "params" / "book.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("Lantern", "Lanterns & more"), encoding="utf-8")


LABEL = "(place)=\nA paragraph with a label.\n---\n(place)=\n有标签的段落。"
EDITS: dict[str, Callable[[Project], None]] = {
    "nothing before": lambda _: None,
    "text of a page": lambda project: project.say("trend", "More text, 龘.\n---\n更多的文字。"),
    "a heading and a text": lambda project: headed(project, "新的标题"),
    "a link to the heading": lambda project: project.say(
        "trend",
        "[There](items.ipynb#a-new-heading), [](items.ipynb#a-new-heading)\n---\n[那里](items.ipynb#新的标题)",
    ),
    "an exhibit less": lambda project: project.edit("items", without_chart),
    "the title of a page": lambda project: project.edit("trend", retitle),
    "a title with markup": lambda project: project.edit("trend", marked),
    "revision and reason": revised,
    "a label, which others may lead to": lambda project: project.say("items", LABEL),
    "a link to the label": lambda project: project.say("cover", "[place](#place)\n---\n[地方](#place)"),
    "a page more": lambda project: project.write("late", notebook("Late", "迟到", "late")),
    "a page less": lambda project: (project.folder / "notebooks" / "late.ipynb").unlink(),
    "a page with another name": renamed,
    "what every page prints": declared,
}


def test_every_page_made_alone_is_the_page_made_with_all_others(project: Project) -> None:
    (whole,) = project.sites("alone")
    entries = {path: path.read_bytes() for path in sorted(project.kept.iterdir())}
    pages = {path: content for path, content in entries.items() if b'{"html"' in content}
    assert len(pages) == len(TITLES) + 1  # records
    for entry, content in pages.items():
        entry.unlink()
        (again,) = project.sites("alone")
        assert differing(again, whole) == []
        assert entry.read_bytes() == content


def test_an_entry_that_was_cut_off_edited_or_exchanged_is_made_again(project: Project) -> None:
    (whole,) = project.sites("damaged")
    entries = sorted(project.kept.iterdir())
    for number, entry in enumerate(entries):
        content = entry.read_bytes()
        other = entries[number - 1].read_bytes()
        entry.write_bytes(
            [content[: len(content) // 2], content.replace(b"<p>", b"<q>"), b"", other][number % 4]
        )
    (again,) = project.sites("damaged")
    assert differing(again, whole) == []


def test_two_builds_may_share_what_is_kept(project: Project) -> None:
    (whole,) = project.sites("")
    for one in project.sites("both", "both"):
        assert differing(one, whole) == []


def test_other_software_makes_everything_again(project: Project) -> None:
    made, before = [], set(project.kept.iterdir())
    for tools in ("old", "new"):
        project.sites(tools)
        made.append(len(set(project.kept.iterdir()) - before))
        before = set(project.kept.iterdir())
    assert made[0] == made[1] > len(TITLES)


def test_nothing_of_a_site_is_a_link_to_what_is_kept(project: Project) -> None:
    project.sites("links")
    assert all(path.stat().st_nlink == 1 for path in project.folder.glob("site-*/**/*") if path.is_file())


def test_after_every_edit_the_site_is_the_one_that_is_made_from_nothing(project: Project) -> None:
    before: Site = {}
    for edit, do in EDITS.items():
        do(project)
        again, fresh = project.sites("tools", "")
        assert differing(again, fresh) == [], edit
        assert again != before or edit == "nothing before", edit
        before = again


def test_a_link_to_a_heading_that_is_gone_stops_the_build_though_its_page_did_not_change(
    tmp_path: Path,
) -> None:
    from csatreport.errors import BookError

    with Crew(tmp_path / "log", 1) as crew:
        project = Project(tmp_path / "project", crew)
        headed(project, "这里")
        project.say("trend", "[x](items.ipynb#a-new-heading)\n---\n[某](items.ipynb#这里)")
        project.sites("tools")
        project.edit("items", lambda cells: cells[-2].update(source="## There\n---\n## 那里"))
        with pytest.raises(BookError, match="local id not found"):
            project.sites("tools")
