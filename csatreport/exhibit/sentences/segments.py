"""What is said of segments, whatever was found: one wave or several, stable segments or none, movement or none to be told."""

from __future__ import annotations

from collections.abc import Sequence

from csatreport.exhibit import charts, tables
from csatreport.exhibit.claims import claim
from csatreport.exhibit.sentences import since
from csatreport.exhibit.shapes.segments import Drift, Migration, Portrait, Profile, Segments, TypingTool
from csatreport.exhibit.words import both, plain
from csatreport.params.text import Text
from csatreport.records import Chart, Claim, Table
from csatreport.results import Contrasts, Count, Estimates

Shown = tuple[Claim | Chart | Table, ...]
_OF = both("segments' sizes", "个客群的规模")
_UP, _DOWN = both("grew clearly", "明显扩大"), both("shrank clearly", "明显缩小")
_EACH = 8  # differences told of a segment
_WIDEST = both("The widest differences of each segment", "各客群差异最大的方面")
_FITS = {
    True: both("they still fit", "仍然适用"),
    False: both(
        "they no longer fit: read this wave's segments as new ones",
        "已不再适用，本期客群应视为重新划分的结果",
    ),
}


def changed(name: str, found: Segments, sizes: Contrasts, migration: Migration | None) -> tuple[Claim, ...]:
    """Which segments grew or shrank, came or went, and how many customers moved; or that there is nothing to compare with."""
    if found.previous is None:
        return (
            claim(
                name,
                en="There is no earlier wave with these questions to compare {wave} with.",
                zh="没有可与{wave}对比的往期同类题目。",
                wave=found.wave,
            ),
        )
    moved = () if migration is None else (_moved(f"{name}-moved", migration),)
    return (*since.changed(name, sizes, of=_OF, up=_UP, down=_DOWN), *_come(name, found), *moved)


def _come(name: str, found: Segments) -> tuple[Claim, ...]:
    """Segments that are new, and those that are gone; that none is, is said too."""
    if not found.new and not found.gone:
        said = claim(
            f"{name}-same",
            en="Every segment continues one of {before}.",
            zh="各客群均与{before}的客群一一对应。",
            before=found.previous or found.wave,
        )
        return (said,)
    told = []
    if found.new:
        told.append(
            claim(f"{name}-new", en="New since {before}: {names}.", zh="与{before}相比，新出现的客群：{names}。",
                  before=found.previous or found.wave, names=listed(found.new))
        )  # fmt: skip
    if found.gone:
        told.append(
            claim(f"{name}-gone", en="Not found again since {before}: {names}.", zh="与{before}相比，不再出现的客群：{names}。",
                  before=found.previous or found.wave, names=listed(found.gone))
        )  # fmt: skip
    return tuple(told)


def listed(names: Sequence[Text]) -> Text:
    """Names in quotation marks, one after another."""
    return both(", ".join(f"“{plain(n.en)}”" for n in names), "、".join(f"“{plain(n.zh)}”" for n in names))


def _moved(name: str, migration: Migration) -> Claim:
    return claim(
        name,
        en="Of the customers who answered both in {first} and in {second}, {m} moved to another segment.",
        zh="在{first}与{second}均作答的客户中，{m}换到了其他客群。",
        first=migration.first, second=migration.second, m=migration.moved,
    )  # fmt: skip


def first(name: str, portrait: Portrait) -> Claim:
    """The segment to begin with: the least satisfied where one clearly is, else the one that wants most what others do not."""
    behind = portrait.overall.fallen
    if len(behind):
        return claim(
            name,
            en="Begin with the segment “{c.level}”: {c.second} are satisfied, against {c.first} of all other customers.",
            zh="应首先着手的是“{c.level}”客群：满意率为{c.second}，其他客户为{c.first}。",
            c=behind.widest,
        )
    if len(portrait.needs):
        return claim(
            name,
            en="No segment is clearly behind the others in satisfaction; what they want differs. Begin with “{c.level}”: "
            "{c.second} of them say that “{c.label}” matters most, against {c.first} of all others. "
            "Speak to each segment of what it wants.",
            zh="没有哪个客群的满意率明显落后，差别在于诉求不同。可先从“{c.level}”客群入手：{c.second}的人最看重“{c.label}”，"
            "其他客户为{c.first}。与各客群沟通时，应各有侧重。",
            c=portrait.needs.rows[0],
        )  # fmt: skip
    if len(portrait.matter):
        return claim(
            name,
            en="No segment is clearly behind the others in satisfaction. Begin with the widest difference: "
            "“{c.group}: {c.label}” is {c.second} in the segment “{c.level}”, against {c.first} of all others.",
            zh="没有哪个客群的满意率明显落后。可先关注差异最大之处：“{c.level}”客群的“{c.group}：{c.label}”为{c.second}，其他客户为{c.first}。",
            c=portrait.matter.rows[0],
        )  # fmt: skip
    return claim(
        name,
        en="Segments differ clearly and largely in none of {all} comparisons of satisfaction, background and behaviour: nothing "
        "here calls for a programme for one segment alone.",
        zh="在满意度、背景与行为的{all}项比较中，各客群均无显著且较大的差异：目前没有依据为某一客群单独制定方案。",
        all=portrait.contrasts,
    )  # fmt: skip


