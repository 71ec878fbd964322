"""What the chapter on the value of customers says."""

from __future__ import annotations

from collections.abc import Sequence

from csatreport.exhibit import charts, tables
from csatreport.exhibit.claims import claim
from csatreport.exhibit.sentences import since, valuemap
from csatreport.exhibit.shapes.value import Foretold, Groups, Lifetime, Matrix, Moves, States, Tiers
from csatreport.exhibit.words import both
from csatreport.params.text import Text
from csatreport.records import Claim, Record
from csatreport.results import Contrasts, Count, Estimate, Estimates

_HALF = " {half} of customers bring half of it.", "{half}的客户贡献了{worth}的一半。"
_LEFT = both("leave rates (of all customers, and of each tier)", "项流失率（全体客户及各层级）")
_MOOD = both("shares of satisfied customers (of each tier)", "个层级的满意率")
_FORETOLD = both("Customers who left within the next wave, by state", "各状态客户在其后一期内的流失率")
_RETENTION = both("Customers who stay a year, by time as a customer", "年保留率（按客户年限）")


def changed(name: str, leaving: Contrasts, moods: Contrasts, states: States) -> tuple[Record, ...]:
    """What changed since the wave compared with: who left, who is satisfied, how many are at risk."""
    return (
        *since.changed(f"{name}-left", leaving, of=_LEFT),
        *since.changed(f"{name}-mood", moods, of=_MOOD),
        *_at_risk(f"{name}-risk", states),
    )


def _at_risk(name: str, states: States) -> tuple[Record, ...]:
    risk = states.leaving
    if risk is None or risk.earlier is None or not risk.earlier.shown:
        return ()
    said = claim(
        name,
        en="At the end of {now.wave}, {now} customers show signs of leaving; at the end of {then.wave} there were {then}.",
        zh="{now.wave}末，有流失迹象的客户为{now}名；{then.wave}末为{then}名。",
        now=risk.customers, then=risk.earlier,
    )  # fmt: skip
    return (said,)


def first(name: str, groups: Groups) -> tuple[Record, ...]:
    """The group to call first, with what is at stake."""
    if not groups.rows:
        return ()
    top = groups.rows[0]
    if top.each is None or top.lost is None or not top.each.shown:
        said = claim(
            name,
            en="To call first: “{group}”, {n} customers who bring {worth} {currency} a year.",
            zh="应首先联系“{group}”：共{n}名，每年贡献{worth}{currency}。",
            group=top.name, n=top.customers, worth=top.worth, currency=groups.currency,
        )  # fmt: skip
        return (said,)
    said = claim(
        name,
        en="To call first: “{group}”, {n} customers. Within a wave {chance} of such customers left; the expected loss is {lost} "
        "{currency}, {each} for each of them.",
        zh="应首先联系“{group}”：共{n}名。此类客户在一期内的流失率为{chance}，预期损失为{lost}{currency}，人均{each}{currency}。",
        group=top.name, n=top.customers, chance=top.chance or top.each, lost=top.lost, each=top.each, currency=groups.currency,
    )  # fmt: skip
    return (said,)


def tiers(name: str, found: Tiers, lifetime: Lifetime | None) -> tuple[Record, ...]:
    """How much comes from few, the curve, the tiers, and who moved between them."""
    told: list[Record] = [
        tables.value_tiers(f"{name}-table", found, lifetime),
        *_moved(f"{name}-moved", found.moves),
    ]
    if not found.curve:
        return tuple(told)
    return _concentrated(name, found), charts.value_curve(f"{name}-chart", found), *told


def _concentrated(name: str, found: Tiers) -> Claim:
    """What the most valuable tier brings, and how few customers bring half."""
    half = ("", "") if found.half is None else _HALF
    values = {} if found.half is None else {"half": found.half}
    return claim(
        name,
        en="“{tier}” are {n} of {n.of} customers and bring {share} of the {worth} of the last {months} months." + half[0],
        zh="{n.of}名客户中，“{tier}”为{n}名，贡献了近{months}个月{worth}的{share}。" + half[1],
        tier=found.top.level.label, n=_part(found.top.customers, found.total.customers), share=found.top.share,
        worth=_lower(found.worth), months=found.months, **values,
    )  # fmt: skip


