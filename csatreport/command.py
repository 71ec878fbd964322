"""What every verb of the command takes and needs: common options, the project, its editions."""

from __future__ import annotations

import atexit
import contextlib
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from functools import wraps
from pathlib import Path
from typing import Any, NoReturn

import click

from csatreport import output
from csatreport.engine.machine import cores
from csatreport.errors import UsageError


@dataclass(frozen=True)
class Settings:
    """Options that every verb takes, before it or after it."""

    project: Path | None = None
    as_json: bool = False
    quiet: bool = False
    jobs: int = field(default_factory=cores)
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
    click.option("--jobs", type=click.IntRange(1), help="Processes at a time (one per processor)."),
    click.option("--dry-run", is_flag=True, default=None, help="Say what would be done, and do nothing."),
)

Verb = Callable[..., None]


def settled(verb: Verb) -> Verb:
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


def _project(folder: Path) -> Path:
    if not (folder / "params" / "book.toml").is_file():
        raise UsageError(
            "not a project",
            where=str(folder),
            expected="a folder that holds params/book.toml",
            todo=f"correct --project, or make one with: csatreport init {folder}",
        )
    return folder.resolve()


def declared(project: Path) -> tuple[str, ...]:
    """Names of all editions, oldest first.

    Raises
    ------
    UsageError
        None is declared.
    """
    from csatreport.params.load import editions

    found = editions(project)
    if not found:
        raise UsageError(
            "no edition is declared",
            where=str(project / "params" / "editions"),
            expected="at least one file such as 2026Q3.toml",
            todo="write one; the packaged params/editions/ shows how",
        )
    return found


def newest(project: Path, count: int) -> tuple[str, ...]:
    """Names of the newest editions."""
    return declared(project)[-count:]


def leave(code: int) -> NoReturn:
    """End this process with its exit code, whatever libraries still do in threads of their own.

    Arrow aborts a process that ends while one of its threads begins; the interpreter's teardown, which gives
    it the chance to, has nothing to do for us.
    """
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(BrokenPipeError):  # nobody reads what we print
            stream.flush()
    os._exit(code)
