"""The command: one verb, one call of the library, a few lines of output."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from types import FrameType
from typing import NoReturn

import click

from csatreport import __version__, output, storage
from csatreport.command import Settings, declared, leave, newest, settled
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


@click.group(epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(version)s")
@settled
def cli(settings: Settings) -> None:
    """Turn raw customer-satisfaction records into a versioned report book."""
    click.get_current_context().find_root().obj = settings


@cli.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--sample", is_flag=True, help="Also make the raw data of an invented company.")
@settled
def init(settings: Settings, folder: Path, *, sample: bool) -> None:
    """Make a new project in FOLDER from the packaged chapters and parameters."""
    from csatreport.book import starter

    files = starter.init(folder, dry_run=settings.dry_run)
    if sample and not settings.dry_run:
        from csatreport import simulate as company

        files += tuple(company.write(folder / "data" / "raw"))
    todo = f"next: csatreport --project {folder} build"
    if not sample:
        todo = f"next: put raw files into {folder}/data/raw and declare them in {folder}/params/editions"
    verb = "would write" if settings.dry_run else "wrote"
    settings.tell([f"{verb} {len(files)} files to {folder}", todo], folder=folder, files=files)


@cli.command()
@click.argument("editions", nargs=-1)
@settled
def check(settings: Settings, editions: tuple[str, ...]) -> None:
    """Check parameters, notebooks and raw data of EDITIONS (all by default), and do nothing else."""
    from csatreport.book.plan import check_chapters
    from csatreport.intake import inspect

    project, done = settings.folder, {}
    for name in editions or declared(project):
        check_chapters(project, name)
        done[name] = inspect.check(project, name)
    lines = [f"{name}: {line}" for name, found in done.items() for line in found]
    settings.tell([*lines, "all is well"], editions=done)


@cli.command()
@click.argument("edition", required=False)
@click.option("--schema", is_flag=True, help="Write JSON Schemas to params/.schema/ for editors.")
@settled
def params(settings: Settings, edition: str | None, *, schema: bool) -> None:
    """Print the resolved parameters of EDITION (the newest by default)."""
    from csatreport.params import load
    from csatreport.params import schema as schemas

    project = settings.folder
    if schema:
        files = () if settings.dry_run else schemas.write(project)
        settings.tell([f"wrote {file}" for file in files], files=files)
        return
    found = load.load_edition(project, edition or newest(project, 1)[0])
    book = load.load_book(project)
    settings.tell([output.as_json({"edition": found, "book": book})], edition=found, book=book)


@cli.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--seed", type=click.IntRange(0), help="Another seed is another company.")
@click.option(
    "--quarters", type=click.IntRange(1, 12), default=12, show_default=True, help="The newest ones."
)
@click.option(
    "--scale", type=click.IntRange(1), default=1, show_default=True, help="So many times the answers."
)
@settled
def simulate(settings: Settings, folder: Path, *, seed: int | None, quarters: int, scale: int) -> None:
    """Write the raw exports of an invented company, and the truth about it, into FOLDER."""
    from csatreport import simulate as company

    if settings.dry_run:
        settings.tell([f"would write {quarters} quarters to {folder}"], folder=folder, quarters=quarters)
        return
    chosen = company.SEED if seed is None else seed
    files = company.write(folder, seed=chosen, quarters=quarters, scale=scale)
    settings.tell([f"wrote {len(files)} files to {folder}"], folder=folder, files=files)


@cli.command()
@click.argument("edition", required=False)
@click.option("--again", is_flag=True, help="Also ask for what was taken before.")
@settled
def fetch(settings: Settings, edition: str | None, *, again: bool) -> None:
    """Ask the databases that EDITION declares (the newest by default) and keep what they say as raw files."""
    from csatreport.intake.readers import database
    from csatreport.params.load import load_edition

    project = settings.folder
    chosen = load_edition(project, edition or newest(project, 1)[0])
    wanted = [f for f in chosen.queried if again or not (project / f.file).exists()]
    taken = [f.file if settings.dry_run else database.snapshot(f, project) for f in wanted]
    verb = "would fetch" if settings.dry_run else "fetched"
    settings.tell([f"{verb} {file}" for file in taken] or ["nothing to fetch"], fetched=taken)


@cli.command()
@click.argument("editions", nargs=-1)
@settled
def prepare(settings: Settings, editions: tuple[str, ...]) -> None:
    """Prepare the data of EDITIONS (the newest by default) for work in notebooks."""
    from csatreport.opening import open_edition

    project, done = settings.folder, {}
    for name in editions or newest(project, 1):
        survey = open_edition(name, project)
        done[name] = {"responses": len(survey.answers("wave")), "waves": [str(w) for w in survey.waves]}
    lines = [f"{name}: {facts['responses']} responses" for name, facts in done.items()]
    settings.tell(lines, editions=done)


@cli.command()
@click.argument("edition", required=False)
@settled
def coding(settings: Settings, edition: str | None) -> None:
    """List answers in people's own words that wait for a code in params/coding.csv, for you to code."""
    from csatreport.intake import coding as lists
    from csatreport.opening import open_edition

    project = settings.folder
    survey = open_edition(edition or newest(project, 1)[0], project)
    waiting = len(survey.others)
    added = 0 if settings.dry_run else lists.write(project, survey)
    settings.tell(
        [f"{waiting} texts wait for a code; {added} are new in params/coding.csv"],
        waiting=waiting,
        added=added,
    )


