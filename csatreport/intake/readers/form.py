"""What a questionnaire tool knows of its questions beside the answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Question:
    """A question of a form: its labels in every language, its choices by name, and whether several may be chosen."""

    labels: tuple[str, ...] = ()
    choices: Mapping[str, str] = field(default_factory=dict)
    several: bool = False


@dataclass(frozen=True)
class Form:
    """The questions of a form by their path, ``group/question``."""

    questions: Mapping[str, Question] = field(default_factory=dict)

    def of(self, path: str) -> Question:
        """The question at a path, or of that name where the export leaves the groups out."""
        found = self.questions.get(path)
        if found is not None:
            return found
        same = [q for p, q in self.questions.items() if p.rpartition("/")[2] == path]
        return same[0] if len(same) == 1 else Question()


NO_FORM = Form()
