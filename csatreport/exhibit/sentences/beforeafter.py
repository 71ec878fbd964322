"""What is said of improvements: what worked, what did not show, and what nobody can tell."""

from __future__ import annotations

from collections.abc import Sequence

from csatreport.exhibit import charts, tables
from csatreport.exhibit.claims import claim
from csatreport.exhibit.prose import escaped, text
from csatreport.exhibit.sentences.beforeafter_since import changed
from csatreport.exhibit.sentences.beforeafterdo import first
from csatreport.exhibit.sentences.counted import either
from csatreport.exhibit.shapes.beforeafter import BeforeAfter, Found
from csatreport.exhibit.words import both
from csatreport.params.text import LANGUAGES
from csatreport.records import Claim, Prose, Record
from csatreport.results import Contrasts, Estimate

__all__ = ["changed", "checked", "each", "everywhere", "first", "paid", "pictures", "waves"]

__all__ = ["changed", "checked", "each", "everywhere", "first", "paid", "pictures", "waves"]

_VERDICTS = {
    "worked": both(
        "“{title}” worked: “{c.label}” rose by {c.size} because of it. Since it began the mean was {c.second}; without it, "
        "{c.first} would have been expected.",
        "“{title}”有效果：“{c.label}”因此提高{c.size}。实施以来平均分为{c.second}；若未实施，预计为{c.first}。",
    ),
    "harmed": both(
        "“{title}” did harm: “{c.label}” fell by {c.size} because of it. Since it began the mean was {c.second}; without it, "
        "{c.first} would have been expected.",
        "“{title}”适得其反：“{c.label}”因此降低{c.size}。实施以来平均分为{c.second}；若未实施，预计为{c.first}。",
    ),
    "unseen": both(
        "“{title}”: no effect on “{c.label}” that we could see. Since it began the mean was {c.second}; without it, {c.first} "
        "would have been expected. An effect of {c.visible} would have been seen.",
        "“{title}”：对“{c.label}”未见明显效果。实施以来平均分为{c.second}；若未实施，预计为{c.first}。效果达到{c.visible}方可识别。",
    ),
    "doubtful": both(
        "“{title}”: “{c.label}” had a mean of {c.second} where it was done, against {c.first} by the comparison group. But the "
        "two had moved apart before it began: nobody can tell what came of it.",
        "“{title}”：实施组的“{c.label}”平均分为{c.second}，按对照组推算应为{c.first}。但两组在实施前走势已经分化，无法判断改进的效果。",
    ),
    "untold": both(
        "“{title}”: “{c.label}” had a mean of {c.second} where it was done, against {c.first} by the comparison group. Whether "
        "that is an effect cannot be told: {why}.",
        "“{title}”：实施组的“{c.label}”平均分为{c.second}，按对照组推算应为{c.first}。两者之差是否为改进的效果，无法判断：{why}。",
    ),
}
_UNTOLD = both("cannot be told", "无法判断")


def each(name: str, found: BeforeAfter) -> tuple[Claim, ...]:
    """One sentence for each effect that may be shown, in the words of its verdict."""
    return tuple(_each(f"{name}-{row.code}-{row.item}", row) for row in found.compared)


def _each(name: str, row: Found) -> Claim:
    said = _VERDICTS[row.verdict]
    why = {"why": row.reason or _UNTOLD} if row.verdict == "untold" else {}
    c = row.effect
    if c is None:  # pragma: no cover - only rows with an effect come here
        raise ValueError(row.code)
    return claim(name, en=said.en, zh=said.zh, title=row.title, c=c, **why)


def pictures(name: str, found: BeforeAfter) -> tuple[Record, ...]:
    """Effects around zero, and the table of all; empty where nothing could be compared."""
    if not found.compared:
        return ()
    title = both("Effect of each improvement on the mean score", "各项改进对平均分的效果")
    return (
        charts.change(f"{name}-chart", [c for c in found.effects if c.shown], title=title),
        tables.improvements(f"{name}-table", found),
    )


def waves(name: str, found: BeforeAfter) -> tuple[Record, ...]:
    """The effect wave by wave, and both groups side by side; empty where too few answered in every single wave."""
    if not any(e.shown for row in found.compared for e in row.events):
        return ()
    return charts.events(f"{name}-events", found), charts.courses(f"{name}-courses", found)