@cli.command()
@click.argument("edition", required=False)
@settled
def calls(settings: Settings, edition: str | None) -> None:
    """List customers of EDITION (the newest by default) who show a sign of leaving, for the people who call; never published."""
    from csatreport.measure.value import calls as lists
    from csatreport.opening import open_edition

    project = settings.folder
    survey = open_edition(edition or newest(project, 1)[0], project)
    if settings.dry_run:
        settings.tell([f"would list customers of {survey.edition.name}"], edition=survey.edition.name)
        return
    file, listed = lists.write(project, survey)
    settings.tell([f"{listed} customers in {file.relative_to(project)}"], file=file, listed=listed)


@cli.command()
@click.argument("editions", nargs=-1)
@settled
def plan(settings: Settings, editions: tuple[str, ...]) -> None:
    """List what a build of EDITIONS (the newest by default) would run and why, and what it would write; do nothing."""
    from csatreport.book.outlook import outlook

    project = settings.folder
    found = [outlook(project, name, jobs=settings.jobs) for name in editions or newest(project, 1)]
    settings.tell([line for each in found for line in each.lines], editions=[each.facts for each in found])


@cli.command()
@click.argument("editions", nargs=-1)
@click.option("--newest", "last", type=click.IntRange(1), help="Build so many of the newest editions.")
@click.option("--reason", default="", help="Why a published edition gets a new revision; readers see it.")
@click.option("--fresh", is_flag=True, help="Run every chapter, also those that did not change.")
@click.option(
    "--no-shared",
    is_flag=True,
    help="Run every cell for every page, also those that are the same for all pages.",
)
@click.option(
    "--scheduler", default="", metavar="tcp://HOST:PORT", help="Run chapters on this Dask cluster's workers."
)
@settled
def build(
    settings: Settings,
    editions: tuple[str, ...],
    last: int | None,
    reason: str,
    scheduler: str,
    *,
    fresh: bool,
    no_shared: bool,
) -> None:
    """Build and publish EDITIONS (the newest by default). Unchanged ones are left alone."""
    from csatreport.book import build as building

    if editions and last:
        raise UsageError("both names and --newest", expected="one of them", todo="leave one out")
    project = settings.folder
    outcomes = [
        building.build(
            project,
            name,
            jobs=settings.jobs,
            reason=reason,
            quiet=settings.quiet,
            dry_run=settings.dry_run,
            scheduler=scheduler,
            fresh=fresh,
            shared=not no_shared,
        )
        for name in editions or newest(project, last or 1)
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
@settled
def preview(settings: Settings, edition: str | None, port: int) -> None:
    """Serve the book of EDITION here and run a chapter again whenever its notebook changes."""
    from csatreport.book import preview as previewing

    project = settings.folder
    name = edition or newest(project, 1)[0]
    if settings.dry_run:
        settings.tell([f"would serve {name} on port {port}"], edition=name, port=port)
        return
    with previewing.Preview(project, name, jobs=settings.jobs, port=port, quiet=settings.quiet) as running:
        settings.tell([f"{name}: {running.url} (stop with Ctrl-C)"], edition=name, url=running.url)
        sys.stdout.flush()
        running.watch()


@cli.command()
@settled
def editions(settings: Settings) -> None:
    """List declared editions and what was published of them, newest first."""
    from csatreport.book.overview import overview

    rows = overview(settings.folder)
    settings.tell([row.line for row in rows] or ["no edition is declared"], editions=[vars(r) for r in rows])


@cli.command()
@settled
def clean(settings: Settings) -> None:
    """Remove prepared data, work files and what killed builds left; never a published edition."""
    from csatreport.book import overview

    gone = overview.clean(settings.folder, dry_run=settings.dry_run)
    verb = "would remove" if settings.dry_run else "removed"
    settings.tell([f"{verb} {path}" for path in gone] or ["nothing to remove"], removed=gone)


def main() -> NoReturn:
    """Run the command and leave with its exit code."""
    signal.signal(signal.SIGTERM, _interrupt)
    leave(run(sys.argv[1:]))


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