def _moved(name: str, moves: Moves | None) -> tuple[Record, ...]:
    if moves is None or moves.kept is None:
        return ()
    said = claim(
        name,
        en="Of those who were “{first}” at the end of {before}, {kept} still are.",
        zh="{before}末的“{first}”中，{kept}本期仍属这一层级。",
        first=moves.first, before=moves.before.label, kept=moves.kept,
    )  # fmt: skip
    return said, *valuemap.flows(f"{name}-map", moves)


def scores(name: str, found: Sequence[Sequence[Estimate]]) -> tuple[Record, ...]:
    """Customers by how recently and how much they bought."""
    best = found[0][-1]
    if not best.shown:
        return ()
    said = claim(
        name,
        en="{n} customers belong to the best fifth both by how recently and by how much they bought.",
        zh="最近购买时间与购买金额均列前五分之一的客户有{n}名。",
        n=best,
    )
    return said, valuemap.scores(f"{name}-map", found)


def lifetime(name: str, found: Lifetime | None) -> tuple[Record, ...]:
    """What customers are worth until the horizon, what is assumed, and how far it moves with it."""
    if found is None:
        nothing = claim(
            name,
            en="No record tells which customers leave, so lifetime value is not known; a retention rate can be declared.",
            zh="没有客户流失记录，无法计算客户终身价值；可自行设定年保留率。",
        )
        return (nothing,)
    said = claim(
        name,
        en="Over the coming {years} years all customers are worth {total} {currency} today, at a discount rate of {rate} a year "
        "and with {stays} of customers staying a year.",
        zh="按年折现率{rate}、年保留率{stays}计算，全体客户今后{years}年的价值折合现值为{total}{currency}。",
        years=found.horizon, total=found.total, rate=found.discount, stays=found.overall, currency=found.currency,
    )  # fmt: skip
    kept = (
        (charts.dots(f"{name}-retention", found.retention, title=_RETENTION),)
        if _any(found.retention)
        else ()
    )
    told = (
        tables.value_assumptions(f"{name}-assumptions", found),
        *_sensitivity(f"{name}-sensitivity", found),
    )
    table = tables.value_lifetime(f"{name}-table", found)
    return said, table, *told, *kept


def _sensitivity(name: str, found: Lifetime) -> tuple[Record, ...]:
    """The worst and the best case of the assumptions, and all of them."""
    worst, best = found.cases[-1][0], found.cases[0][-1]
    said = claim(
        name,
        en="Under other assumptions lifetime value lies between {low} {currency} (discount rate {dear}, the most cautious "
        "retention) and {high} {currency} (discount rate {cheap}, the most favourable retention).",
        zh="若改变假设，客户终身价值介于{low}{currency}（折现率{dear}，保留率取最保守的假设）与"
        "{high}{currency}（折现率{cheap}，保留率取最乐观的假设）之间。",
        low=worst.total, high=best.total, dear=worst.discount, cheap=best.discount, currency=found.currency,
    )  # fmt: skip
    return said, valuemap.cases(f"{name}-map", found)


def states(name: str, found: States, foretold: Foretold) -> tuple[Record, ...]:
    """How many customers are in each state, who moved, and what the states foretell."""
    told = (tables.value_states(f"{name}-table", found), tables.value_rules(f"{name}-rules", found))
    moved = valuemap.flows(f"{name}-map", found.moves) if found.moves else ()
    return *_risk(name, found), *told, *moved, *_foretold(f"{name}-foretold", foretold)


