"""Tables of tiers, states, assumptions and groups of customers."""

from __future__ import annotations

from collections.abc import Sequence

from csatreport.exhibit import notes, numbers, words
from csatreport.exhibit.shapes.value import Group, Groups, Lifetime, State, States, Tier, Tiers
from csatreport.exhibit.tables import cells
from csatreport.exhibit.tables.estimates import empty
from csatreport.exhibit.words import both
from csatreport.params.text import LANGUAGES, Text
from csatreport.records import Cell, Table
from csatreport.results import Count, Estimate

CUSTOMERS = both("Customers", "客户数")
LIFETIME = both("Lifetime value", "客户终身价值")
RECORDS = both(
    "complete records, nothing estimated where no interval is shown", "完整业务记录，未列区间者均非估计值"
)
STATE = both("State", "状态")
_RULES = {
    "complaints": (
        both("At risk of leaving", "流失风险"),
        both(
            "complained {0} times or more within {1} months, or had a complaint that was not resolved",
            "近{1}个月投诉达{0}次，或有投诉未获解决",
        ),
    ),
    "drop": (
        both("At risk of leaving", "流失风险"),
        both("bought less than in the period before, by {0} or more", "消费额比上一时段少{0}以上"),
    ),
    "answers": (
        both("At risk of leaving", "流失风险"),
        both("dissatisfied in the survey", "本期调查表示不满意"),
    ),
    "dormant": (both("Dormant", "沉睡"), both("no purchase for more than {0} days", "超过{0}天未购买")),
    "prime": (both("Prime", "优质"), both("in the first {0} tiers", "属于前{0}个层级")),
    "new": (
        both("Potential", "潜力"),
        both("a customer for less than {0} months", "成为客户不足{0}个月"),
    ),
    "rise": (
        both("Potential", "潜力"),
        both("bought more than in the period before, by {0} or more", "消费额比上一时段多{0}以上"),
    ),
    "kinds": (
        both("Potential", "潜力"),
        both("upgraded, or bought something besides, in the period", "本时段内升级或加购"),
    ),
    "steady": (both("Steady", "稳定"), both("none of these", "不符合以上任何一条")),
}


def value_tiers(name: str, found: Tiers, lifetime: Lifetime | None, *, title: Text | None = None) -> Table:
    """Every tier: customers, money and its share, money and lifetime value of one customer, usual purchases."""
    each = {e.level: e for e in lifetime.each} if lifetime else {}
    money = found.currency
    columns = [
        cells.column(both("Tier", "层级"), left=True),
        cells.column(CUSTOMERS),
        cells.column(found.worth, money),
        *([cells.column(both("Wave before", "上期"), money)] if any(t.earlier for t in found.rows) else []),
        cells.column(words.measure("share"), words.UNITS["share"]),
        cells.column(both("Per customer", "人均"), money),
        *([cells.column(both("Lifetime value each", "人均终身价值"), money)] if each else []),
        cells.column(both("Purchases each", "人均购买次数")),
        cells.column(both("Last purchase", "距上次购买"), words.UNITS["days"]),
    ]
    before = any(t.earlier for t in found.rows)
    body = tuple(
        _tier(t, each.get(t.level.code), before=before, valued=bool(each)) for t in (*found.rows, found.total)
    )
    own = both(f"Tiers by {found.worth.en.lower()}", f"按{found.worth.zh}划分的客户层级")
    return Table(name, words.words(title or own), tuple(columns), body, words.joined([RECORDS, _MEDIAN]), {})


_MEDIAN = both("last purchase: median of days since", "“距上次购买”为天数中位数")


def _tier(t: Tier, each: Estimate | None, *, before: bool, valued: bool) -> tuple[Cell, ...]:
    earlier = [cells.point(t.earlier) if t.earlier else cells.blank()] if before else []
    lifetime = [cells.point(each) if each else cells.blank()] if valued else []
    return (
        cells.text(t.level.label), cells.point(t.customers), cells.point(t.worth), *earlier, cells.point(t.share),
        cells.point(t.each), *lifetime, cells.point(t.frequency), cells.point(t.recency),
    )  # fmt: skip


def value_lifetime(name: str, found: Lifetime, *, title: Text | None = None) -> Table:
    """Lifetime value of every tier and of all customers, with its interval."""
    columns = (
        cells.column(both("Tier", "层级"), left=True),
        cells.column(CUSTOMERS),
        cells.column(LIFETIME, found.currency),
        cells.column(words.INTERVAL, found.currency),
    )
    rows = (*found.tiers, found.total)
    body = tuple((cells.text(e.level_label), cells.bases(e)[0], *_valued(e)) for e in rows)
    own = both("Lifetime value by tier", "各层级客户终身价值")
    return Table(name, words.words(title or own), columns, body, words.joined([_INTERVAL]), {})


_INTERVAL = both("intervals: what chance leaves open about retention", "置信区间只反映保留率的抽样波动")