def checked(name: str, found: BeforeAfter) -> tuple[Record, ...]:
    """What the checks say, in words and in a table."""
    rows = list(found.compared)
    if not rows:
        return ()
    tested = [row.leads.apart for row in rows if row.leads is not None and row.leads.p is not None]
    earlier = Contrasts(tuple(c for row in rows for c in row.earlier if c.tested))
    said = [_apart(f"{name}-before", tested)] if tested else []
    said += [_earlier(f"{name}-earlier", earlier)] if len(earlier) else []
    return (*said, tables.improvement_checks(f"{name}-table", found))


def _apart(name: str, tested: Sequence[bool]) -> Claim:
    said = either(
        sum(tested),
        both(
            "in {apart} the two sides had clearly moved apart before", "实施前两组走势明显分化的有{apart}项"
        ),
        both("in none had the two sides clearly moved apart before", "实施前两组走势均未明显分化"),
    )
    return claim(
        name,
        en=f"Comparisons that could be tested: {{tested}}; {said.en}.",
        zh=f"可检验的{{tested}}项对比中，{said.zh}。",
        tested=len(tested), **({"apart": sum(tested)} if any(tested) else {}),
    )  # fmt: skip


def _earlier(name: str, earlier: Contrasts) -> Claim:
    clear = len(earlier.clear)
    said = either(
        clear, both("{clear}", "{earlier}项效果中明显的有{clear}项"), both("none", "{earlier}项效果均不明显")
    )
    return claim(
        name,
        en=f"Had the improvements begun in an earlier wave, as this check pretends, {said.en} of {{earlier}} effects would be "
        "clear.",
        zh=f"若假定改进在更早的时期开始，{said.zh}。",
        earlier=len(earlier), **({"clear": clear} if clear else {}),
    )  # fmt: skip


def paid(name: str, found: BeforeAfter) -> tuple[Record, ...]:
    """What each point cost, and when it pays back; where no effect was seen, that nothing can be told."""
    rows = [row for row in found.compared if row.money is not None]
    if not rows:
        return ()
    said = [c for row in rows for c in [_paid(f"{name}-{row.code}-{row.item}", row, found)] if c is not None]
    return (*said, tables.improvement_money(f"{name}-table", found))


def _paid(name: str, row: Found, found: BeforeAfter) -> Claim | None:
    m, currency = row.money, found.currency
    if m is None or m.per_point is None:
        return None if m is None else _unpaid(name, row, m.cost, found)
    if m.payback is None or m.worth is None:
        return None
    return claim(
        name,
        en="“{title}” cost {cost} {currency}. If a point more of “{cost.label}” is worth {worth} {currency} a year, as declared, "
        "it pays back in {payback} years (between {payback.low} and {payback.high}).",
        zh="“{title}”共投入{cost}{currency}。若“{cost.label}”平均分每多一分，每年价值{worth}{currency}（公司自行测算），"
        "则{payback}年可收回投入（区间为{payback.low}至{payback.high}年）。",
        title=row.title, cost=m.cost, worth=m.worth, payback=m.payback, currency=currency,
    )  # fmt: skip


def _unpaid(name: str, row: Found, cost: Estimate, found: BeforeAfter) -> Claim:
    return claim(
        name,
        en="“{title}” cost {cost} {currency}. No payback can be told: no effect on “{cost.label}” was seen.",
        zh="“{title}”共投入{cost}{currency}。对“{cost.label}”未见明显效果，无法推算回收期。",
        title=row.title, cost=cost, currency=found.currency,
    )  # fmt: skip


def everywhere(name: str, found: BeforeAfter) -> tuple[Record, ...]:
    """Changes where an improvement began everywhere at once; and everything else that cannot be told, with the reason."""
    made: list[Record] = []
    if len(found.changes):
        title = both(
            "Before it began, and now: improvements without a comparison group",
            "实施前与本期：没有对照组的改进",
        )
        made.append(tables.contrasts(f"{name}-table", found.changes, title=title))
    rest = [row for row in found.rows if row.effect is None and row.change is None and row.reason is not None]
    return (*made, *([_reasons(f"{name}-untold", rest)] if rest else []))


def _reasons(name: str, rows: Sequence[Found]) -> Prose:
    told = {k: [[escaped(t[k]) for t in (r.title, r.label, r.reason) if t] for r in rows] for k in LANGUAGES}
    en = [f"- {title}, {label}: {why}." for title, label, why in told["en"]]
    zh = [f"- {title}，{label}：{why}。" for title, label, why in told["zh"]]
    return text(
        name, en="\n".join(["Not told in this edition:", "", *en]), zh="\n".join(["本期无法判断：", "", *zh])
    )
