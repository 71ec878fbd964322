"""Do the declarations agree with each other? Every disagreement becomes a fault."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from csatreport.params.faults import Fault, closest
from csatreport.params.fit import faults_of
from csatreport.params.questionnaire import KEYED, PAIRED, Item, Kind, Questionnaire, Role

if TYPE_CHECKING:
    from csatreport.params.book import Book, Headline
    from csatreport.params.edition import Edition

FILE = "params/questionnaire.csv"
_SINGLE = (
    "respondent", "customer", "mode", "interviewer", "place", "device", "start", "end", "minutes", "test",
    "weight", "replicate", "stratum", "cluster",
)  # fmt: skip
_RESERVED = (
    "response", "wave", "mode", "start", "minutes", "respondent", "customer", "interviewer", "place",
    "weight", "stratum", "cluster",
)  # fmt: skip
_PARTNER: dict[Role, Role] = {
    "expectation": "perception",
    "perception": "expectation",
    "importance": "satisfaction",
    "satisfaction": "importance",
    "functional": "dysfunctional",
    "dysfunctional": "functional",
}
_KINDS: dict[Role, tuple[Kind, ...]] = {  # what an item must be to play a role; others are ratings
    **dict.fromkeys(
        ("domain", "standing", "functional", "dysfunctional", "complaint", "resolution", "need"),
        ("category",),
    ),
    **dict.fromkeys(("reason", "used", "failed"), ("multiple",)),
    "behaviour": ("category", "multiple"),
}
_LISTS = {
    "dimension": "dimension",
    "indicator1": "indicator",
    "indicator2": "indicator",
    "indicator3": "indicator",
    "department": "department",
    "stage": "stage",
}


def faults_between(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Find what is wrong within the questionnaire: codes, labels, scales, roles and pairs."""
    yield from _twice(questionnaire)
    for item in questionnaire.items:
        yield from _kind(item, questionnaire)
        yield from _labels(item, questionnaire)
        yield from _roles(item, questionnaire)


def faults_with(
    questionnaire: Questionnaire, book: Book, edition: Edition, *, there: frozenset[str], project: Path
) -> Iterator[Fault]:
    """Find what book and edition say that no questionnaire, notebook or file bears out.

    ``there`` holds the names of all notebooks that exist.
    """
    items = {i.item for i in questionnaire.items}
    for n, headline in enumerate(book.headline, 1):
        if headline.item not in items:
            yield Fault(
                f"no item {headline.item!r}",
                f"params/book.toml, headline[{n}].item",
                todo=closest(headline.item, items),
            )
        else:
            yield from _headline(n, headline, questionnaire[headline.item])
    for chapter in book.chapters:
        if chapter.notebook not in there:
            yield Fault(
                f"no notebook {chapter.notebook!r}", "params/book.toml", todo=closest(chapter.notebook, there)
            )
    yield from faults_of(edition, book, items, project=project)


def _headline(n: int, headline: Headline, item: Item) -> Iterator[Fault]:
    where, todo = f"params/book.toml, headline[{n}]", "name another item or measure"
    if item.kind != "rating":
        yield Fault("a headline of an item that is not rated", f"{where}.item", "a rating", item.kind, todo)
    elif headline.measure == "nps" and "nps" not in item.roles:
        yield Fault(
            "a net promoter score of another question",
            f"{where}.measure",
            "an item with the role 'nps'",
            item.item,
            todo,
        )


def _twice(questionnaire: Questionnaire) -> Iterator[Fault]:
    counted = Counter(i.item for i in questionnaire.items)
    seen: set[str] = set()
    for item in questionnaire.items:
        if counted[item.item] > 1 and item.item in seen:
            yield _fault(item, "item", f"item {item.item!r} twice", todo="give each item its own code")
        seen.add(item.item)
    for kind in _SINGLE:
        rows = [i for i in questionnaire.items if i.kind == kind]
        if len(rows) > 1:
            yield _fault(
                rows[1],
                "kind",
                f"two items of kind {kind!r}",
                got=", ".join(i.item for i in rows),
                todo="keep one",
            )
    overall = questionnaire.with_role("overall")
    if len(overall) > 1:
        got = ", ".join(f"{i.item} (row {i.row})" for i in overall)
        yield _fault(overall[1], "roles", "two items with the role 'overall'", got=got, todo="keep one")


