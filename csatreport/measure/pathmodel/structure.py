"""Which question belongs to which construct, and which construct depends on which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from csatreport.errors import ParamsError
from csatreport.measure.design import Codes, Floats
from csatreport.measure.fielding import Fielding
from csatreport.params import Item, Text

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Structure:
    """The pattern of a model of ``L`` constructs and ``k`` items.

    Attributes
    ----------
    of : (k,) int
        Construct of each item.
    on : (L, L) bool
        ``on[i, j]``: construct i depends on construct j. Constructs stand so that j < i.
    """

    of: Codes
    on: Bools

    @cached_property
    def member(self) -> Floats:
        """(k, L): 1 where the item belongs to the construct."""
        return np.asarray(np.equal.outer(self.of, np.arange(len(self.on))), dtype=np.float64)

    @property
    def same(self) -> Bools:
        """(k, k): whether two items belong to one construct."""
        return np.asarray(np.equal.outer(self.of, self.of))

    @property
    def explained(self) -> Bools:
        """(L,): whether a construct depends on any other."""
        return np.asarray(self.on.any(axis=1))

    @cached_property
    def reach(self) -> Bools:
        """(L, L): whether j leads to i, directly or by way of others."""
        found = self.on.copy()
        for middle in range(len(found)):
            found |= np.outer(found[:, middle], found[middle])
        return found


@dataclass(frozen=True, eq=False)
class Model:
    """A structure with its names; constructs in an order in which none depends on a later one."""

    names: tuple[str, ...]
    labels: tuple[Text, ...]
    at: tuple[tuple[float, float] | None, ...]
    items: tuple[Item, ...]
    structure: Structure
    focus: str

    @property
    def numbers(self) -> dict[str, int]:
        """Place of each construct."""
        return {name: n for n, name in enumerate(self.names)}

    def questions(self, construct: str) -> tuple[Item, ...]:
        """Items of a construct."""
        number = self.numbers[construct]
        return tuple(i for i, c in zip(self.items, self.structure.of.tolist(), strict=True) if c == number)


def model(fielding: Fielding) -> Model:
    """The declared model, or the standard one, as far as the wave asked about it.

    A construct none of whose questions was asked is left out with its paths, and so is one without any path.

    Raises
    ------
    ParamsError
        Nothing is left.
    """
    declared, questionnaire = fielding.survey.analysis.path_model, fielding.survey.questionnaire
    constructs = {c.name: c for c in declared.used(questionnaire)}
    asked = {
        name: [i for i in c.questions(questionnaire) if i.scale is not None and fielding.asked(i)]
        for name, c in constructs.items()
    }
    there = tuple(name for name, items in asked.items() if items)
    paths = {
        name: kept
        for name, on in declared.dependencies(there).items()
        if name in there and (kept := tuple(x for x in on if x in there))
    }
    names = ordered(paths)
    _check(names)
    items = [i for name in names for i in asked[name]]
    return Model(
        names, tuple(constructs[n].label for n in names), tuple(constructs[n].at for n in names), tuple(items),
        structure(paths, [(n, len(asked[n])) for n in names]), _focus(declared.focus, paths),
    )  # fmt: skip


def structure(paths: Mapping[str, Sequence[str]], sizes: Sequence[tuple[str, int]]) -> Structure:
    """A structure from names: what each construct depends on, and how many items each has, in order."""
    names = [name for name, _ in sizes]
    on = np.zeros((len(names), len(names)), dtype=bool)
    for construct, causes in paths.items():
        on[names.index(construct), [names.index(c) for c in causes]] = True
    return Structure(np.repeat(np.arange(len(names)), [n for _, n in sizes]), on)


def ordered(paths: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Every construct of the paths, after all that it depends on."""
    names: dict[str, None] = {}

    def add(name: str) -> None:
        for on in paths.get(name, ()):
            add(on)
        names.setdefault(name)

    for name in paths:
        add(name)
    return tuple(names)


def _focus(wanted: str, paths: Mapping[str, Sequence[str]]) -> str:
    """The declared construct, or the one that depends on the most others."""
    return wanted if wanted in paths else max(paths, key=lambda name: len(paths[name]))


def _check(names: tuple[str, ...]) -> None:
    if not names:
        raise ParamsError(
            "no path between constructs that were asked about",
            where="params/analysis.toml, path_model.paths",
            expected="at least two constructs with questions, and a path between them",
            got="none",
            todo="give questions the roles construct:NAME, declare the paths, or leave the chapter out",
        )
