"""Sentences about cases compared; each says only what the figures bear, and says so where they bear nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from csatreport.exhibit.claims import claim
from csatreport.exhibit.sentences.counted import either
from csatreport.exhibit.shapes.cases import Comparison, Learned, Story
from csatreport.exhibit.words import both, joined, plain
from csatreport.params.text import Text
from csatreport.records import Record
from csatreport.results import Contrast, Contrasts

_EN_MOVED = "{x:rose|fell|did not clearly change} ({x.first} to {x.second})"
_ZH_MOVED = "{x:上升|下降|无明显变化}（由{x.first}到{x.second}）"
_BOOKS = both(
    "a figure told without its base or standard error: not tested", "该指标未提供样本量或标准误，不作检验"
)
_EN_WENT, _ZH_WENT = "went from {x.first} to {x.second}", "由{x.first}变为{x.second}"


def apart(name: str, comparison: Comparison) -> tuple[Record, ...]:
    """The measure that tells the two cases apart most clearly; says so where none does or nothing can be compared."""
    a, b, most = comparison.lead, comparison.other, comparison.apart
    if a is None or b is None or most is None:
        said = claim(
            name,
            en="The cases have no figures before and after their first actions that could be tested against each other.",
            zh="各案例在首项措施前后缺少可供检验对比的数据。",
        )
        return (said,)
    x, y = (_change(s, most.second.item) for s in (a, b))
    clear = most.direction != "none"
    en = "“{d.label}” tells the two cases apart most clearly." if clear else (
        "No measure tells the two cases apart clearly; “{d.label}” comes nearest."
    )  # fmt: skip
    zh = "最能区分两个案例的指标是“{d.label}”。" if clear else (
        "没有指标能明显区分两个案例，相对最接近的是“{d.label}”。"
    )  # fmt: skip
    return (
        claim(
            name,
            en=en + " At “{a}” it {x:rose|fell|did not clearly change} from {x.first} to {x.second}, at “{b}” it "
            "{y:rose|fell|did not clearly change} from {y.first} to {y.second}: the two changes lie {d.size} apart.",
            zh=zh + "该指标在“{a}”{x:上升|下降|无明显变化}（由{x.first}到{x.second}），在“{b}”{y:上升|下降|无明显变化}"
            "（由{y.first}到{y.second}），两者变化相差{d.size}。",
            d=most, x=x, y=y, a=_plain(a.title), b=_plain(b.title),
        ),
    )  # fmt: skip


def first(name: str, comparison: Comparison) -> tuple[Record, ...]:
    """The lesson to take over and the one to beware of, each with its number: those of the measure most apart, if any."""
    found = []
    for story, outcome, way in (
        (comparison.lead, "success", "better"),
        (comparison.other, "failure", "worse"),
    ):
        lesson = _foremost(story, way, comparison.apart) if story and story.outcome == outcome else None
        if story is not None and lesson is not None:
            found.append(_lesson(f"{name}-{outcome}", story, lesson))
    return tuple(found)


def _foremost(story: Story, way: str, most: Contrast | None) -> Learned | None:
    """The lesson whose measure moved ``way``: of the measure most apart, else the surest."""
    fit = [x for x in story.lessons if x.moved == way and x.change is not None and x.change.shown]
    wanted = "" if most is None else most.second.item
    return max(fit, key=lambda x: (_item(x) == wanted, _surety(x)), default=None)


def _item(lesson: Learned) -> str:
    return "" if lesson.change is None else lesson.change.second.item


def _surety(lesson: Learned) -> float:
    c = lesson.change
    return 0.0 if c is None or not c.se else abs(c.value) / c.se


def _lesson(name: str, story: Story, lesson: Learned) -> Record:
    x = lesson.change
    tested = x is not None and x.tested
    en, zh = (_EN_MOVED, _ZH_MOVED) if tested else (_EN_WENT, _ZH_WENT)
    to_do = {
        "success": ("Worth taking over from", "值得借鉴的做法（“{case}”）"),
        "failure": ("A warning from", "应当引以为戒的教训（“{case}”）"),
    }[story.outcome]
    return claim(
        name,
        en=f"{to_do[0]} “{{case}}”: {{lesson}} There, “{{x.label}}” {en}.",
        zh=f"{to_do[1]}：{{lesson}}该案例的“{{x.label}}”{zh}。",
        case=_plain(story.title),
        lesson=_ended(lesson.text),
        x=x,  # type: ignore[arg-type]  # a lesson without its change is not foremost
    )


def outcomes(name: str, comparison: Comparison) -> tuple[Record, ...]:
    """Of each case, how many expected results were reached; and where that speaks against the outcome declared."""
    found: list[Record] = []
    for story in comparison.stories:
        found.append(_outcome(f"{name}-{story.code}", story))
        if story.contradicted:
            found.append(_contradiction(f"{name}-{story.code}-contradicted", story))
    return tuple(found)


def _outcome(name: str, story: Story) -> Record:
    en, zh = {"success": ("a success", "成功"), "failure": ("a failure", "失败")}[story.outcome]
    if not story.expected:
        return claim(
            name,
            en=f"“{{case}}” is declared {en}; no results were expected of it that it could be held against.",
            zh=f"“{{case}}”定性为{zh}案例，未列出可供对照的预期目标。",
            case=_plain(story.title),
        )
    told = [_COUNTED[k] for k, n in story.counts.items() if n]
    return claim(
        name,
        en=f"“{{case}}” is declared {en}. Expected results: {{all}}, of which {', '.join(t.en for t in told)}.",
        zh=f"“{{case}}”定性为{zh}案例。{{all}}项预期目标中，{'，'.join(t.zh for t in told)}。",
        case=_plain(story.title), all=len(story.expected), **{k: n for k, n in story.counts.items() if n},
    )  # fmt: skip


_COUNTED = {
    "met": both("{met} met", "达到{met}项"),
    "missed": both("{missed} missed", "未达到{missed}项"),
    "unsure": both("{unsure} that the figures cannot tell", "尚难判断{unsure}项"),
    "open": both("{open} not due yet", "尚未到期{open}项"),
}


def _contradiction(name: str, story: Story) -> Record:
    if story.outcome == "success":
        return claim(
            name,
            en="The figures speak against it: “{case}” is declared a success, yet all expected results that can be told "
            "({missed}) were missed.",
            zh="数据与定性不符：“{case}”定性为成功案例，但可以判断的{missed}项预期目标均未达到。",
            case=_plain(story.title),
            missed=story.counts["missed"],
        )
    return claim(
        name,
        en="The figures speak against it: “{case}” is declared a failure, yet all expected results that can be told ({met}) "
        "were met.",
        zh="数据与定性不符：“{case}”定性为失败案例，但可以判断的{met}项预期目标均已达到。",
        case=_plain(story.title),
        met=story.counts["met"],
    )


def moved(name: str, comparison: Comparison) -> tuple[Record, ...]:
    """In how many measures the two cases clearly differ."""
    a, b = comparison.lead, comparison.other
    if a is None or b is None or not any(d.tested and d.shown for d in comparison.differences):
        return ()
    tested = Contrasts(tuple(d for d in comparison.differences if d.tested))
    clear = either(
        tested.clear,
        both("clearly differ in {all.clear}", "“{a}”与“{b}”的变化明显不同的有{all.clear}项"),
        both("clearly differ in none", "没有一项的变化在“{a}”与“{b}”之间明显不同"),
    )
    return (
        claim(
            name,
            en=f"The changes of “{{a}}” and “{{b}}” {clear.en} of {{all}} measures whose changes could be tested.",
            zh=f"在可以检验的{{all}}项指标中，{clear.zh}。",
            a=_plain(a.title),
            b=_plain(b.title),
            all=tested,
        ),
    )


def untested(name: str, comparison: Comparison) -> tuple[Record, ...]:
    """Measures whose change no base and no standard error allows to test: both numbers are stated."""
    found: list[Record] = []
    for d in comparison.differences:
        a, b = comparison.lead, comparison.other
        if d.tested or not d.shown or a is None or b is None:
            continue
        said = claim(
            f"{name}-{d.second.item}",
            en="“{x.label}” went from {x.first} to {x.second} at “{a}” and from {y.first} to {y.second} at “{b}”.",
            zh="“{x.label}”：“{a}”由{x.first}变为{x.second}，“{b}”由{y.first}变为{y.second}。",
            x=_change(a, d.second.item), y=_change(b, d.second.item), a=_plain(a.title), b=_plain(b.title),
        )  # fmt: skip
        found.append(replace(said, note=joined([_BOOKS])))
    return tuple(found)


def areas(name: str, comparison: Comparison) -> tuple[Record, ...]:
    """In which areas both cases acted, and in which only one of them did."""
    a, b = comparison.lead, comparison.other
    if a is None or b is None:
        return ()
    found = [{x.area_label.en: x.area_label for x in s.actions} for s in (a, b)]
    sides = {
        "both": [t for k, t in found[0].items() if k in found[1]],
        "only_a": [t for k, t in found[0].items() if k not in found[1]],
        "only_b": [t for k, t in found[1].items() if k not in found[0]],
    }
    parts = {
        "both": ("both acted on {both}", "两个案例都在{both}领域采取了措施"),
        "only_a": ("only “{a}” acted on {only_a}", "仅“{a}”在{only_a}领域采取了措施"),
        "only_b": ("only “{b}” acted on {only_b}", "仅“{b}”在{only_b}领域采取了措施"),
    }
    told = {k: parts[k] for k, texts in sides.items() if texts}
    en, zh = "; ".join(p[0] for p in told.values()), "；".join(p[1] for p in told.values())
    names = {"a": _plain(a.title), "b": _plain(b.title)}
    used = {k: t for k, t in names.items() if f"{{{k}}}" in en}
    return (
        claim(
            name,
            en=f"{en[:1].upper()}{en[1:]}.",
            zh=f"{zh}。",
            **used,
            **{k: _listed(sides[k]) for k in told},
        ),
    )


def _listed(labels: Sequence[Text]) -> Text:
    return both(
        ", ".join(f"“{plain(t.en).lower()}”" for t in labels), "".join(f"“{plain(t.zh)}”" for t in labels)
    )


def _change(story: Story, code: str) -> Contrast:
    """The change of a measure that is compared: it has one."""
    return next(m.change for m in story.measures if m.code == code and m.change is not None)


def _plain(text: Text) -> Text:
    return both(plain(text.en), plain(text.zh))


def _ended(text: Text) -> Text:
    """A sentence that ends as one, whatever was typed."""
    en, zh = plain(text.en), plain(text.zh)
    return both(
        en if en.endswith((".", "!", "?", "…")) else f"{en}.",
        zh if zh.endswith(("。", "！", "？", "…")) else f"{zh}。",
    )