def _kind(item: Item, questionnaire: Questionnaire) -> Iterator[Fault]:
    if item.kind in ("rating", "category", "multiple") and item.item in _RESERVED:
        yield _fault(item, "item", "a name of the prepared data's own", got=item.item, todo="give it another")
    if item.kind != "category" and not item.sources:  # published levels are categories without a column
        todo = "add it, or '-' where it was not asked"
        yield _fault(
            item, "source", "no column of the export", expected="a header or question text", todo=todo
        )
    if item.kind == "rating" and item.scale is None:
        yield _fault(
            item, "scale", "a rating without a scale", expected="lowest-highest, such as 1-5", todo="add it"
        )
    if item.kind != "rating" and item.scale is not None:
        yield _fault(item, "scale", f"a scale on an item of kind {item.kind!r}", todo="leave it empty")
    if item.kind in ("category", "multiple") and not item.codes:
        yield _fault(
            item,
            "codes",
            f"a {item.kind} item without a list of codes"
            if item.kind == "multiple"
            else "a category without a list of codes",
            expected="the name of a list in params/labels.csv",
            todo="add it",
        )
    if item.codes and item.codes not in questionnaire.labels:
        yield _fault(
            item,
            "codes",
            f"no list {item.codes!r} in params/labels.csv",
            todo=closest(item.codes, questionnaire.labels),
        )
    if item.kind == "rating" and item.codes:
        wrong = [c for c in questionnaire.labels.get(item.codes, {}) if not _on_scale(c, item)]
        if wrong:
            yield _fault(
                item,
                "codes",
                "codes that are not on the scale",
                expected="numbers of the scale",
                got=", ".join(wrong),
                todo="correct the codes in params/labels.csv",
            )


def _on_scale(code: str, item: Item) -> bool:
    if code in item.missing or item.scale is None:
        return True
    return code.lstrip("-").isdecimal() and item.scale.low <= int(code) <= item.scale.high


def _labels(item: Item, questionnaire: Questionnaire) -> Iterator[Fault]:
    for field, name in _LISTS.items():
        code, known = getattr(item, field), questionnaire.labels.get(name, {})
        if code and code not in known:
            yield _fault(
                item,
                field,
                f"no code {code!r} in list {name!r} of params/labels.csv",
                todo=closest(code, known),
            )


def _roles(item: Item, questionnaire: Questionnaire) -> Iterator[Fault]:
    for role, key in item.roles.items():
        wanted = _KINDS.get(role, ("rating",))
        if item.kind not in wanted:
            yield _fault(
                item,
                "roles",
                f"role {role!r} on an item of kind {item.kind!r}",
                expected=" or ".join(f"kind {kind!r}" for kind in wanted),
                todo="move it",
            )
        if role == "nps" and item.scale is not None and (item.scale.low, item.scale.high) != (0, 10):
            yield _fault(
                item,
                "scale",
                "recommendation is not asked from 0 to 10",
                expected="0-10",
                todo="drop the role 'nps'",
            )
        if role not in KEYED and key:
            yield _fault(
                item, "roles", f"role {role!r} takes no key", got=f"{role}:{key}", todo=f"write {role!r}"
            )
        if role == "construct" and not key:
            expected = "construct:name, such as construct:loyalty"
            yield _fault(item, "roles", "a construct without its name", expected=expected, todo="add it")
        if role in PAIRED:
            yield from _pair(item, role, key, questionnaire)


def _pair(item: Item, role: Role, key: str, questionnaire: Questionnaire) -> Iterator[Fault]:
    partner = _PARTNER[role]
    if not key:
        yield _fault(
            item,
            "roles",
            f"role {role!r} without a key",
            expected=f"{role}:key, the same key as its {partner}",
            todo="add it",
        )
        return
    if sum(i.roles[role] == key for i in questionnaire.with_role(role)) > 1:
        yield _fault(item, "roles", f"two items are {role}:{key}", todo="give each pair its own key")
    partners = [i.roles[partner] for i in questionnaire.with_role(partner)]
    if key not in partners:
        yield _fault(
            item,
            "roles",
            f"{role}:{key} has no partner",
            expected=f"an item with {partner}:{key}",
            todo=closest(key, partners),
        )


def _fault(
    item: Item, field: str, problem: str, *, expected: str = "", got: str = "", todo: str = ""
) -> Fault:
    return Fault(f"item {item.item!r}: {problem}", f"{FILE}, row {item.row}, {field}", expected, got, todo)
