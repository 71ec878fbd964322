"""The PDF of a published edition: from nothing, and with one chapter edited; beside the way that planned pages inside Typst.

    python benchmarks/pdf.py PROJECT EDITION-rN CHAPTER [ROUNDS]

The old way is the code of the commit BEFORE, taken from git; it is left out where that is not there. Every PDF is made by a
process of its own, from executed notebooks to the file. An edit adds a paragraph to CHAPTER, and what is kept knows the book
without it.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from machine import described

ROOT = Path(__file__).resolve().parents[1]
BEFORE = "3ead52a"  # heights and pages worked out in typst/pages.typ, while the book was set
ONE = """
import sys
from pathlib import Path
from csatreport.book import pdf, steps
project, edition, notebooks, language, into, kept = sys.argv[1:]
made = steps.manuscript(Path(project), edition, revision=1, reason="", notebooks=Path(notebooks))
if kept:
    from csatreport.book.kept import Kept
    pdf.write(made, language, Path(into), Kept(Path(kept)))
else:
    pdf.write(made, language, Path(into))
"""
LANGUAGES = ("en", "zh")


@dataclass(frozen=True)
class Taken:
    """What a process took: seconds, seconds of processor, MiB at its peak."""

    wall: float
    cpu: float
    peak: float


@dataclass(frozen=True)
class Bench:
    """Where everything is."""

    project: Path
    edition: str
    here: Path

    def notebooks(self, *, edited: bool) -> Path:
        """The executed chapters."""
        return self.here / ("edited" if edited else "as-they-are")

    def pdf(self, language: str, *, kept: str, edited: bool = False, code: Path = ROOT) -> Taken:
        """Make one PDF with what is kept in a folder, or without any."""
        into = self.here / f"{language}-{'edited' if edited else 'plain'}-{kept or 'alone'}.pdf"
        folder = str(self.here / kept) if kept else ""
        arguments = [
            str(self.project),
            self.edition,
            str(self.notebooks(edited=edited)),
            language,
            str(into),
            folder,
        ]
        began = time.perf_counter()
        child = subprocess.Popen(
            [sys.executable, "-c", ONE, *arguments],
            cwd=self.here,
            env={**os.environ, "PYTHONPATH": str(code)},
        )
        _, status, used = os.wait4(child.pid, 0)
        if status:
            raise SystemExit(f"the PDF in {language} could not be made")
        return Taken(time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def main(project: Path, published: str, chapter: str, rounds: int) -> None:
    """Print a table."""
    print(described("typst"))
    with tempfile.TemporaryDirectory(prefix="csatreport-pdf-") as folder:
        bench = Bench(project.resolve(), published.rpartition("-r")[0], Path(folder))
        source = project / "reports" / published / "notebooks"
        for edited in (False, True):
            shutil.copytree(source, bench.notebooks(edited=edited))
        edit(bench.notebooks(edited=True) / f"{chapter}.ipynb")
        old = before(Path(folder) / "before")
        found: dict[tuple[str, str], list[Taken]] = {}
        for _ in range(rounds):
            for language in LANGUAGES:
                for name, taken in once(bench, language, old):
                    found.setdefault((name, language), []).append(taken)
        report(found, rounds)
        same(Path(folder))


def once(bench: Bench, language: str, old: Path | None) -> list[tuple[str, Taken]]:
    """One round in one language, in this order: each step finds what those before it left."""
    shutil.rmtree(bench.here / "kept", ignore_errors=True)
    taken = [(f"pages planned in Typst ({BEFORE})", bench.pdf(language, kept="", code=old))] if old else []
    return [
        *taken,
        ("now, from nothing", bench.pdf(language, kept="kept")),
        ("now, one chapter edited", bench.pdf(language, kept="kept", edited=True)),
        ("now, nothing edited", bench.pdf(language, kept="kept")),
        ("now, edited, nothing kept", bench.pdf(language, kept="", edited=True)),
    ]


def edit(notebook: Path) -> None:
    """Add a paragraph in both languages."""
    content = json.loads(notebook.read_text(encoding="utf-8"))
    added = {
        "cell_type": "markdown",
        "id": "added",
        "metadata": {},
        "source": "One more paragraph.\n\n---\n\n又一段。",
    }
    content["cells"].append(added)
    notebook.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def before(folder: Path) -> Path | None:
    """The package as it was, or None where git does not have it."""
    done = subprocess.run(
        ["git", "archive", BEFORE, "csatreport"], cwd=ROOT, capture_output=True, check=False
    )
    if done.returncode:
        return None
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
        archive.extractall(folder, filter="data")
    return folder


def report(found: dict[tuple[str, str], list[Taken]], rounds: int) -> None:
    print(f"medians of {rounds} rounds")
    print(f"{'':<44}{'':>4}{'seconds':>9}{'CPU s':>8}{'MiB':>8}")
    for (name, language), taken in found.items():
        wall, cpu, peak = (
            median(values) for values in zip(*((t.wall, t.cpu, t.peak) for t in taken), strict=True)
        )
        print(f"{name:<44}{language:>4}{wall:>9.2f}{cpu:>8.2f}{peak:>8.0f}")


def same(folder: Path) -> None:
    """Say whether a PDF made with what was kept is that of a cold build."""
    for language in LANGUAGES:
        kept, cold = (folder / f"{language}-edited-{how}.pdf" for how in ("kept", "alone"))
        print(
            f"{language}: edited PDFs with and without what was kept are equal: {kept.read_bytes() == cold.read_bytes()}"
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4]) if sys.argv[4:] else 5)
