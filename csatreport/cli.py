"""The command: one verb, one call of the library, a few lines of output."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import wraps
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

import click

from csatreport import __version__, output, storage
from csatreport.errors import CsatError, UsageError

_EPILOG = """\b
Exit codes:
  0    fine
  2    the command was called in a way that cannot work
  3    something under params/ is wrong
  4    a raw or prepared file is wrong
  5    a chapter failed, hung or was given strangers
  6    a check on the book failed, or a place on the disk is full or forbidden
  75   another build holds the project
  130  interrupted; nothing was published"""
_INTERRUPTED = 130


@dataclass(frozen=True)
class Settings:
    """Options that every verb takes, before it or after it."""

    project: Path | None = None
    as_json: bool = False
    quiet: bool = False
    jobs: int = 2
    dry_run: bool = False

    @property
    def folder(self) -> Path:
        """The project's folder: the one named, or the nearest one at or above here."""
        from csatreport.params.load import find_project

        return find_project(Path.cwd()) if self.project is None else _project(self.project)

    def tell(self, lines: list[str], **facts: object) -> None:
        """Print the result: lines for people, or the facts as JSON."""
        if self.as_json:
            click.echo(output.as_json(facts))
        elif not self.quiet:
            for line in lines:
                click.echo(line)


_OPTIONS = (
    click.option(
        "--project", type=click.Path(path_type=Path), help="Project folder; else the one around here."
    ),
    click.option("--json", "as_json", is_flag=True, default=None, help="Results and errors as JSON."),
    click.option("--quiet", is_flag=True, default=None, help="Say nothing but errors."),
    click.option("--jobs", type=click.IntRange(1), help="Processes at a time (2)."),
    click.option("--dry-run", is_flag=True, default=None, help="Say what would be done, and do nothing."),
)

Verb = Callable[..., None]


def _settled(verb: Verb) -> Verb:
    """Give a verb the common options and hand them over as one :class:`Settings`."""

    @wraps(verb)
    def settle(**given: Any) -> None:  # noqa: ANN401 - click's own values
        named = {f.name: given.pop(f.name) for f in fields(Settings)}
        context = click.get_current_context()
        before: Settings = context.find_object(Settings) or Settings()
        settings = replace(before, **{k: v for k, v in named.items() if v is not None})
        context.obj = settings
        verb(settings, **given)

    for option in reversed(_OPTIONS):
        settle = option(settle)
    return settle


