"""Sentences that people write: fragments joined so that neighbours on a page do not repeat each other."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

_SLOT = re.compile(r"\{(\w+)\}")
_NOTHING: Mapping[str, str] = {}


@cache
def rules(name: str, language: str) -> Mapping[str, tuple[str, ...]]:
    """``texts/<name>.toml``, one language: fragments by list; ``[zh.problem] price`` is ``problem.price``.

    A topic that holds the name of another one has the same fragments.
    """
    text = files(__package__).joinpath("texts", f"{name}.toml").read_text(encoding="utf-8")
    return dict(_flat(tomllib.loads(text)[language]))


def _flat(table: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, tuple[str, ...]]]:
    for name, value in table.items():
        match value:
            case dict():
                yield from _flat(value, f"{before}{name}.")
            case str():  # the same list as another topic
                yield before + name, tuple(table[value])
            case _:
                yield before + name, tuple(value)


class Speaker:
    """Says sentences of one language; every list of fragments is used up before it starts anew."""

    def __init__(self, name: str, language: str, rng: np.random.Generator) -> None:
        self._decks = {rule: _deck(options, rng) for rule, options in rules(name, language).items()}

    def say(self, rule: str, topic: str = "", *, given: Mapping[str, str] = _NOTHING) -> str:
        """Fill a sentence of ``rule``; ``{slot}`` is what is given, else a fragment for the topic, else any.

        Parameters
        ----------
        rule
            Name of the list the sentence comes from.
        topic
            What it is about: ``{problem}`` is taken from the list ``problem.<topic>`` where there is one. Of
            the topic ``good.price`` that is ``problem.good.price``, else ``problem.price``.
        given
            What is known: ``{phone}``, ``{name}``.
        """

        def filled(match: re.Match[str]) -> str:
            slot = match[1]
            return given[slot] if slot in given else self.say(slot, topic, given=given)

        lists = (f"{rule}.{topic}", f"{rule}.{topic.rpartition('.')[2]}", rule)
        return _SLOT.sub(filled, next(self._decks[next(name for name in lists if name in self._decks)]))


def _deck(options: Sequence[str], rng: np.random.Generator) -> Iterator[str]:
    while True:
        for place in rng.permutation(len(options)):
            yield options[place]