def number(name: str, found: Segments, sizes: Estimates) -> tuple[Claim, ...]:
    """How many segments, the largest, and which of them would not surely be found again."""
    unsure = [t for t in found.levels if t.label not in found.steady]
    if not found.steady:
        return (
            claim(
                name,
                en="The answers divide customers into {k} groups, but none of them would surely be found again in another "
                "sample: they are shown, and not named.",
                zh="客户可分为{k}群，但换一个样本均未必能再次得到同样的划分：仅予列示，不作命名。",
                k=found.now.k,
            ),
        )  # fmt: skip
    if not unsure:
        return (
            claim(
                name,
                en="The answers divide customers into {k} segments, all of which would surely be found again. The largest is "
                "“{largest.label}”, with {largest} of customers.",
                zh="客户可分为{k}个客群，均为稳定客群。最大的是“{largest.label}”，占客户的{largest}。",
                k=found.now.k, largest=sizes.rows[0],
            ),
        )  # fmt: skip
    said = claim(
        name,
        en="The answers divide customers into {k} segments, of which {stable} would surely be found again. The largest is "
        "“{largest.label}”, with {largest} of customers.",
        zh="客户可分为{k}个客群，其中稳定的有{stable}个。最大的是“{largest.label}”，占客户的{largest}。",
        k=found.now.k, stable=len(found.steady), largest=sizes.rows[0],
    )  # fmt: skip
    warned = claim(
        f"{name}-unstable",
        en="Not stable, and so not named: {names}. Read their numbers as a picture, not as a fact.",
        zh="不稳定、因而不命名的有：{names}。其数字仅供参考。",
        names=listed([t.label for t in unsure]),
    )
    return (said, warned)


def profile(name: str, found: Profile) -> Shown:
    """Map and table of what sets segments apart; empty where they rest on categories alone."""
    if not any(c.shown for c in found.contrasts):
        return ()
    codes = dict.fromkeys(c.second.level for c in found.contrasts)
    return (
        charts.segment_profile(f"{name}-chart", found),
        tables.segment_differences(f"{name}-table", [found.of(code) for code in codes]),
    )


def portrait(name: str, found: Portrait) -> Shown:
    """How many differences matter, the map of them, and the table; a sentence where none does."""
    if not any(c.tested for c in found.contrasts):
        return ()
    said = claim(
        name,
        en="Of {all} comparisons with all other customers, {all.clear} are clear, and {matter} of these reach {large} points.",
        zh="各客群与其他客户共比较{all}项，差异明显的有{all.clear}项，其中{matter}项达到{large}个百分点。",
        all=found.contrasts, matter=len(found.matter), large=found.large,
    )  # fmt: skip
    satisfied = (
        tables.segment_satisfaction(f"{name}-satisfaction", found.satisfaction)
        if found.satisfaction
        else None
    )
    if not len(found.matter):
        return tuple(filter(None, (said, satisfied)))
    codes = dict.fromkeys(c.second.level for c in found.contrasts)
    widest = [Contrasts(found.of(code).rows[:_EACH]) for code in codes]
    table = tables.segment_differences(f"{name}-table", widest, title=_WIDEST)
    known = any(c.second.measure == "share" for c in found.matter)
    chart = charts.segment_portrait(f"{name}-chart", found) if known else None
    return tuple(filter(None, (said, chart, satisfied, table)))


def movement(name: str, found: Segments, migration: Migration | None) -> Shown:
    """How many moved, how many only seem to, the largest movement, and the chart; or why that cannot be told."""
    if migration is None:
        return (_untold(name, found),)
    seeming = claim(
        f"{name}-seeming",
        en="As they were placed, {placed} were in another segment; {seeming} would have been though nobody moved, since some "
        "answers lie between two segments. Less these, {m} moved.",
        zh="按归类结果看，{placed}的客户两期不在同一客群；但因部分答卷介于两个客群之间，即使无人变动也会有{seeming}。扣除后，实际变动的占{m}。",
        placed=migration.placed, seeming=migration.seeming, m=migration.moved,
    )  # fmt: skip
    return (
        seeming, *_largest(f"{name}-largest", migration), charts.flow(f"{name}-chart", migration),
        tables.flows(f"{name}-table", migration),
    )  # fmt: skip