def _risk(name: str, found: States) -> tuple[Record, ...]:
    risk = found.leaving
    if risk is None:
        return ()
    said = claim(
        name,
        en="{n} customers, {n.share} of all, show signs of leaving. They bring {worth} {currency} a year.",
        zh="有流失迹象的客户为{n}名，占全体的{n.share}，每年贡献{worth}{currency}。",
        n=_part(risk.customers, found.total.customers), worth=risk.worth, currency=found.currency,
    )  # fmt: skip
    return (said,)


def _foretold(name: str, found: Foretold) -> tuple[Record, ...]:
    """Whether the signs of leaving tell anything: who left within the next wave."""
    if not _any(found.states):
        return ()
    chart = charts.dots(f"{name}-chart", found.states, title=_FORETOLD)
    if not len(found.gap):
        return (chart,)
    said = claim(
        name,
        en="Over the last {waves} waves {c.second} of the customers with signs of leaving left within the next wave, and "
        "{c.first} of all others: the former left {c:more often|less often|not clearly more often}.",
        zh="近{waves}期中，有流失迹象的客户在其后一期内的流失率为{c.second}，其他客户为{c.first}，{c:前者明显偏高|前者明显偏低|两者无明显差异}。",
        waves=found.waves, c=found.gap.rows[0],
    )  # fmt: skip
    return said, chart


def matrix(name: str, found: Matrix) -> tuple[Record, ...]:
    """How satisfied each tier is and what its customers in each mood bring."""
    if not any(c.share.shown for row in found.rows for c in row):
        nothing = claim(
            name,
            en="No answers can be placed with a tier: the survey does not name its customers, or too few answered.",
            zh="调查未记录客户编号或答卷过少，无法按层级列示满意度。",
        )
        return (nothing,)
    return (
        *_gap(name, found),
        charts.value_matrix(f"{name}-chart", found),
        *_stake(f"{name}-stake", found),
        tables.value_stakes(f"{name}-table", found),
        *_gaps(name, found),
    )


def _gap(name: str, found: Matrix) -> tuple[Record, ...]:
    top = [c for c in found.gaps if c.second.level == found.rows[0][0].share.level]
    if not top:
        return ()
    said = claim(
        name,
        en="{c.second} of “{c.level}” are satisfied, {c:more than|fewer than|not clearly different from} the {c.first} of all "
        "other customers.",
        zh="“{c.level}”的满意率为{c.second}，其他客户为{c.first}，{c:前者明显偏高|前者明显偏低|两者无明显差异}。",
        c=top[0],
    )
    return (said,)


def _stake(name: str, found: Matrix) -> tuple[Record, ...]:
    """Money of the most valuable customers who are not satisfied."""
    shown = [row for row in found.rows if row[0].share.shown]
    neutral, unhappy = shown[0][1], shown[0][2]
    said = claim(
        name,
        en="Of “{neutral.level}”, an estimated {neutral} customers are neutral and {unhappy} dissatisfied; they bring {held} "
        "and {lost} {currency} a year.",
        zh="“{neutral.level}”中，估计有{neutral}名评价一般、{unhappy}名不满意，两者每年分别贡献{held}{currency}和{lost}{currency}。",
        neutral=neutral.customers, unhappy=unhappy.customers, held=neutral.worth, lost=unhappy.worth, currency=found.currency,
    )  # fmt: skip
    return (said,)


def _gaps(name: str, found: Matrix) -> tuple[Record, ...]:
    return (tables.contrasts(f"{name}-gaps", found.gaps),) if len(found.gaps) else ()


def groups(name: str, found: Groups) -> tuple[Record, ...]:
    """Every group, those first that a call is worth most to."""
    return (tables.value_groups(f"{name}-table", found),)


def _any(estimates: Estimates) -> bool:
    return any(e.shown for e in estimates)


def _part(part: Estimate, whole: Estimate) -> Count:
    return Count(part.value, part.label, of=whole.value, data=part.data)


def _lower(text: Text) -> Text:
    return both(text.en.lower(), text.zh)