@click.group(epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(version)s")
@_settled
def cli(settings: Settings) -> None:
    """Turn raw customer-satisfaction records into a versioned report book."""
    click.get_current_context().find_root().obj = settings


@cli.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--sample", is_flag=True, help="Also make the raw data of an invented company.")
@_settled
def init(settings: Settings, folder: Path, *, sample: bool) -> None:
    """Make a new project in FOLDER from the packaged chapters and parameters."""
    from csatreport.book import starter

    files = starter.init(folder, dry_run=settings.dry_run)
    if sample and not settings.dry_run:
        from csatreport.simulate import simulate, write

        files += tuple(write(simulate(), folder / "data" / "raw"))
    todo = f"next: csatreport --project {folder} build"
    if not sample:
        todo = f"next: put raw files into {folder}/data/raw and declare them in {folder}/params/editions"
    verb = "would write" if settings.dry_run else "wrote"
    settings.tell([f"{verb} {len(files)} files to {folder}", todo], folder=folder, files=files)


@cli.command()
@click.argument("editions", nargs=-1)
@_settled
def check(settings: Settings, editions: tuple[str, ...]) -> None:
    """Check parameters, notebooks and raw data of EDITIONS (all by default), and do nothing else."""
    from csatreport.book.plan import check_chapters
    from csatreport.intake import inspect

    project, done = settings.folder, {}
    for name in editions or _all(project):
        check_chapters(project, name)
        done[name] = inspect.check(project, name)
    lines = [f"{name}: {line}" for name, found in done.items() for line in found]
    settings.tell([*lines, "all is well"], editions=done)


@cli.command()
@click.argument("edition", required=False)
@click.option("--schema", is_flag=True, help="Write JSON Schemas to params/.schema/ for editors.")
@_settled
def params(settings: Settings, edition: str | None, *, schema: bool) -> None:
    """Print the resolved parameters of EDITION (the newest by default)."""
    from csatreport.params import load
    from csatreport.params import schema as schemas

    project = settings.folder
    if schema:
        files = () if settings.dry_run else schemas.write(project)
        settings.tell([f"wrote {file}" for file in files], files=files)
        return
    found = load.load_edition(project, edition or _newest(project, 1)[0])
    book = load.load_book(project)
    settings.tell([output.as_json({"edition": found, "book": book})], edition=found, book=book)


@cli.command()
@click.argument("editions", nargs=-1)
@_settled
def prepare(settings: Settings, editions: tuple[str, ...]) -> None:
    """Prepare the data of EDITIONS (the newest by default) for work in notebooks."""
    from csatreport.opening import open_edition

    project, done = settings.folder, {}
    for name in editions or _newest(project, 1):
        survey = open_edition(name, project)
        done[name] = {"responses": len(survey.responses), "waves": [str(w) for w in survey.waves]}
    lines = [f"{name}: {facts['responses']} responses" for name, facts in done.items()]
    settings.tell(lines, editions=done)


@cli.command()
@click.argument("editions", nargs=-1)
@click.option("--newest", type=click.IntRange(1), help="Build so many of the newest editions.")
@click.option("--reason", default="", help="Why a published edition gets a new revision; readers see it.")
@_settled
def build(settings: Settings, editions: tuple[str, ...], newest: int | None, reason: str) -> None:
    """Build and publish EDITIONS (the newest by default). Unchanged ones are left alone."""
    from csatreport.book import build as building

    if editions and newest:
        raise UsageError("both names and --newest", expected="one of them", todo="leave one out")
    project = settings.folder
    outcomes = [
        building.build(
            project, name, jobs=settings.jobs, reason=reason, quiet=settings.quiet, dry_run=settings.dry_run
        )
        for name in editions or _newest(project, newest or 1)
    ]
    lines = [line for outcome in outcomes for line in output.of_build(outcome)]
    index = (project / "reports" / "index.html").as_uri()
    settings.tell(
        [*lines, f"all editions: {index}"], outcomes=[vars(outcome) for outcome in outcomes], index=index
    )


@cli.command()
@click.argument("edition", required=False)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Port on this machine; 0 takes a free one.",
)
@_settled
def preview(settings: Settings, edition: str | None, port: int) -> None:
    """Serve the book of EDITION here and run a chapter again whenever its notebook changes."""
    from csatreport.book import preview as previewing

    project = settings.folder
    name = edition or _newest(project, 1)[0]
    if settings.dry_run:
        settings.tell([f"would serve {name} on port {port}"], edition=name, port=port)
        return
    with previewing.Preview(project, name, jobs=settings.jobs, port=port, quiet=settings.quiet) as running:
        settings.tell([f"{name}: {running.url} (stop with Ctrl-C)"], edition=name, url=running.url)
        sys.stdout.flush()
        running.watch()


@cli.command()
@_settled
def editions(settings: Settings) -> None:
    """List declared editions and what was published of them, newest first."""
    from csatreport.book.overview import overview

    rows = overview(settings.folder)
    settings.tell([row.line for row in rows] or ["no edition is declared"], editions=[vars(r) for r in rows])


@cli.command()
@_settled
def clean(settings: Settings) -> None:
    """Remove prepared data, work files and what killed builds left; never a published edition."""
    from csatreport.book import overview

    gone = overview.clean(settings.folder, dry_run=settings.dry_run)
    verb = "would remove" if settings.dry_run else "removed"
    settings.tell([f"{verb} {path}" for path in gone] or ["nothing to remove"], removed=gone)


def main() -> NoReturn:
    """Run the command and leave with its exit code."""
    signal.signal(signal.SIGTERM, _interrupt)
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run the command with these arguments; return its exit code."""
    try:
        with storage.told():
            code = cli.main(arguments, prog_name="csatreport", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help() if error.ctx else "")
        return 0
    except click.ClickException as error:
        if "--json" in arguments:
            told = UsageError(error.format_message(), todo="see csatreport -h")
            click.echo(output.of_error(told, structured=True), err=True)
        else:
            error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted; nothing was published", err=True)
        return _INTERRUPTED
    except CsatError as error:
        click.echo(output.of_error(error, structured="--json" in arguments), err=True)
        return error.exit_code
    return code if isinstance(code, int) else 0


def _interrupt(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def _project(folder: Path) -> Path:
    if not (folder / "params" / "book.toml").is_file():
        raise UsageError(
            "not a project",
            where=str(folder),
            expected="a folder that holds params/book.toml",
            todo=f"correct --project, or make one with: csatreport init {folder}",
        )
    return folder.resolve()


def _all(project: Path) -> tuple[str, ...]:
    from csatreport.params.load import editions as declared

    found = declared(project)
    if not found:
        raise UsageError(
            "no edition is declared",
            where=str(project / "params" / "editions"),
            expected="at least one file such as 2026Q3.toml",
            todo="write one; the packaged params/editions/ shows how",
        )
    return found


def _newest(project: Path, count: int) -> tuple[str, ...]:
    return _all(project)[-count:]