def value_assumptions(name: str, found: Lifetime, *, title: Text | None = None) -> Table:
    """Everything lifetime value assumes, with its value."""
    worth, own = found.worth, both("What lifetime value assumes", "客户终身价值的前提假设")
    stays = (
        both("declared", "为设定值")
        if found.fixed
        else both("estimated from who left, by group and tenure", "由流失记录估计，按群体与客户年限")
    )
    lines = (
        (both(f"{worth.en} of one year", f"每年{worth.zh}"), found.months, _TAKEN),
        (both("Customers who stay a year", "年保留率"), found.overall, stays),
        (
            both("Coming years that count", "计算年限"),
            found.horizon,
            both("later years count nothing", "此后各年不计"),
        ),
        (
            both("Discount rate a year", "年折现率"),
            found.discount,
            both("interest on coming money", "今后的金额逐年折现"),
        ),
        (
            both("When money comes", "计入时点"),
            None,
            both("at the end of each year, from those still there", "每年年末，仅计仍为客户者"),
        ),
    )
    columns = (
        cells.column(both("Assumption", "假设"), left=True),
        cells.column(both("Value", "取值")),
        cells.column(both("Meaning", "说明"), left=True),
    )
    body = tuple((cells.text(a), _count(b), cells.text(c)) for a, b, c in lines)
    return Table(name, words.words(title or own), columns, body, {"en": "", "zh": ""}, {})


_TAKEN = both("months it is summed over; it goes on as it was", "汇总月数；假设今后各年持平")


def _count(count: Count | None) -> Cell:
    if count is None:
        return cells.blank()
    text = numbers.point(count.value, count.unit)
    return Cell(dict.fromkeys(LANGUAGES, text), text)


def value_states(name: str, found: States, *, title: Text | None = None) -> Table:
    """Every state: customers now and before, yearly money, lifetime value."""
    rows, money = [*found.rows, found.total], found.currency
    before, valued = any(r.earlier for r in rows), any(r.lifetime for r in rows)
    columns = (
        cells.column(STATE, left=True),
        cells.column(CUSTOMERS),
        *([cells.column(both("Wave before", "上期"))] if before else []),
        cells.column(both(f"{found.worth.en} a year", f"年{found.worth.zh}"), money),
        *([cells.column(LIFETIME, money), cells.column(words.INTERVAL, money)] if valued else []),
    )
    body = tuple(_state(r, before=before, valued=valued) for r in rows)
    own = both("Customers by state", "各状态客户")
    return Table(name, words.words(title or own), columns, body, words.joined([RECORDS]), {})


def _state(r: State, *, before: bool, valued: bool) -> tuple[Cell, ...]:
    earlier = [cells.point(r.earlier) if r.earlier else cells.blank()] if before else []
    return (
        cells.text(r.level.label), cells.point(r.customers), *earlier, cells.point(r.worth),
        *(_valued(r.lifetime) if valued else ()),
    )  # fmt: skip


def _valued(e: Estimate | None) -> tuple[Cell, Cell]:
    return (cells.point(e), cells.interval(e)) if e is not None else (cells.blank(), cells.blank())


def value_rules(name: str, found: States, *, title: Text | None = None) -> Table:
    """The rules of the states with the numbers declared, in the order they are tried."""
    columns = (cells.column(STATE, left=True), cells.column(both("Rule", "规则"), left=True))
    own = both("Rules of the states, tried from the top", "状态判定规则（自上而下依次判定）")
    body = tuple(
        (cells.text(_RULES[rule][0]), cells.text(_rule(rule, counts))) for rule, counts in found.rules
    )
    return Table(name, words.words(title or own), columns, body, {"en": "", "zh": ""}, {})


def _rule(code: str, counts: Sequence[Count]) -> Text:
    said = [numbers.point(c.value, c.unit) for c in counts]
    form = _RULES[code][1]
    return both(form.en.format(*said), form.zh.format(*said))


def value_groups(name: str, found: Groups, *, title: Text | None = None) -> Table:
    """Groups in the order in which a call is worth most: customers, money, chance of leaving, expected loss."""
    own = both("Who to call first", "优先联系的客户群体")
    if not found.rows:
        return empty(name, title or own)
    money = found.currency
    columns = (
        cells.column(words.GROUP, left=True),
        cells.column(CUSTOMERS),
        cells.column(LIFETIME, money),
        cells.column(both("Left within a wave", "一期内流失率"), words.UNITS["share"]),
        cells.column(both("Expected loss", "预期损失"), money),
        cells.column(both("Loss of one customer", "单客预期损失"), money),
        cells.column(words.INTERVAL, money),
        cells.column(both("Dissatisfied", "不满意率"), words.UNITS["share"]),
    )
    body = tuple(_group(g) for g in found.rows)
    note = notes.of(
        [],
        [
            both(
                "expected loss: lifetime value times the share who left within a wave",
                "预期损失＝终身价值×一期内流失率",
            ),
            *_small(found),
        ],
    )
    return Table(name, words.words(title or own), columns, body, note, {})


def _small(found: Groups) -> list[Text]:
    hidden = any(e is not None and not e.shown for g in found.rows for e in (g.dissatisfied, g.chance))
    return (
        [both("–: too few customers or answers to say", "“–”表示客户或答卷过少，无法判断")] if hidden else []
    )


def _group(g: Group) -> tuple[Cell, ...]:
    ends = cells.interval(g.each) if g.each is not None else cells.blank()
    return (
        cells.text(g.name), cells.point(g.customers), *map(_maybe, (g.lifetime, g.chance, g.lost, g.each)), ends,
        _maybe(g.dissatisfied),
    )  # fmt: skip


def _maybe(e: Estimate | None) -> Cell:
    return cells.blank() if e is None else cells.point(e)
