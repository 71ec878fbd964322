"""What moved among peers, and whom to visit first and why."""

from __future__ import annotations

from dataclasses import replace

from csatreport.exhibit.claims import claim
from csatreport.exhibit.prose import text
from csatreport.exhibit.sentences import since
from csatreport.exhibit.shapes.standing import Adjusted, Dot, Findings, Mover, Movers
from csatreport.exhibit.values import Thing
from csatreport.exhibit.words import both
from csatreport.params.text import Text
from csatreport.records import Claim, Prose
from csatreport.results import Contrast, Estimate

_GROUPS = both("groups", "个群体")
_MIX = {  # whether the distance is the group's own
    True: both(
        "It is not its mix of customers: with the customers of all it would have {adjusted}.",
        "客户构成不足以说明这一差距：若客户构成与全体一致，则应为{adjusted}。",
    ),
    False: both(
        "Much of that goes together with its mix of customers: with the customers of all it would have {adjusted}.",
        "这在很大程度上与客户构成有关：若客户构成与全体一致，则应为{adjusted}。",
    ),
}
_FEW = both("there are too few groups to say what was to be expected", "群体过少，无法推断预期值")
_NO_ERRORS = both(
    "without standard errors nobody can say whether it is chance", "没有标准误，无法判断是否出于偶然"
)
_MOVED = {  # (did any move up, did any move down)
    (True, True): both(
        "{family.risen} clearly rose and {family.fallen} clearly fell beyond what was to be expected",
        "升幅明显超出预期的有{family.risen}个，降幅明显超出预期的有{family.fallen}个",
    ),
    (True, False): both(
        "{family.risen} clearly rose beyond what was to be expected and none fell so",
        "升幅明显超出预期的有{family.risen}个，没有降幅明显超出预期的",
    ),
    (False, True): both(
        "{family.fallen} clearly fell beyond what was to be expected and none rose so",
        "降幅明显超出预期的有{family.fallen}个，没有升幅明显超出预期的",
    ),
}


def changed(name: str, movers: Movers) -> tuple[Claim, ...]:
    """Which groups moved more than their peers and chance let expect; empty without an earlier wave."""
    if not movers.rows:
        return ()
    if not movers.excess.rows:
        return _untested(name, movers)
    before, moved = movers.rows[0].change.first.wave_label, [*movers.fallen, *movers.risen]
    if not moved:
        none = claim(
            name,
            en="Since {before}, none of {family} groups has moved clearly beyond what was to be expected of it.",
            zh="与{before}相比，{family}个群体的变动均未明显超出预期。",
            before=before, family=movers.excess,
        )  # fmt: skip
        return (none,)
    return (_moved(name, movers, max(moved, key=_size), before),)


def first(name: str, found: Findings) -> Claim | Prose:
    """The group to visit first, with the reason; that there is none, where nobody stands apart."""
    if found.why == "fell":
        return _fell(name, found)
    if found.why == "below" and found.funnel is not None:
        return _below(name, found, found.funnel.below[0], found.funnel.overall)
    if found.funnel is None:
        return _lowest(name, found)
    return claim(
        name,
        en="No group stands apart at the bottom end: all lie inside the limits that chance leaves, or near them. There is "
        "none to visit before the others.",
        zh="没有群体明显垫底：各群体均在偶然波动的界限之内或附近，目前无需优先走访某一群体。",
    )


def model(name: str, found: Findings) -> tuple[Claim, ...]:
    """The group to learn from: the one furthest outside the limits at the top end, where there is one."""
    if found.model is None:
        return ()
    said = claim(
        name,
        en="Learn from “{best.level}”: {best}, where chance alone would leave a group of its size between {low} and {high}.",
        zh="可借鉴“{best.level}”（{best}）的做法：仅凭偶然，同等样本量的群体应在{low}与{high}之间。",
        best=found.model.estimate, **_limits(found.model),
    )  # fmt: skip
    return (said,)


