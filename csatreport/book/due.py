"""Which pages must be run, and why; the others are taken from what was kept."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from urllib.parse import unquote

from csatreport.engine import executed, keys, source
from csatreport.engine.kept import Record, Store
from csatreport.engine.keys import Now
from csatreport.engine.run import Cost, Executed, Run

_NEVER = "never run here"
_SAID = (  # of the names of what pages are made from, the first that fits
    (r"notebook", "the notebook's code changed"),
    (r"parameters", "its parameters changed"),
    (r"environment:processor", "another kind of processor"),
    (r"environment:(.*)", "{} changed"),
    (r"code:(.*)", "module csatreport/{} changed"),
    (r"value:(?:tables|records)/[^/]+/([^/]+)", "prepared table `{}` changed"),
    (r"value:survey/.*", "the prepared survey changed"),
    (
        r"value:questionnaire/items/([^/]+)/(label|wording)/(en|zh)",
        "questionnaire: {1} ({2}) of `{0}` changed",
    ),
    (r"value:questionnaire/items/([^/]+)/(.*)", "questionnaire: {1} of `{0}` changed"),
    (r"value:questionnaire/labels/([^/]+)/([^/]+)/(en|zh)", "labels: `{1}` ({2}) of the list `{0}` changed"),
    (r"value:edition/[^/]+/(.*)", "edition: {} changed"),
    (r"value:([^/]+)/(.*)", "{}: {} changed"),
    (r"(?:file|folder):(?:project:)?(.*)", "{} changed"),
)


@dataclass(frozen=True)
class Page:
    """A page as it stands: the run that is still good, or why there is none; ``cost`` is that of the last run.

    ``retold`` says that the text around the code is another than when it was run.
    """

    run: Run
    kept: Record | None
    why: tuple[str, ...]
    cost: Cost | None
    retold: bool = False

    @property
    def due(self) -> bool:
        """Whether it must be run."""
        return self.kept is None


def decide(runs: Iterable[Run], store: Store, now: Now, *, fresh: bool = False) -> tuple[Page, ...]:
    """Find for each page whether a run is kept that was made from exactly what there is now."""
    pages = [_page(run, store, now, fresh=fresh) for run in runs]
    return tuple(_guessed(pages))


def _page(run: Run, store: Store, now: Now, *, fresh: bool) -> Page:
    reasons: list[tuple[str, ...]] = []
    last: Record | None = None
    for record in store.found(run.name, now.edition):  # mostly the first is good, and no other need be read
        last = last or record
        moved = keys.changed(record.made_from, run, now)
        if fresh or moved or record.unseen:
            reasons.append(
                tuple(map(_told, moved)) or tuple(f"runs every time: {why}" for why in record.unseen)
            )
        elif store.whole(record):
            return Page(run, record, (), record.cost, retold=record.prose != now.written(run).prose)
        else:
            reasons.append(("its kept notebook is gone or was edited",))
    if fresh:
        reasons = [("everything is to be run",)]
    cost = last.cost if last else store.cost(run.name)
    return Page(run, None, min(reasons, key=len, default=(_NEVER,)), cost)


def _guessed(pages: Sequence[Page]) -> Iterable[Page]:
    """Pages that were never run cost what others of their notebook do."""
    known: dict[Path, list[Cost]] = {}
    for page in pages:
        if page.cost:
            known.setdefault(page.run.notebook, []).append(page.cost)
    for page in pages:
        like = known.get(page.run.notebook)
        if page.cost or not like:
            yield page
        else:
            guess = Cost(median(c.seconds for c in like), max(c.peak for c in like))
            yield Page(page.run, page.kept, page.why, guess)


def fetched(page: Page, store: Store, into: Path) -> bool:
    """Put the kept run of a page into the file ``into``, with the text that its notebook has now; whether there is one."""
    if not page.kept or not store.fetch(page.kept, into):
        return False
    if page.retold:
        ran = json.loads(into.read_text(encoding="utf-8"))
        executed.write(executed.retold(ran, source.cells(page.run.notebook)), into)
    return True


def keeper(store: Store, now: Now, runs: Sequence[Run]) -> Callable[[Executed], None]:
    """Make what is told of each page that ran, and keeps it with all that it was made from."""
    by_name = {run.name: run for run in runs}
    for run in runs:
        now.written(run)  # as they are before any of them is run

    def keep(ran: Executed) -> None:
        file, run = ran.path.with_suffix(".reads.json"), by_name[ran.name]
        if not file.is_file():  # by a kernel that writes nothing down
            return
        reads = json.loads(file.read_text(encoding="utf-8"))
        file.unlink()
        made_from, unseen = keys.made_from(run, reads, now)
        written = now.written(run)
        if keys.written(run.notebook) == written and not now.moved(made_from):
            cost = Cost(ran.seconds, ran.peak)
            store.keep(Record(run.name, now.edition, made_from, cost, written.prose, unseen=unseen), ran.path)

    return keep


def _told(name: str) -> str:
    """Say what changed."""
    for pattern, said in _SAID:
        if match := re.fullmatch(pattern, name):
            return said.format(*(unquote(group) for group in match.groups()))
    return f"{unquote(name)} changed"
