"""Everything csatreport refuses to do, and why.

::

    CsatError                exit code
    ├── UsageError           2   a command called in a way that cannot work
    ├── ParamsError          3   something declared under params/ is wrong
    ├── DataError            4   a raw or prepared file is wrong
    │   └── DesignError      4   weights, strata or clusters that no estimate can use
    ├── ChapterError         5   a notebook failed, hung or was given strangers
    ├── BookError            6   a check on the book failed (text against number, glyph, claim)
    │   └── ClaimError       6   a sentence and its numbers disagree
    └── LockedError          75  another build holds the project

Every message says what was expected, what came, where, and what to do. :class:`CsatError` takes the
four parts by name so that none is forgotten, and prints them in the same order everywhere.
"""

from __future__ import annotations


class CsatError(Exception):
    """A refusal with its reason.

    Parameters
    ----------
    problem : str
        What is wrong, in one line.
    where : str
        File, row, field, notebook or cell at fault.
    expected, got : str
        What would have been right, and what came instead.
    todo : str
        What the reader can do about it.
    """

    exit_code = 1

    def __init__(
        self, problem: str, *, where: str = "", expected: str = "", got: str = "", todo: str = ""
    ) -> None:
        self.problem = problem
        self.where = where
        self.expected = expected
        self.got = got
        self.todo = todo
        super().__init__(self.message)

    @property
    def message(self) -> str:
        """The parts that were given, one a line, in the order a reader needs them."""
        lines = [self.problem]
        for name in ("where", "expected", "got", "todo"):
            text = getattr(self, name)
            if text:
                lines.append(f"  {'to do' if name == 'todo' else name}: {text}")
        return "\n".join(lines)

    def __reduce__(self) -> tuple[object, ...]:
        parts = {k: getattr(self, k) for k in ("where", "expected", "got", "todo")}
        return (_rebuild, (type(self), self.problem, parts))


def _rebuild(kind: type[CsatError], problem: str, parts: dict[str, str]) -> CsatError:
    return kind(problem, **parts)


class UsageError(CsatError):
    """A command called in a way that cannot work."""

    exit_code = 2


class ParamsError(CsatError):
    """Something declared under ``params/`` is wrong."""

    exit_code = 3


class DataError(CsatError):
    """A raw or prepared file is wrong."""

    exit_code = 4


class DesignError(DataError):
    """Weights, strata or clusters that no estimate can use."""


class ChapterError(CsatError):
    """A notebook failed, hung, or was given parameters it does not have."""

    exit_code = 5


class BookError(CsatError):
    """A check on the finished book failed."""

    exit_code = 6


class ClaimError(BookError):
    """A sentence and its numbers disagree."""


class LockedError(CsatError):
    """Another build holds the project."""

    exit_code = 75
