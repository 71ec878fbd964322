"""The book while it is written: served on this machine, one chapter run again when its notebook changes.

Works in ``build/preview/<edition>/`` and publishes nothing. A chapter that fails is told, and the last
good book stays in place.
"""

from __future__ import annotations

import shutil
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import ExitStack
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self

from csatreport.book import checks, lock, needs, products, steps
from csatreport.book.plan import Plan, plan
from csatreport.engine import run
from csatreport.engine.crew import Crew
from csatreport.errors import BookError, CsatError, UsageError
from csatreport.params.load import packaged

Stamps = Mapping[Path, int]

_LOOK = 0.4  # seconds between two looks at the files


class Preview:
    """A served book; use it in a ``with`` block.

    Parameters
    ----------
    project : Path
        The project's folder.
    edition : str
        Name of the edition shown.
    jobs : int
        Processes at a time.
    port : int
        Port on this machine; 0 takes a free one.
    quiet : bool
        Whether to tell errors only.
    """

    def __init__(
        self, project: Path, edition: str, *, jobs: int = 2, port: int = 8000, quiet: bool = False
    ) -> None:
        self.project = project.resolve()
        self.edition = edition
        self.folder = self.project / "build" / "preview" / edition
        self.quiet = quiet
        self._crew = Crew(self.folder / "log", jobs)
        self._port = port
        self._due: set[Path] = set()

    @property
    def url(self) -> str:
        """Where to look."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/{self._languages[0]}/index.html"

    def __enter__(self) -> Self:
        with ExitStack() as opened:
            opened.enter_context(lock.hold(self.folder.parent, what="preview"))
            self._open(opened)
            self._opened = opened.pop_all()
        return self

    def _open(self, opened: ExitStack) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        site = self.folder / "site"
        for folder in (site, self.folder / "notebooks"):
            folder.mkdir(parents=True)
        (site / "versions.js").write_text("window.csatEditions = [];\n", encoding="utf-8")
        self._stamps = self._look()
        planned = plan(self.project, self.edition)
        self._languages = planned.edition.languages
        self._server = opened.enter_context(_server(self._port, site))
        opened.enter_context(self._crew)
        self._everything(planned)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._opened.close()

    def watch(self) -> None:
        """Look at the files for ever; ends with KeyboardInterrupt."""
        while True:
            time.sleep(_LOOK)
            self.look()

    def look(self) -> tuple[str, ...]:
        """Run again what changed since the last look; return the names of the chapters that were run."""
        stamps = self._look()
        changed = {p for p in stamps.keys() | self._stamps.keys() if stamps.get(p) != self._stamps.get(p)}
        if not changed:
            return ()
        self._stamps = stamps
        try:
            planned = plan(self.project, self.edition)
            if any(path.suffix != ".ipynb" for path in changed):
                return self._everything(planned)
            return self._again(planned, changed)
        except CsatError as error:
            self._tell(error.message, always=True)
            return ()

    def _look(self) -> Stamps:
        params = (p for p in (self.project / "params").rglob("*") if p.is_file())
        folders = (self.project / "notebooks", packaged() / "notebooks")
        notebooks = (p for folder in folders for p in folder.glob("*.ipynb"))
        return {path: path.stat().st_mtime_ns for path in (*params, *notebooks)}

    def _everything(self, planned: Plan) -> tuple[str, ...]:
        self._left_out = set(needs.unmet(planned, self._crew, say=self._step))
        for left in self._left_out:
            (self.folder / "notebooks" / f"{left}.ipynb").unlink(missing_ok=True)
        return self._again(planned, set(planned.notebooks.values()))

    def _again(self, planned: Plan, changed: set[Path]) -> tuple[str, ...]:
        """Run chapters that changed, or that failed the last time; nothing is shown until all of them ran."""
        self._due |= changed
        wanted = [r for r in planned.runs if r.notebook in self._due and r.name not in self._left_out]
        if not wanted:
            return ()
        done = run.chapters(
            self._crew,
            wanted,
            project=self.project,
            into=self.folder / "run",
            failed=self.folder / "failed",
            seconds=planned.edition.chapter_seconds,
            say=self._step,
        )
        for chapter in done:
            chapter.path.replace(self.folder / "notebooks" / chapter.path.name)
        self._due = set()
        self._assemble(planned)
        return tuple(chapter.name for chapter in done)

    def _assemble(self, planned: Plan) -> None:
        notebooks = self.folder / "notebooks"
        made = steps.manuscript(
            self.project, self.edition, revision=planned.revision, reason="", notebooks=notebooks
        )
        try:
            checks.check(made)
        except BookError as error:  # a draft may be looked at with its faults
            self._tell(error.message, always=True)
        tools = products.tools(planned)
        jobs = [
            products.job("site", code, self.folder / f"new-{code}", made, self.project, tools=tools)
            for code in self._languages
        ]
        for done in self._crew.work(jobs, preload=products.PRELOAD, say=self._step):
            if done.outcome != "done":
                raise products.broken(done, BookError)
        for code in self._languages:
            shutil.rmtree(self.folder / "site" / code, ignore_errors=True)
            (self.folder / f"new-{code}").rename(self.folder / "site" / code)

    def _step(self, event: str, name: str, seconds: float) -> None:
        if event in ("end", "failed"):
            self._tell(f"  {name}: {'done' if event == 'end' else event} in {seconds:.1f} s")

    def _tell(self, line: str, *, always: bool = False) -> None:
        if always or not self.quiet:
            sys.stderr.write(line + "\n")
            sys.stderr.flush()


def _server(port: int, site: Path) -> ThreadingHTTPServer:
    try:
        return ThreadingHTTPServer(("127.0.0.1", port), partial(_Pages, directory=str(site)))
    except OSError as error:
        raise UsageError(
            f"port {port} cannot be used",
            got=error.strerror or str(error),
            todo="name another one with --port, or --port 0 for any that is free",
        ) from error


class _Pages(SimpleHTTPRequestHandler):
    """Files of the site; nothing is kept by the browser, nothing is logged."""

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's own name
        del format, args
