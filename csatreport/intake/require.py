"""Rules and weights for which nothing delivers what they need."""

from __future__ import annotations

from collections.abc import Iterator

from csatreport.errors import ParamsError
from csatreport.intake.weigh.steps import weighting
from csatreport.params import Cleaning, Edition, Questionnaire
from csatreport.params.cleaning import LimitName

Choices = tuple[tuple[str, ...], ...]
Need = tuple[str, Choices]


def require(questionnaire: Questionnaire, edition: Edition, recorded: frozenset[str]) -> None:
    """Refuse rules and weights for which no item, and no platform, delivers what they need.

    Parameters
    ----------
    recorded : frozenset of str
        What is known of some response: a platform may have recorded times that no item of the questionnaire
        names.

    Raises
    ------
    ParamsError
        Naming the edition's key.
    """
    kinds = {i.kind for i in questionnaire.items} | recorded
    for key, choices in [*_of_cleaning(edition.cleaning), *_of_weights(edition)] if edition.source else []:
        if not any(kinds.issuperset(choice) for choice in choices):
            expected = " or ".join(" and ".join(choice) for choice in choices)
            raise ParamsError(
                "nothing in the questionnaire delivers what this needs",
                where=f"params/editions/{edition.name}.toml, {key}",
                expected=f"an item of kind {expected}",
                todo="add the item to params/questionnaire.csv, or leave the key out",
            )


def _of_cleaning(cleaning: Cleaning) -> Iterator[Need]:
    """Keys of the rules that run, and the kinds of items one of which each of them needs."""
    timed: Choices = (("minutes",), ("start", "end"))
    interviewer = cleaning.interviewer
    needs: tuple[tuple[bool, str, Choices], ...] = (
        (_set(cleaning, "minimum_minutes"), "minimum_minutes", timed),
        (_set(cleaning, "minimum_seconds_per_rating"), "minimum_seconds_per_rating", timed),
        (cleaning.window, "window", (("start",),)),
        (_set(cleaning, "device_minutes"), "device_minutes", (("device", "start"), ("device", "end"))),
        (interviewer.per_day is not None, "interviewer.per_day", (("interviewer", "start"),)),
        (
            interviewer.overlap is not None,
            "interviewer.overlap",
            (("interviewer", "start", "end"), ("interviewer", "start", "minutes")),
        ),
        (interviewer.sameness is not None, "interviewer.sameness", (("interviewer",),)),
    )
    yield from ((f"cleaning.{key}", choices) for wanted, key, choices in needs if wanted)


def _set(cleaning: Cleaning, key: LimitName) -> bool:
    """Whether a limit is in force for any mode."""
    return any(limit is not None for limit in cleaning.limit(key).values())


def _of_weights(edition: Edition) -> Iterator[Need]:
    how = weighting(edition)
    declared = edition.weights == "declared"
    stratum: Choices = (("stratum",),)
    if how.base == "delivered":
        yield "weighting.base" if declared else "weights", (("weight",),)
    if how.base == "design":
        yield "weighting.base", stratum
    if how.poststratify:
        yield "weighting.poststratify" if declared else "weights", stratum
    if how.replicates is not None:
        yield "weighting.replicates", (("replicate",),)