def _moved(name: str, movers: Movers, most: Mover, before: Text) -> Claim:
    said = _MOVED[bool(movers.risen), bool(movers.fallen)]
    values: dict[str, Thing] = {
        "family": movers.excess, "before": before, "c": most.change, "which": most.change.second.level_label,
        "expected": _bare(most.excess.first if most.excess else most.change.first),
    }  # fmt: skip
    return claim(
        name,
        en=f"Since {{before}}, of {{family}} groups, {said.en}; most of all “{{which}}”: {{c.first}} then, {{c.second}} now, "
        "where {expected} was to be expected.",
        zh=f"与{{before}}相比，{{family}}个群体中，{said.zh}；变动最大的是“{{which}}”：当时为{{c.first}}，本期为{{c.second}}，"
        "而预期为{expected}。",
        **values,
    )


def _untested(name: str, movers: Movers) -> tuple[Claim, ...]:
    """Scores without standard errors: the largest change, as it is; across a break, why nothing is compared."""
    if any(c.broken is not None for c in movers.changes):
        return since.changed(name, movers.changes, of=_GROUPS)
    most = max(movers.changes, key=lambda c: abs(c.value))
    if not most.value:
        return ()
    why = _FEW if most.tested else _NO_ERRORS
    said = claim(
        name,
        en="Since {before}, the largest change is that of “{which}”: {c.first} then, {c.second} now; {why}.",
        zh="与{before}相比，变动最大的是“{which}”：当时为{c.first}，本期为{c.second}；{why}。",
        why=why,
        before=most.first.wave_label, which=most.second.level_label, c=most,
    )  # fmt: skip
    return (said,)


def _below(name: str, found: Findings, dot: Dot, overall: Estimate) -> Claim:
    """The group furthest below the limits, and where it would stand with the customers of all."""
    en = (
        "Visit “{which}” first: {worst}, against {all} of all customers; chance alone would leave a group of its size "
        "between {low} and {high}."
    )
    zh = "应首先走访“{which}”（{worst}）：全体客户为{all}；仅凭偶然，同等样本量的群体应在{low}与{high}之间。"
    values: dict[str, Thing] = {
        "which": dot.estimate.level_label, "worst": dot.estimate, "all": overall, **_limits(dot),
    }  # fmt: skip
    if found.adjusted is not None:
        own = _MIX[_own(found.adjusted, overall)]
        en, zh = f"{en} {own.en}", f"{zh}{own.zh}"
        values["adjusted"] = _bare(found.adjusted.estimate)
    return claim(name, en=en, zh=zh, **values)


def _own(adjusted: Adjusted, overall: Estimate) -> bool:
    """Whether the group keeps more than half of its distance from all customers at their mix."""
    away = adjusted.raw.value - overall.value
    return (adjusted.estimate.value - overall.value) / away > 0.5 if away else False


def _fell(name: str, found: Findings) -> Claim:
    most = found.movers.fallen[0]
    return claim(
        name,
        en="Visit “{which}” first: {c.first} in {before}, {c.second} now, where {expected} was to be expected.",
        zh="应首先走访“{which}”：{before}为{c.first}，本期为{c.second}，而预期为{expected}。",
        which=most.change.second.level_label, before=most.change.first.wave_label, c=most.change,
        expected=_bare(most.excess.first if most.excess else most.change.first),
    )  # fmt: skip


def _lowest(name: str, found: Findings) -> Claim | Prose:
    """Without standard errors: where the score is lowest, and that it may be chance."""
    shown = [p.estimate for p in found.ranks.rows if p.rank is not None]
    if not shown:
        return text(name, en="No group is large enough to be ranked.", zh="各群体样本量均不足，不作排名。")
    return claim(
        name,
        en="Ask first on “{which}”, which stands last with {worst}; without standard errors that may be chance.",
        zh="可先了解居末的“{which}”（{worst}）；得分没有标准误，这也可能出于偶然。",
        which=shown[-1].level_label, worst=shown[-1],
    )  # fmt: skip


def _limits(dot: Dot) -> dict[str, Estimate]:
    """The widest limits at the base of a group, as numbers that a claim prints."""
    low, high = dot.limits[-1]
    return {"low": _bare(replace(dot.estimate, value=low)), "high": _bare(replace(dot.estimate, value=high))}


def _bare(e: Estimate) -> Estimate:
    """The number without the interval that the note of a claim would tell."""
    return replace(e, low=None, high=None)


def _size(mover: Mover) -> float:
    c: Contrast = mover.excess or mover.change
    return abs(c.value)
