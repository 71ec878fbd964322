"""Sentences of Kano's model that depend on what was found: empty where there is nothing to say."""

from __future__ import annotations

from csatreport.exhibit.claims import claim
from csatreport.exhibit.shapes.kano import Changes, Kano, Step
from csatreport.exhibit.words import KANO_CLASSES, both, plain
from csatreport.params.text import LANGUAGES
from csatreport.records import Claim
from csatreport.results import Contrasts, Count, Estimates

_FIRST = {
    "secure": both(
        "First make sure of “{b.label}”: customers take it for granted (better {b}) and are dissatisfied without it (worse {w}).",
        "应首先保障“{b.label}”：客户视其为理所当然（Better系数{b}），一旦缺失便会不满（Worse系数{w}）。",
    ),
    "compete": both(
        "“{b.label}” comes first: customers are satisfied with it (better {b}) and dissatisfied without it (worse {w}). "
        "No feature is must-be.",
        "应首先投入“{b.label}”：具备时客户满意（Better系数{b}），缺失时客户不满（Worse系数{w}）。目前没有必备型特性。",
    ),
    "delight": both(
        "“{b.label}” comes first: it delights (better {b}) and is hardly missed (worse {w}). "
        "No feature is must-be or one-dimensional.",
        "应首先投入“{b.label}”：具备时令人惊喜（Better系数{b}），缺失时影响不大（Worse系数{w}）。目前没有必备型和期望型特性。",
    ),
}
_BUYS = {
    "secure": both(
        "By what customers say, the must-be feature that does most for {amount} {currency} is “{x.label}”: {x} customers would "
        "be spared dissatisfaction.",
        "按客户的说法，必备型特性中每{amount}{currency}投入以“{x.label}”收效最大：相当于让{x}名客户免于不满。",
    ),
    "compete": both(
        "By what customers say, the one-dimensional feature that does most for {amount} {currency} is “{x.label}”: {x} customers "
        "in all would be satisfied or spared dissatisfaction.",
        "按客户的说法，期望型特性中每{amount}{currency}投入以“{x.label}”收效最大：相当于感到满意与免于不满的客户合计{x}名。",
    ),
    "delight": both(
        "By what customers say, the attractive feature that does most for {amount} {currency} is “{x.label}”: {x} customers "
        "would be satisfied.",
        "按客户的说法，魅力型特性中每{amount}{currency}投入以“{x.label}”收效最大：相当于让{x}名客户感到满意。",
    ),
}


def changed(name: str, changes: Changes) -> tuple[Claim, ...]:
    """What became of the features since the wave before: classes, coefficients, and the largest change."""
    if changes.before is None or not any(c.shown for c in changes.coefficients):
        said = claim(
            name,
            en="There is no earlier wave with these questions to compare {wave} with.",
            zh="没有可与{wave}对比的往期同类题目。",
            wave=changes.wave,
        )
        return (said,)
    if not any(c.tested for c in changes.coefficients):
        found = changes.coefficients.widest
        return (claim(name, en="{c.label}: {c}.", zh="{c.label}：{c}。", c=found),)
    return (
        _classes(name, changes),
        *_moved(f"{name}-class", changes),
        *_largest(f"{name}-most", changes.coefficients),
    )


def _classes(name: str, changes: Changes) -> Claim:
    return claim(
        name,
        en="Since {before}, {moved} of {all} features moved to another class; of {found} coefficients, {found.clear} "
        "changed clearly.",
        zh="与{before}相比，{all}项特性中，类别改变的有{moved}项；{found}个系数中，变化明显的有{found.clear}个。",
        before=changes.before or changes.wave,
        moved=len(changes.moved),
        all=len(changes.moves),
        found=changes.coefficients,
    )


def _moved(name: str, changes: Changes) -> tuple[Claim, ...]:
    """The features that moved, with both classes."""
    if not changes.moved:
        return ()
    of = [(m.now.label, KANO_CLASSES[m.before.category], KANO_CLASSES[m.now.category]) for m in changes.moved]
    en = "; ".join(f"“{plain(x.en)}” from {a.en.lower()} to {b.en.lower()}" for x, a, b in of)
    zh = "；".join(f"“{plain(x.zh)}”由{a.zh}变为{b.zh}" for x, a, b in of)
    return (claim(name, en="Another class: {which}.", zh="类别改变：{which}。", which=both(en, zh)),)


