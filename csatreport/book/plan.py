"""What a build would do: which chapters, from which inputs, as which revision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from csatreport.book import editions, manifest
from csatreport.book.editions import Published
from csatreport.book.kept import Kept
from csatreport.engine import run, source
from csatreport.engine.kept import Store
from csatreport.engine.keys import Now
from csatreport.errors import UsageError
from csatreport.params import Book, Chapter, Edition
from csatreport.params.load import load_book, load_edition, notebook_path

_TOLD = 20  # differences that a refusal lists


@dataclass(frozen=True)
class Plan:
    """What a build would do, worked out from hashes in less than a second."""

    project: Path
    book: Book
    edition: Edition
    chapters: tuple[Chapter, ...]
    made_from: manifest.Inputs
    newest: Published | None
    reason: str

    @property
    def notebooks(self) -> dict[str, Path]:
        """The file of every chapter."""
        return {c.name: notebook_path(self.project, c.notebook) for c in self.chapters}

    @property
    def runs(self) -> tuple[run.Run, ...]:
        """Every chapter with what it is run with."""
        return tuple(
            run.Run(c.name, notebook_path(self.project, c.notebook), c.parameters(self.edition.name))
            for c in self.chapters
        )

    @property
    def now(self) -> Now:
        """The state of what pages are made from, at this moment."""
        made_from = self.made_from
        software = {
            "python": manifest.digest(made_from["python"]),
            "packages": manifest.digest(made_from["packages"]),
            "requirements.lock": made_from["code"]["requirements.lock"],
        }
        return Now(self.project, self.edition.name, software)

    @property
    def store(self) -> Store:
        """Executed pages of builds before."""
        return Store(self.work / "kept" / "chapters")

    @property
    def work(self) -> Path:
        """The folder for locks, logs and failed notebooks."""
        return self.project / "build"

    @property
    def reports(self) -> Path:
        """The folder of published editions."""
        return self.project / "reports"

    @property
    def changed(self) -> list[str]:
        """What differs from the newest revision; empty when there is none."""
        return self.differences()

    @property
    def unchanged(self) -> bool:
        """Whether the newest revision was made from exactly this, or was found to be what comes of it."""
        return self.newest is not None and (
            not self.changed or self._same.get(self.edition.name) == self._pair
        )

    @property
    def _pair(self) -> bytes:
        """What is here now and what is published, by hash."""
        published = self.newest.manifest.get("digest", "") if self.newest else ""
        return f"{manifest.digest(self.made_from)} {published}".encode()

    @property
    def _same(self) -> Kept:
        """The last pair of inputs and edition that a build found to belong together, by the name of the edition."""
        return Kept(self.work / "kept" / "same")

    def remember_same(self) -> None:
        """Note that the inputs differ from those of the newest revision, but the book that comes of them does not."""
        self._same.put(self.edition.name, self._pair)

    @property
    def revision(self) -> int:
        """The revision a build would publish."""
        return self.newest.revision + 1 if self.newest else 1

    @property
    def target(self) -> Path:
        """Where a build would publish."""
        return self.reports / f"{self.edition.name}-r{self.revision}"

    def differences(self, sections: Sequence[str] | None = None) -> list[str]:
        """List what differs from the newest revision in these sections of the inputs."""
        return (
            manifest.changed(self.newest.manifest["inputs"], self.made_from, sections) if self.newest else []
        )

    def demand_reason(self, sections: Sequence[str] | None = None) -> None:
        """Refuse to replace a published revision without saying why.

        Raises
        ------
        UsageError
            These sections of the inputs changed and no reason was given.
        """
        found = self.differences(sections)
        if self.newest and found and not self.reason and not self.unchanged:
            more = [f"and {len(found) - _TOLD} more"] if len(found) > _TOLD else []
            raise UsageError(
                f"edition {self.edition.name} is published and would change",
                where=self.newest.name,
                expected="a reason for the next revision, which readers will see",
                got="\n    ".join([*found[:_TOLD], *more]),
                todo='say why: csatreport build --reason "..."',
            )


def plan(project: Path, edition: str, *, reason: str = "") -> Plan:
    """Work out what a build would do.

    Raises
    ------
    ParamsError
        The book or the edition is declared wrong, or a chapter has no notebook.
    BookError
        A published edition was changed, or something else stands where the next one goes.
    """
    book, declared = load_book(project), load_edition(project, edition)
    chapters = selected(book, declared)
    notebooks = [notebook_path(project, name) for name in dict.fromkeys(c.notebook for c in chapters)]
    made_from = manifest.inputs(project, declared, notebooks=notebooks)
    newest = editions.newest(project / "reports", edition)
    why = reason.strip() if newest else ""  # a first issue revises nothing
    planned = Plan(project, book, declared, chapters, made_from, newest, why)
    if planned.target.exists():
        raise editions.taken(planned.target)
    return planned


def check_chapters(project: Path, edition: str) -> None:
    """Compare the parameters of every chapter of an edition with those it would be run with.

    Raises
    ------
    ParamsError, ChapterError
        A chapter without a notebook, or a notebook that cannot take the parameters.
    """
    book, declared = load_book(project), load_edition(project, edition)
    for chapter in {c.notebook: c for c in selected(book, declared)}.values():
        source.check_parameters(notebook_path(project, chapter.notebook), chapter.parameters(edition))


def selected(book: Book, edition: Edition) -> tuple[Chapter, ...]:
    """Chapters of the book that the edition wants."""
    if edition.chapters is None:
        return book.chapters
    names = {name.removesuffix(".ipynb") for name in edition.chapters}
    return tuple(c for c in book.chapters if c.stem in names)