def _untold(name: str, found: Segments) -> Claim:
    if found.previous is None:
        return claim(
            name,
            en="Movement between segments takes two waves; {wave} is the first with these questions.",
            zh="客群流动须有两期数据，{wave}是首期。",
            wave=found.wave,
        )
    return claim(
        name,
        en="Movement since {before} cannot be told: too few customers answered both times, or the segments overlap too much to "
        "tell it from misplacement.",
        zh="与{before}相比的客群流动无从判断：两期均作答的客户过少，或客群之间重叠较多，难以与归类误差区分。",
        before=found.previous,
    )  # fmt: skip


def _largest(name: str, migration: Migration) -> tuple[Claim, ...]:
    sure = [f for f in migration.moves if f.rate.shown and f.rate.low]
    if not sure:
        return (
            claim(name, en="No single movement from one segment to another is certain.", zh="没有哪一项客群之间的流动可以确定。"),
        )  # fmt: skip
    return (
        claim(
            name,
            en="The largest movement is from “{x.level}” to “{x.label}”: {x} of those who were there.",
            zh="最大的流动是由“{x.level}”到“{x.label}”：占原客群的{x}。",
            x=sure[0].rate,
        ),
    )


def fits(name: str, found: Segments, drift: Drift | None, sizes: Contrasts) -> Shown:
    """Whether the earlier segments still fit, in plain words, and how sizes changed; or that there are none."""
    if drift is None:
        return (
            claim(
                name,
                en="There are no segments of an earlier wave to hold against the answers of {wave}.",
                zh="没有可与{wave}答卷对照的往期客群。",
                wave=found.wave,
            ),
        )
    said = claim(
        name,
        en="By the rule of {before}, {a} of this wave's customers are placed where this wave's own rule places them, and "
        "their answers lie {d:farther from|nearer to|about as far as then from} the centres of its segments. So {verdict}.",
        zh="按{before}的规则归类，{a}的本期客户与按本期规则归类一致；其答案与各客群中心的距离{d:较当时偏远|较当时偏近|与当时无明显差别}。"
        "可见上期的客群划分{verdict}。",
        before=drift.distance.first.wave_label, a=drift.agreement, d=drift.distance, verdict=_FITS[drift.fits],
    )  # fmt: skip
    return (said, *since.table(f"{name}-sizes", sizes))


def placing(name: str, tool: TypingTool | None) -> Shown:
    """The few questions, how often they place a customer rightly, and the points; or that too few answered."""
    if tool is None:
        return (
            claim(
                name,
                en="Too few customers answered every question to look for a shorter form.",
                zh="完整作答的客户过少，无法提炼简短的归类问卷。",
            ),
        )
    said = claim(
        name,
        en="{n} questions place {few} of customers where all {all} questions do; putting everybody in the largest segment "
        "would be right for {guess}. They are: {which}.",
        zh="用{n}道题即可使{few}的客户归入与全部{all}道题相同的客群；若一律归入最大客群，正确率仅为{guess}。这些题目是：{which}。",
        n=len(tool.questions), few=tool.few, all=_all(tool), guess=tool.guess, which=listed(tool.questions),
    )  # fmt: skip
    rounded = claim(
        f"{name}-rounded",
        en="In whole numbers the rule places {same} of customers as the exact one does.",
        zh="计分取整后，{same}的客户归类与精确规则一致。",
        same=tool.rounded,
    )
    chart = charts.dots(f"{name}-chart", Estimates((tool.guess, *tool.hits, tool.all)), title=_STEPS)
    return (said, chart, tables.points(f"{name}-points", tool), rounded)


_STEPS = both("Placed rightly, question after question", "归类正确率（逐题增加）")


def _all(tool: TypingTool) -> Count:
    return Count(tool.asked, both("questions", "题"))


def evidence(name: str, found: Segments) -> Shown:
    """Chart and table of what speaks for each number; one number alone, which was declared, is said."""
    if len(found.now.evidence) < 2:
        return (
            claim(name, en="The number of segments, {k}, was declared.", zh="客群数目（{k}个）为事先设定。", k=found.now.k),
        )  # fmt: skip
    chosen = next(e for e in found.now.evidence if e.chosen)
    said = claim(
        name,
        en="Of {tried} numbers of segments tried, {k} is the one chosen: the evidence is weighed together, and "
        "stability comes first.",
        zh="共尝试{tried}种客群数目，选定{k}个：各项依据综合权衡，以稳定性为先。",
        tried=len(found.now.evidence), k=chosen.k,
    )  # fmt: skip
    return (
        said,
        charts.segment_evidence(f"{name}-chart", found),
        tables.segment_evidence(f"{name}-table", found),
    )


def base(name: str, found: Segments) -> Claim:
    """How many responses were placed."""
    return claim(
        name,
        en="Of {all} responses of {wave}, {placed} answered enough of the questions to be placed.",
        zh="{wave}的{all}份答卷中，有{placed}份作答足够，可归入客群。",
        placed=found.placed, all=_responses(found), wave=found.wave,
    )  # fmt: skip


def _responses(found: Segments) -> Count:
    return Count(found.placed.of or 0.0, both("responses", "答卷"))
