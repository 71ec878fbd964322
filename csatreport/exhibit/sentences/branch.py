"""What the page of one branch says."""

from __future__ import annotations

import math
from collections.abc import Iterable

from csatreport.exhibit import charts, headline, tables
from csatreport.exhibit.claims import claim
from csatreport.exhibit.sentences import since
from csatreport.exhibit.sentences.counted import either
from csatreport.exhibit.shapes import Goal
from csatreport.exhibit.shapes.branch import Branch, Todo
from csatreport.exhibit.words import both
from csatreport.params.text import Text
from csatreport.records import Cards, Chart, Claim, Record
from csatreport.results import Contrasts

_ORDER = (both("First", "其一"), both("Second", "其二"), both("Third", "其三"))
_FIGURES = both("shares of satisfied customers", "项满意率")
_SERVICES = both(
    "Services, best first: share satisfied against all other customers (percentage points)",
    "各项服务满意率与其他客户之差，由高到低（百分点）",
)
_PUBLISHED = both(
    "Services, best first: score against all (points)", "各项服务得分与总体之差，由高到低（分）"
)
_COMPLAINTS = both(
    "Complaints in proportion to customers: causes that differ clearly from all other customers",
    "投诉率与其他客户差异显著的投诉原因",
)


def place(name: str, own: Branch) -> Claim:
    """The level with its rank; how sure the rank is, and how far it is from all customers, where that can be told."""
    p = own.place
    if p.rank is None:
        return claim(name, en="{at.level}: {at}.", zh="“{at.level}”：{at}。", at=p.estimate)
    en, zh = "{at.level}: {at} ({of})", "“{at.level}”的{of}为{at}"
    said: dict[str, object] = {
        "at": p.estimate,
        "rank": p.rank,
        "all": own.ranked,
        "of": headline.label(p.estimate),
    }
    if p.gap is not None and p.gap.tested:
        en += ", {gap:{gap.size} above all customers|{gap.size} below all customers|not clearly different from all customers}"
        zh += "，{gap:比全体客户高{gap.size}|比全体客户低{gap.size}|与全体客户无明显差异}"
        said["gap"] = p.gap
    en, zh = en + "; place {rank} of {all}", zh + "；在参与排名的{all}个群体中列第{rank}位"
    if p.rank_low is not None and p.rank_high is not None and p.rank_low < p.rank_high:
        en, zh = (
            en + ", and it may be any from {best} to {worst}",
            zh + "，实际名次可能为第{best}至第{worst}位",
        )
        said |= {"best": p.rank_low, "worst": p.rank_high}
    return claim(name, en=en + ".", zh=zh + "。", **said)  # type: ignore[arg-type]


def cards(name: str, own: Branch, *, targets: Iterable[Goal] = ()) -> tuple[Cards, ...]:
    """The figures of the cover, of this branch; none where too few answered."""
    if not own.headline.rows:
        return ()
    return (headline.cards(name, own.headline, targets=targets, changes=own.changes),)


def todo(name: str, own: Branch) -> tuple[Claim, ...]:
    """Three things to do."""
    return tuple(
        _todo(f"{name}-{n}", t, order) for n, (t, order) in enumerate(zip(own.todo, _ORDER, strict=False), 1)
    )


def _todo(name: str, todo: Todo, order: Text) -> Claim:
    if todo.gap is None and todo.target is not None:
        return claim(
            name,
            en="{order}: keep the service standards. {kept} of the checks found them kept; the target is {target}.",
            zh="{order}，严格执行服务标准：检查达标率为{kept}，目标为{target}。",
            order=order, kept=todo.estimate, target=todo.target,
        )  # fmt: skip
    compared = todo.gap if todo.gap is not None else todo.estimate
    tested = todo.gap is not None and todo.gap.tested
    en, zh = _WORDS[todo.kind] if tested else _UNTESTED
    return claim(name, en=en, zh=zh, order=order, gap=compared)