def _largest(name: str, found: Contrasts) -> tuple[Claim, ...]:
    if not found.clear.rows:
        return ()
    said = claim(
        name,
        en="“{c.label}” changed most: its coefficient “{c.measure}” went from {c.previous} to {c.second}.",
        zh="变化最大的是“{c.label}”：{c.measure}由{c.previous}变为{c.second}。",
        c=found.widest,
    )
    return (said,)


def first(name: str, kano: Kano) -> tuple[Claim, ...]:
    """The feature that money goes to first, and why; where none earns money, just that."""
    step = next((s for s in kano.order if s.gain is not None), None)
    if step is None:
        nothing = claim(
            name,
            en="Of {all} features none is must-be, one-dimensional or attractive: none of them needs money now.",
            zh="{all}项特性中没有必备型、期望型或魅力型特性，目前均无需投入。",
            all=len(kano.features),
        )
        return (nothing,)
    words = _FIRST[step.action]
    said = claim(name, en=words.en, zh=words.zh, b=step.feature.better, w=step.feature.worse)
    return (said, *_stop(f"{name}-stop", kano))


def _stop(name: str, kano: Kano) -> tuple[Claim, ...]:
    """The feature that most customers would rather not have."""
    unwanted = [s.feature.shares["R"] for s in kano.order if s.action == "stop"]
    if not unwanted:
        return ()
    said = claim(
        name,
        en="“{x.label}” should stop, or be offered on request only: {x} of customers would rather do without it.",
        zh="“{x.label}”应停止，或仅按需提供：{x}的客户宁愿没有这项服务。",
        x=Estimates(tuple(unwanted)).highest(),
    )
    return (said,)


def bought(name: str, kano: Kano) -> tuple[Claim, ...]:
    """Inside each class the feature whose money buys most; where no cost is declared, what to do about it."""
    steps = [s for s in kano.order if s.bought is not None]
    if not steps:
        said = claim(
            name,
            en="Costs of the features are not declared: inside a class, {all} features stand in the order of their gain.",
            zh="未列出各特性的成本，同类之内{all}项特性按满意度收益排序。",
            all=len(kano.order),
        )
        return (said,)
    best = {s.action: s for s in reversed(steps)}
    return tuple(_buys(f"{name}-{s.action}", s, kano) for s in steps if best[s.action] is s)


def _buys(name: str, step: Step, kano: Kano) -> Claim:
    words = _BUYS[step.action]
    return claim(
        name,
        en=words.en,
        zh=words.zh,
        amount=Count(kano.per, kano.currency),
        currency=kano.currency,
        x=step.bought or step.feature.better,
    )


def groups(name: str, found: Contrasts) -> tuple[Claim, ...]:
    """How many groups see a feature clearly otherwise, and which one most; empty where nothing was compared."""
    if not any(c.tested for c in found):
        return ()
    counted = claim(
        name,
        en="Of {all} comparisons of a group with all other customers, {all.clear} are clear.",
        zh="将各群体与其他客户逐一比较，共{all}项，差异明显的有{all.clear}项。",
        all=found,
    )
    if not found.clear.rows:
        return (counted,)
    most = claim(
        f"{name}-most",
        en="“{c.level}” differs most, about “{c.label}”: its coefficient “{c.measure}” is {c.second}, that of all "
        "others {c.first}.",
        zh="差异最大的是“{c.level}”群体对“{c.label}”的看法：{c.measure}为{c.second}，其他客户为{c.first}。",
        c=found.widest,
    )
    return (counted, most)


def doubtful(name: str, kano: Kano) -> tuple[Claim, ...]:
    """The question with the most contradictory answers, and those that are beyond the limit."""
    said = claim(
        name,
        en="Answers contradict themselves most often about “{q.label}”: {q}. Of {all} features, {above} are clearly past the "
        "limit of {limit}.",
        zh="前后矛盾的回答在“{q.label}”上最多，占{q}。{all}项特性中，明显超过{limit}警戒线的有{above}项。",
        q=Estimates(tuple(f.questionable for f in kano.features)).highest(),
        limit=Count(kano.limit, both("limit", "警戒线"), of=1.0, unit="share"),
        above=len(kano.doubtful),
        all=len(kano.features),
    )
    if not kano.doubtful:
        return (said,)
    names = {k: [f"“{plain(f.label[k])}”" for f in kano.doubtful] for k in LANGUAGES}
    which = both(", ".join(names["en"]), "".join(names["zh"]))
    ask = claim(
        f"{name}-ask", en="Ask otherwise about {which}.", zh="应改进以下特性的问法：{which}。", which=which
    )
    return (said, ask)
