"""What a chapter says of comments; a project with few of them, or in other languages, gets what they allow."""

from __future__ import annotations

from collections.abc import Sequence

from csatreport.exhibit import charts, tables
from csatreport.exhibit.claims import claim
from csatreport.exhibit.sentences.since import changed
from csatreport.exhibit.shapes.comments import Voice
from csatreport.exhibit.words import both
from csatreport.params.text import Text
from csatreport.records import Claim, Record
from csatreport.results import Contrast, Count, Estimates


def lead(name: str, voice: Voice) -> tuple[Record, ...]:
    """What changed since the wave compared with, and which theme to look at first."""
    themes = both("themes (share of comments)", "个主题的意见占比")
    return (
        *changed(f"{name}.changed", voice.changes, of=themes),
        *(
            _tone(f"{name}.tone-changed", c)
            for c in voice.overall_change
            if c.shown and (c.tested or c.broken)
        ),
        *_first(f"{name}.first", voice),
    )


def _tone(name: str, c: Contrast) -> Claim:
    return claim(
        name,
        en="{c.second} of all comments are positive; since {before} this share {c:rose by {c.size}|fell by {c.size}|did not "
        "clearly change}.",
        zh="全部意见中正面意见占{c.second}，与{before}相比{c:上升{c.size}|下降{c.size}|无明显变化}。",
        c=c, before=c.first.wave_label,
    )  # fmt: skip


def _first(name: str, voice: Voice) -> tuple[Claim, ...]:
    """The theme that most negative comments are about."""
    if not any(p.negative.shown for p in voice.parts):
        return (_written(name, voice),)
    worst = voice.worst
    return (
        claim(
            name,
            en="Look first at “{bad.label}”: {bad} of all comments are about it and negative; of the comments about it, "
            "{tone} are positive.",
            zh="应首先关注“{bad.label}”：该主题的负面意见占全部意见的{bad}，在所有主题中居首；该主题的意见中，正面意见占{tone}。",
            bad=worst.negative, tone=worst.tone,
        ),
    )  # fmt: skip


def _written(name: str, voice: Voice) -> Claim:
    """All that can be said where no theme has enough comments."""
    return claim(
        name,
        en="{wrote} respondents wrote a comment; no theme was raised by enough of them to be shown.",
        zh="共有{wrote}位受访者填写了文字意见，但没有任何主题达到可列示的样本量。",
        wrote=voice.commented,
    )


def themes(name: str, voice: Voice) -> tuple[Record, ...]:
    """How many comment on what, and in which tone."""
    if not any(p.negative.shown for p in voice.parts):
        return (tables.voice_themes(f"{name}.themes-table", voice.parts),)
    most = voice.shares.highest()
    return (
        claim(
            f"{name}.themes",
            en="Customers comment most often on “{most.label}” ({most} of all comments); {none} of all comments fit none of "
            "the themes.",
            zh="客户提及最多的主题是“{most.label}”，占全部意见的{most}；另有{none}的意见未归入任何主题。",
            most=most, none=voice.unassigned,
        ),
        charts.tones(f"{name}.tones", voice.parts),
        tables.voice_themes(f"{name}.themes-table", voice.parts),
    )  # fmt: skip


def changes(name: str, voice: Voice) -> tuple[Record, ...]:
    """Themes over all waves, and what changed since the wave compared with."""
    return (
        *_over_time(f"{name}.heat", voice.history, both("Share of comments by theme", "各主题意见占比")),
        tables.contrasts(f"{name}.changes", voice.changes),
        *_over_time(
            f"{name}.tone-heat", voice.tone_history, both("Share positive by theme", "各主题正面意见占比")
        ),
        tables.contrasts(f"{name}.tone-changes", voice.tone_changes),
    )


def _over_time(name: str, history: Sequence[Estimates], title: Text) -> tuple[Record, ...]:
    """A heat map, where there are two waves to compare."""
    every = [e for line in history for e in line]
    if len({e.wave for e in every}) < 2 or not any(e.shown for e in every):
        return ()
    return (charts.heat(name, history, title=title),)


def elsewhere(name: str, voice: Voice) -> tuple[Record, ...]:
    """The same themes in reviews and interviews, or that there are none."""
    if not voice.sources or not len(voice.shares):
        sentence = claim(
            f"{name}.elsewhere",
            en="No other source has enough texts to compare with.",
            zh="其他来源的文本数量不足，不作对比。",
        )
        return (sentence,)
    return (tables.elsewhere(f"{name}.elsewhere", voice.shares, voice.sources),)


def base(name: str, voice: Voice) -> tuple[Record, ...]:
    """How many wrote a comment, and how many in a language that cannot be judged."""
    wrote = voice.commented
    sentence = claim(
        f"{name}.base",
        en="{wrote} of {all} respondents wrote a comment.",
        zh="{all}位受访者中，{wrote}位填写了文字意见。",
        wrote=wrote, all=_all(wrote),
    )  # fmt: skip
    return (sentence, *([_unread(f"{name}.unread", voice.unread)] if voice.unread.value else []))


def _all(count: Count) -> Count:
    return Count(count.of or count.value, Text(en="Responses", zh="问卷"), data=count.data)


def _unread(name: str, unread: Count) -> Claim:
    return claim(
        name,
        en="{unread} comments are in another language than Chinese and English; their tone was not judged.",
        zh="另有{unread}条意见使用中英文以外的语言，未判断语气。",
        unread=unread,
    )
