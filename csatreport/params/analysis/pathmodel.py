"""The model of the satisfaction index: ``[path_model]``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from csatreport.params.analysis.declared import Table
from csatreport.params.faults import Fault, closest
from csatreport.params.text import Text

if TYPE_CHECKING:
    from csatreport.params.questionnaire import Item, Questionnaire

Scheme = Literal["path", "centroid", "factorial"]
_WHERE = "params/analysis.toml, path_model"


class Construct(Table):
    """What several questions ask about together.

    ``items`` are its questions (none: those with the role ``construct:ROLE``; ``role`` is the name where it is left
    out). ``at`` is its place in the diagram, column and row counted from 0 at the upper left; where one
    construct has none, the diagram is laid out by what depends on what.
    """

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    label: Text
    role: str = ""
    items: tuple[str, ...] = ()
    at: tuple[float, float] | None = None

    def questions(self, questionnaire: Questionnaire) -> tuple[Item, ...]:
        """Its items, in questionnaire order."""
        if self.items:
            return tuple(i for i in questionnaire.items if i.item in self.items)
        role = self.role or self.name
        return tuple(i for i in questionnaire.with_role("construct") if i.roles["construct"] == role)


def _standard(name: str, en: str, zh: str, at: tuple[float, float], *roles: str) -> tuple[Construct, ...]:
    return tuple(Construct(name=name, label=Text(en=en, zh=zh), role=r, at=at) for r in (name, *roles))


# Each construct of the standard model, under every role that questionnaires are known to give it.
STANDARD = (
    _standard("image", "Image", "企业形象", (0, 0)),
    _standard("expectation", "Expectations", "客户期望", (0, 2), "expect", "expectations"),
    _standard("quality", "Perceived quality", "感知质量", (1, 2), "perceived_quality"),
    _standard("value", "Perceived value", "感知价值", (1, 1), "perceived_value"),
    _standard("satisfaction", "Customer satisfaction", "客户满意度", (2, 1), "sat", "satisfied"),
    _standard("complaints", "Few complaints", "少有投诉", (3, 2), "complain", "complaint"),
    _standard("loyalty", "Loyalty", "客户忠诚度", (3, 0), "loyal"),
)
PATHS: dict[str, tuple[str, ...]] = {
    "expectation": ("image",),
    "quality": ("expectation",),
    "value": ("expectation", "quality"),
    "satisfaction": ("image", "expectation", "quality", "value"),
    "complaints": ("satisfaction",),
    "loyalty": ("image", "satisfaction", "complaints"),
}


class PathModel(Table):
    """Constructs, and for each that depends on others the list of those (``paths``).

    None declared: the standard satisfaction model, as far as the questionnaire asks about it. ``focus`` is the
    construct that the report is about, ``groups`` the background questions whose answers are compared (none:
    every one with the role `domain` that is not a `standing`). ``omission`` is the distance at which answers
    are left out for Q², ``permutations`` how often groups are formed by chance for the invariance check.
    """

    constructs: tuple[Construct, ...] = ()
    paths: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    focus: str = "satisfaction"
    groups: tuple[str, ...] = ()
    scheme: Scheme = "path"
    missing: Literal["listwise", "pairwise"] = "listwise"
    resamples: int = Field(500, ge=100, le=20_000)
    permutations: int = Field(500, ge=100, le=20_000)
    omission: int = Field(7, ge=5, le=12)

    def used(self, questionnaire: Questionnaire) -> tuple[Construct, ...]:
        """Those declared, or those of the standard model that have questions."""
        if self.constructs:
            return self.constructs
        asked = [[c for c in same if c.questions(questionnaire)] for same in STANDARD]
        return tuple(same[0] for same in asked if same)

    def dependencies(self, names: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
        """What each construct depends on: as declared, or as in the standard model among ``names``."""
        if self.paths:
            return self.paths
        kept = {c: tuple(f for f in PATHS[c] if f in names) for c in PATHS if c in names}
        return {c: causes for c, causes in kept.items() if causes}

    def faults(self, questionnaire: Questionnaire) -> Iterator[Fault]:
        """Find what the questionnaire does not bear out, and paths that cannot be."""
        if not (self.constructs or self.paths or self.groups):
            return
        names = tuple(c.name for c in self.used(questionnaire))
        yield from self._of_constructs(questionnaire)
        yield from self._of_paths(names)
        if self.constructs and self.focus not in names:
            yield Fault(f"no construct {self.focus!r}", f"{_WHERE}.focus", todo=closest(self.focus, names))
        domains = {i.item for i in questionnaire.of_kind("category")}
        for group in self.groups:
            if group not in domains:
                where = f"{_WHERE}.groups"
                yield Fault(f"no item {group!r} with a list of answers", where, todo=closest(group, domains))

    def _of_constructs(self, questionnaire: Questionnaire) -> Iterator[Fault]:
        known = {i.item for i in questionnaire.of_kind("rating")}
        owner: dict[str, str] = {}
        for n, c in enumerate(self.constructs, 1):
            where = f"{_WHERE}.constructs[{n}]"
            if c.name in [other.name for other in self.constructs[: n - 1]]:
                yield Fault(
                    f"construct {c.name!r} twice", f"{where}.name", todo="give each a name of its own"
                )
            for item in c.items:
                if item not in known:
                    yield Fault(f"no rating {item!r}", f"{where}.items", todo=closest(item, known))
            for item in (i.item for i in c.questions(questionnaire)):
                if owner.setdefault(item, c.name) != c.name:
                    got = f"{owner[item]} and {c.name}"
                    yield Fault(
                        f"item {item!r} in two constructs", f"{where}.items", got=got, todo="leave one out"
                    )
            if not c.questions(questionnaire):
                todo = f"list them in `items`, or give questions the role construct:{c.role or c.name}"
                key = "items" if c.items else "role" if c.role else "name"
                yield Fault(
                    f"construct {c.name!r} without items", f"{where}.{key}", "at least one", todo=todo
                )

    def _of_paths(self, names: tuple[str, ...]) -> Iterator[Fault]:
        paths = self.dependencies(names)
        for construct, on in paths.items():
            where = f"{_WHERE}.paths.{construct}"
            for name in dict.fromkeys((construct, *on)):
                if name not in names:
                    yield Fault(f"no construct {name!r}", where, todo=closest(name, names))
            if construct in on:
                yield Fault(
                    f"a path from {construct!r} to itself", where, todo="leave it out of its own list"
                )
            twice = sorted({name for name in on if on.count(name) > 1})
            if twice:
                yield Fault("a path declared twice", where, got=", ".join(twice), todo="name each once")
        yield from self._alone(paths)
        if self.constructs and not any(paths.values()):
            yield Fault("no path at all", f"{_WHERE}.paths", 'for example satisfaction = ["quality"]', "none")
        circle = cycle(paths)
        if circle:
            where = f"{_WHERE}.paths.{circle[0]}"
            yield Fault(
                "paths that go round in a circle", where, got=" on ".join(circle), todo="drop one of them"
            )

    def _alone(self, paths: dict[str, tuple[str, ...]]) -> Iterator[Fault]:
        """Constructs that no path leads to or from, where there are paths."""
        inside = {name for construct, on in paths.items() for name in (construct, *on) if on}
        for n, c in enumerate(self.constructs if inside else (), 1):
            if c.name not in inside:
                where = f"{_WHERE}.constructs[{n}].name"
                yield Fault(
                    f"construct {c.name!r} without a path", where, todo="name it in `paths`, or leave it out"
                )


def cycle(paths: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Find constructs that depend on one another in a circle; paths to oneself are left to another fault."""
    done: set[str] = set()

    def walk(name: str, behind: tuple[str, ...]) -> tuple[str, ...]:
        if name in behind:
            return (*behind[behind.index(name) :], name)
        if name in done:
            return ()
        for on in paths.get(name, ()):
            found = () if on == name else walk(on, (*behind, name))
            if found:
                return found
        done.add(name)
        return ()

    return next(filter(None, (walk(name, ()) for name in paths)), ())
