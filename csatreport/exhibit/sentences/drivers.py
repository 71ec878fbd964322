"""What is said of drivers where the result may not be there: a claim and a table, or the reason."""

from __future__ import annotations

from csatreport.exhibit import tables, words
from csatreport.exhibit.claims import claim
from csatreport.exhibit.prose import text
from csatreport.exhibit.sentences import since
from csatreport.exhibit.shapes.drivers import Drivers
from csatreport.exhibit.shapes.importance import Beside, ImportancePerformance, Unfit
from csatreport.exhibit.tables.drivers import KINDS, POLICIES
from csatreport.exhibit.words import both
from csatreport.params.text import Text
from csatreport.records import Claim, Prose, Table
from csatreport.results import Contrasts, Estimates

_STABLE = both("This set is stable", "这一组合较为稳定")
_UNSTABLE = both(
    "This set is not stable: read its services as near equals", "这一组合尚不稳定，宜视为重要性相近的一组"
)


def changed(name: str, moves: Contrasts) -> tuple[Claim, ...]:
    """What moved since the wave before: shares or priorities; empty without such a wave."""
    measure = next((m.second.measure for m in moves), "")
    return since.changed(name, moves, of=_MOVED.get(measure, _MOVED["shapley"]))


_SHARES = both("services' shares of what is explained", "项服务的解释份额")
_MOVED = {
    "shapley": _SHARES,
    "relative_weight": _SHARES,
    "priority": both("services' priorities", "项服务的优先度"),
}


def first(name: str, ip: ImportancePerformance) -> Claim | Prose:
    """The service to look at first: the one with the highest priority that may be shown."""
    points = [p for p in ip.points if p.quadrant]
    if not points:
        return _reason(name, words.TOO_SMALL)
    top = max(points, key=lambda p: p.priority.value)
    kind = "derived" if ip.derived else "stated"
    return claim(
        name, en=_FIRST[kind].en, zh=_FIRST[kind].zh,
        weight=top.importance, satisfied=top.satisfied, priority=top.priority,
    )  # fmt: skip


_FIRST = {
    "stated": both(
        "Look first at “{priority.label}”: importance {weight}, {satisfied} satisfied; its priority is {priority}, the "
        "highest of all.",
        "应首先改进“{priority.label}”：重要性为{weight}，满意率为{satisfied}，优先度为{priority}，居各项之首。",
    ),
    "derived": both(
        "Look first at “{priority.label}”: it carries {weight} of what the services explain, and {satisfied} are satisfied "
        "with it. Weight and dissatisfaction taken together, no service comes before it.",
        "应首先改进“{priority.label}”：解释份额为{weight}，满意率为{satisfied}；兼顾份额与未表示满意的占比，该项居首。",
    ),
}


def stability(name: str, found: Drivers) -> Claim:
    """How often resamples find the same drivers in front, and whether that is stable or not."""
    s = found.stability
    return claim(
        name,
        en="“{leader.label}” comes first in {first} of the resamples; the same {top} services take the first places in "
        "{together}, and in the same order in {order}. {verdict}.",
        zh="{first}的重抽样以“{leader.label}”居首；前{top}项组合相同的占{together}，次序也相同的占{order}。{verdict}。",
        leader=found.rows[0].share, first=s.leader, top=s.top, together=s.together, order=s.order,
        verdict=_STABLE if s.stable else _UNSTABLE,
    )  # fmt: skip


def used(name: str, found: Drivers) -> Claim:
    """How many responses were used, and how missing answers were treated."""
    return claim(
        name,
        en="{n} of the {n.of} responses that rated “{outcome}” were used. Missing answers: {policy}.",
        zh="对“{outcome}”作出评价的{n.of}份答卷中，使用了{n}份。缺失值处理：{policy}。",
        n=found.base, outcome=found.r_squared.label, policy=POLICIES[found.missing],
    )  # fmt: skip


def beside(name: str, found: Drivers | Unfit) -> tuple[Claim, Table] | tuple[Prose]:
    """The other model of the same outcome; why there is none where the answers do not bear it."""
    if isinstance(found, Unfit):
        return (_reason(name, found.reason),)
    said = claim(
        name,
        en="For the {kind}, “{first.label}” carries the largest weight ({first}); {clear} of {all} services go "
        "clearly together with it when all others are held equal.",
        zh="以{kind}衡量，权重最大的是“{first.label}”（{first}）；其他各项服务评分相同时，{all}项中仍有{clear}项与之明显正相关。",
        kind=KINDS[found.kind], first=found.rows[0].share, clear=found.clear, all=found.shares,
    )  # fmt: skip
    return said, tables.drivers(f"{name}-table", found)


def stated(name: str, found: Beside | Unfit) -> tuple[Claim, Table] | tuple[Prose]:
    """Stated beside derived importance, and where the two disagree; why there is none where it cannot be derived."""
    if isinstance(found, Unfit):
        return (_reason(name, found.reason),)
    kinds = {
        kind: Estimates(tuple(r.derived for r in found.rows if r.kind == kind))
        for kind in ("basic", "hidden")
    }
    said = claim(
        name,
        en="Of {all} services, customers call {basic} more important than they turn out to be; {hidden} turn out more "
        "important than customers call them.",
        zh="{all}项服务中，自述重要性高而推算重要性低的有{basic}项，推算重要性高而自述重要性低的有{hidden}项。",
        all=Estimates(tuple(r.derived for r in found.rows)), **kinds,
    )  # fmt: skip
    return said, tables.stated(f"{name}-table", found)


def _reason(name: str, reason: Text) -> Prose:
    return text(name, en=f"{reason.en[:1].upper()}{reason.en[1:]}.", zh=f"{reason.zh}。")
