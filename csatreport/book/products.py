"""What readers get of an edition: site, PDF, Excel, claims; all of it or a clear error."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterable
from pathlib import Path

from csatreport.book import checks, jupyterbook, manifest, steps
from csatreport.book.manuscript import Manuscript
from csatreport.book.plan import Plan
from csatreport.book.progress import Progress
from csatreport.engine.crew import Crew
from csatreport.engine.jobs import Done, Job
from csatreport.errors import BookError, CsatError
from csatreport.params import Language
from csatreport.storage import NO_SPACE

PRELOAD = (  # imported once; what is forked first needs first
    "csatreport.book.steps",
    "csatreport.book.pdf",
    "typst",
    "csatreport.book.codeview",
    "xlsxwriter",
    *jupyterbook.PRELOAD,
)

_LITTLE = 256 * 1024  # bytes
_EXPECTED: dict[steps.Kind, float] = {
    "pdf": 4,
    "site": 2,
    "code": 1,
    "workbook": 1,
    "claims": 0.2,
}  # seconds: the longest come first

_Product = tuple[steps.Kind, Language, Path]


def makers(planned: Plan, jobs: int | None) -> Crew:
    """Processes for the products, which import what they need while chapters run."""
    return Crew(planned.work / "log" / planned.edition.name / "products", jobs, preload=PRELOAD)


def write(
    planned: Plan, makers: Crew, progress: Progress, *, staged: Path, revision: int, reason: str
) -> Manuscript:
    """Check the executed chapters in ``staged/notebooks`` and write all products to ``staged``.

    Raises
    ------
    BookError
        A check failed, or a product could not be made.
    """
    name = planned.edition.name
    made = steps.manuscript(
        planned.project, name, revision=revision, reason=reason, notebooks=staged / "notebooks"
    )
    checks.check(made)
    products = _products(made, staged)
    _remove(path for _, _, path in products)
    products.append(("code", made.edition.languages[0], staged / "notebooks"))
    software = tools(planned)
    jobs = [job(kind, code, path, made, planned.project, tools=software) for kind, code, path in products]
    progress.stage(f"{name}: write site, PDF and tables", len(jobs))
    for done in makers.work(jobs, say=progress.step):
        if done.outcome != "done":
            if shutil.disk_usage(staged).free < _LITTLE:  # whatever the tool at work made of that
                raise OSError(errno.ENOSPC, f"{done.name}: no space left on device")
            raise broken(done, BookError)
    return made


def tools(planned: Plan) -> str:
    """Hash of the software that products are made with."""
    return manifest.digest(
        {section: planned.made_from[section] for section in ("code", "packages", "python")}
    )


def broken(done: Done, kind: type[CsatError]) -> Exception:
    """Turn the end of a job that did not do its work into an error."""
    if done.error:
        return done.error
    if done.errno in NO_SPACE:
        return OSError(done.errno, done.problem)
    return kind(
        f"{done.name} could not be made",
        got=done.problem,
        todo=f"read {done.log}; if the files it names are right, this is a defect of csatreport",
    )


def _products(made: Manuscript, staged: Path) -> list[_Product]:
    languages = made.edition.languages
    products: list[_Product] = [("site", code, staged / code) for code in languages]
    products += [("pdf", code, staged / f"report-{code}.pdf") for code in languages]
    products.append(("workbook", languages[0], staged / "tables.xlsx"))
    return [*products, ("claims", languages[0], staged / "claims.json")]


def _remove(paths: Iterable[Path]) -> None:
    """Remove products of an attempt with another revision."""
    for path in paths:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def job(
    kind: steps.Kind, code: Language, path: Path, made: Manuscript, project: Path, *, tools: str = ""
) -> Job:
    """Make the job that writes one product beside the executed chapters in ``notebooks``.

    ``tools`` is a hash of the software; without it nothing is kept for the next build.
    """
    read = {
        "project": str(project),
        "edition": made.edition.name,
        "revision": made.revision,
        "reason": made.reason,
        "notebooks": str(path.parent / "notebooks"),
    }
    own = {"kind": kind, "into": str(path), "language": code, "tools": tools}
    return Job(
        f"site-{code}" if kind == "site" else path.name,
        "csatreport.book.steps:write",
        {**read, **own},
        expected=_EXPECTED[kind],
        begin=None if kind == "code" else Job("manuscript", "csatreport.book.steps:begin", read),
    )