_APART = (
    "{gap:clearly above|clearly below|not clearly different from} the {gap.first} of all others",
    "{gap:明显高于其他客户的{gap.first}|明显低于其他客户的{gap.first}|与其他客户的{gap.first}无明显差异}",
)
_WORDS = {
    "service": (
        f"{{order}}: “{{gap.label}}”. {{gap.second}} are satisfied with it here, {_APART[0]}.",
        f"{{order}}，“{{gap.label}}”：满意率为{{gap.second}}，{_APART[1]}。",
    ),
    "fallen": (
        "{order}: “{gap.label}”, which {gap:rose clearly|fell clearly|did not clearly move} since {gap.first_wave}: "
        "{gap.first} satisfied then, {gap.second} now.",
        "{order}，“{gap.label}”：与{gap.first_wave}相比，满意率{gap:明显上升|明显下降|无明显变化}，当时为{gap.first}，本期为{gap.second}。",
    ),
    "everywhere": (
        f"{{order}}: “{{gap.label}}”, where much is left to gain. {{gap.second}} are satisfied with it, {_APART[0]}.",
        f"{{order}}，“{{gap.label}}”：改进空间较大，满意率为{{gap.second}}，{_APART[1]}。",
    ),
    "complaints": (
        "{order}: complaints about “{gap.label}”. In a wave they are {gap.second} of the number of customers, "
        f"{_APART[0]}.",
        f"{{order}}，“{{gap.label}}”类投诉：每期投诉率为{{gap.second}}，{_APART[1]}。",
    ),
}
_UNTESTED = (
    "{order}: “{gap.label}”, where much is left to gain: {gap.second} here, {gap.first} in all.",
    "{order}，“{gap.label}”：改进空间较大，得分为{gap.second}，总体为{gap.first}。",
)


def services(name: str, own: Branch) -> tuple[Record, ...]:
    """Every service against all others, the best first."""
    found = own.services
    if not found.rows:
        return ()
    tested = [c for c in found if c.tested]
    said = (_counted(name, found),) if tested else ()
    title = _SERVICES if tested else _PUBLISHED
    ordered = sorted(found, key=lambda c: c.value if c.shown else -math.inf, reverse=True)
    return (*said, charts.change(f"{name}-chart", ordered, title=title))


def _counted(name: str, found: Contrasts) -> Claim:
    said = _sides(found)
    return claim(
        name,
        en=f"Of {{found}} services, {said.en}.",
        zh=f"与其他客户相比，{{found}}项服务{said.zh}。",
        found=found,
    )


def _sides(found: Contrasts) -> Text:
    """How many lie clearly on each side of all other customers."""
    if not found.risen.rows and not found.fallen.rows:
        return both("none clearly differs from that of all other customers", "均无明显差异")
    ahead = either(found.risen, _AHEAD, both("none clearly ahead", "没有明显领先的"))
    behind = either(found.fallen, _BEHIND, both("none clearly behind", "没有明显落后的"))
    return both(f"against all other customers: {ahead.en}, {behind.en}", f"中{ahead.zh}，{behind.zh}")


_AHEAD = both("{found.risen} clearly ahead", "明显领先的有{found.risen}项")
_BEHIND = both("{found.fallen} clearly behind", "明显落后的有{found.fallen}项")


def changed(name: str, own: Branch) -> tuple[Claim, ...]:
    """What moved since the wave before; empty without one."""
    shares = {c.second.item: c for c in own.changes if c.second.measure == "csat" and c.shown}
    return since.changed(name, Contrasts(tuple(shares.values())), of=_FIGURES)


def series(name: str, own: Branch) -> tuple[Chart, ...]:
    """The branch and all customers over the waves; empty where there is one wave alone."""
    if not own.series:
        return ()
    of = headline.label(own.series[-1].rows[-1])
    title = both(f"{of.en}, beside all customers", f"{of.zh}走势（与全体客户对照）")
    return since.lines(name, own.series, title=title)


def complaints(name: str, own: Branch) -> tuple[Record, ...]:
    """Complaints in proportion to customers, against all others: in all, and causes that differ clearly."""
    every = next((c for c in own.complaints if c.second.item == "all" and c.shown), None)
    if every is None:
        return ()
    causes = Contrasts(tuple(c for c in own.complaints.clear if c is not every))
    said = claim(
        name,
        en="Complaints of a wave are {all.second} of the number of customers, {all:clearly above|clearly below|not clearly "
        "different from} the {all.first} of all others.",
        zh="每期投诉率为{all.second}，{all:明显高于其他客户的{all.first}|明显低于其他客户的{all.first}|与其他客户的{all.first}无明显差异}。",
        all=every,
    )  # fmt: skip
    return (said, tables.contrasts(f"{name}-table", causes, title=_COMPLAINTS)) if len(causes) else (said,)


def standards(name: str, own: Branch) -> tuple[Claim, ...]:
    """Checks of mystery visits passed; empty without any."""
    if own.standards is None or not own.standards.shown:
        return ()
    return (
        claim(
            name,
            en="In {kept} of the checks of the last waves the service standards were kept.",
            zh="近几期神秘访客检查中，服务标准达标率为{kept}。",
            kept=own.standards,
        ),
    )
