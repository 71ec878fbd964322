"""Which needs of chapters an edition has data for, and which chapters are left out for want of them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from csatreport.params import Chapter, Item, Need, Role, Text
from csatreport.survey import Survey

if TYPE_CHECKING:
    import pandas as pd

_HALVES: frozenset[Role] = frozenset(  # not satisfaction
    {"expectation", "perception", "importance", "construct", "attitude"}
)
_FEWEST = 6  # services that may have a structure
_FEWEST_VIEWS = 4  # attitudes that may have segments


def available(survey: Survey) -> frozenset[Need]:
    """Say which needs of chapters the survey's own wave satisfies.

    An item counts when somebody answered it in the wave, or, for ``overall`` and ``standing``, when a
    score of it was published for the wave. A domain counts when two of its groups may be shown: one group
    alone compares with nobody.
    """
    now = str(survey.wave)
    responses = survey.in_wave(survey.wave).responses
    answered = responses.notna().any()
    published = survey.published[survey.published["wave"] == now]

    def asked(*items: Item) -> bool:
        return all(bool(answered.get(_column(i, responses), False)) for i in items)

    def comparable(domain: Item) -> bool:
        shown = responses[domain.item].value_counts() >= survey.edition.minimum_base
        return int(shown.sum()) >= 2

    questionnaire = survey.questionnaire
    ratings = [i for i in questionnaire.of_kind("rating") if asked(i)]
    overall = [i.item for i in questionnaire.with_role("overall")]
    found: dict[Need, bool] = {
        "responses": len(responses) > 0,
        "published": len(published) > 0,
        "previous": survey.edition.previous in survey.waves,
        "year_ago": survey.edition.year_ago in survey.waves,
        "waves": len(survey.waves) >= 3,
        "overall": any(asked(questionnaire[i]) for i in overall)
        or bool(published["item"].isin(overall).any()),
        "dimensions": len({i.dimension for i in ratings if not _HALVES & set(i.roles)} - {""}) >= 2,
        "indicators": any(i.indicator1 and i.indicator2 and i.indicator3 for i in ratings),
        "domains": any(asked(i) and comparable(i) for i in questionnaire.with_role("domain")),
        "servqual": any(asked(*pair) for pair in questionnaire.pairs("expectation", "perception")),
        "importance": any(asked(*pair) for pair in questionnaire.pairs("importance", "satisfaction")),
        "standing": any(asked(i) for i in questionnaire.with_role("standing"))
        or bool((published["level"] != "").any()),
        **_of_models(survey, [i for i in questionnaire.items if asked(i)]),
    }
    return frozenset(need for need, there in found.items() if there)


def _column(item: Item, responses: pd.DataFrame) -> str:
    """Where answers to the item stand: of several choices, in the indicator of the first code that has one."""
    if item.kind != "multiple":
        return item.item
    return next((c for c in map(str, responses) if c.startswith(f"{item.item}.")), item.item)


def _of_models(survey: Survey, there: list[Item]) -> dict[Need, bool]:
    """Needs of chapters that model answers or read other records; ``there`` was answered in the wave."""
    roles = Counter(role for i in there for role in i.roles)
    names = {i.item for i in there}
    services = [i for i in there if i.kind == "rating" and i.dimension and not _HALVES & set(i.roles)]
    pairs = survey.questionnaire.pairs("functional", "dysfunctional")
    now = str(survey.wave)
    comments, records = survey.comments, survey.records
    return {
        "loyalty": roles["loyalty"] > 0,
        "structure": len(services) >= _FEWEST,
        "drivers": roles["overall"] > 0 and len(services) >= 3,
        "constructs": len({i.roles["construct"] for i in there if "construct" in i.roles}) >= 2,
        "kano": any({f.item, d.item} <= names for f, d in pairs),
        "dissatisfied": roles["overall"] > 0 and roles["reason"] > 0,
        "stages": roles["stage_overall"] >= 2,
        "standards": "visits" in records and bool((records["visits"]["wave"] == now).any()),
        "comments": not comments.empty
        and int((comments["wave"] == now).sum()) >= survey.edition.minimum_base,
        "demands": bool(survey.analysis.demands.demand) or roles["need"] > 0,
        "segments": roles["attitude"] >= _FEWEST_VIEWS or len(services) >= _FEWEST,
        **_of_cases(survey),
    }


def _of_cases(survey: Survey) -> dict[Need, bool]:
    """Needs of chapters that look at customers one by one, and at cases that are declared."""
    records, declared, now = survey.records, survey.analysis, str(survey.wave)
    sold = "customers" in records and "sales" in records and bool((records["sales"]["wave"] == now).any())
    left = "customers" in records and "lifecycle" in records
    return {
        "value": sold,
        "churn": left and _gone(records["lifecycle"], declared.churn.event),
        "improvements": bool(declared.improvement),
        "cases": len(declared.case) > 1 and "cases" in records,
        "studies": _comparable(survey),
    }


def lacking(survey: Survey) -> dict[str, tuple[Need, ...]]:
    """Needs that the edition does not meet, of each chapter (its page's name) that has any."""
    there = available(survey)
    levels = {each: _levels_there(survey, each) for each in {c.each for c in survey.book.chapters} - {""}}

    def met(chapter: Chapter, need: Need) -> bool:
        return chapter.level in levels[chapter.each] if need == "level" else need in there

    found = {c.name: tuple(n for n in c.needs if not met(c, n)) for c in survey.book.chapters}
    return {name: needs for name, needs in found.items() if needs}


def _levels_there(survey: Survey, item: str) -> frozenset[str]:
    """Levels that somebody answered for, or that a score was published of, in the edition's wave."""
    responses = survey.in_wave(survey.wave).responses
    published = survey.published
    now = published[(published["wave"] == str(survey.wave)) & (published["domain"] == item)]
    answered = responses[item].dropna().unique() if item in responses else ()
    return frozenset(map(str, (*answered, *now["level"].unique())))


def _comparable(survey: Survey) -> bool:
    """Whether the first two declared studies have scores of a year that is out by the edition's wave."""
    first = [s.code for s in survey.analysis.study][:2]
    if len(first) < 2 or "studies" not in survey.records:
        return False
    table = survey.records["studies"]
    return set(first) <= set(table.loc[table["wave"] != "", "study"])


def _gone(events: pd.DataFrame, event: str) -> bool:
    """Whether anybody left up to the end of the edition's wave; later events have no wave."""
    return bool(((events["event"] == event) & (events["wave"] != "")).any())


def left_out(survey: Survey) -> tuple[tuple[Text, Need], ...]:
    """Chapters the edition has no data for: title and the first need that is not met.

    Where all pages of a notebook are left out it is told once, with the notebook's own title.
    """
    lacks = lacking(survey)
    of_stem = Counter(c.stem for c in survey.book.chapters)
    gone = Counter(c.stem for c in survey.book.chapters if c.name in lacks)
    told: dict[str, tuple[Text, Need]] = {}
    for c in survey.book.chapters:
        if c.name in lacks:
            whole = gone[c.stem] == of_stem[c.stem]
            name, title = (c.stem, c.title) if whole else (c.name, c.level_label)
            told.setdefault(name, (title or Text.same(name), lacks[c.name][0]))
    return tuple(told.values())
