"""Text that code has to write, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterable

from csatreport.exhibit.words import both, plain
from csatreport.params.text import LANGUAGES, Text
from csatreport.records import Prose

NEEDS = {
    "responses": both("no answers of respondents in this wave", "本期没有受访者答卷"),
    "published": both("no published scores", "没有公开发布的得分"),
    "previous": both("no earlier wave to compare with", "没有可对比的往期数据"),
    "year_ago": both("no wave of the year before to compare with", "没有可对比的去年同期数据"),
    "waves": both("fewer than three waves", "调查期不足三期"),
    "overall": both("no question about overall satisfaction", "问卷中没有总体满意度题目"),
    "dimensions": both("fewer than two dimensions", "维度不足两个"),
    "indicators": both("no indicator levels in the questionnaire", "问卷未划分指标层级"),
    "domains": both("no background questions to compare groups by", "没有可用于分组比较的背景题目"),
    "servqual": both("no pairs of expectation and perception", "没有期望与感知的配对题目"),
    "importance": both("no pairs of importance and satisfaction", "没有重要性与满意度的配对题目"),
    "standing": both("no branches, brands or regions to rank", "没有可排名的分公司、品牌或地区"),
    "loyalty": both("no question about staying or coming back", "没有续约或再次选择意愿的题目"),
    "structure": both("fewer than six services rated", "评价的服务项目不足六项"),
    "drivers": both("no overall rating with at least three services", "缺少总体评价，或服务项目不足三项"),
    "constructs": both("no questions of a satisfaction index model", "问卷中没有满意度指数模型的题目"),
    "kano": both("no pairs of questions about having and lacking a feature", "没有正反两问的Kano题目"),
    "dissatisfied": both("no question about the reasons of the dissatisfied", "问卷未询问不满意的原因"),
    "stages": both("fewer than two stages of the journey rated", "评价的客户旅程环节不足两个"),
    "standards": both("no mystery visits in this wave", "本期没有神秘访客检查"),
    "comments": both("no comments in this wave", "本期没有文字意见"),
    "segments": both("no questions that customers could be segmented by", "没有可用于客户细分的题目"),
    "value": both("no records of customers and what they bought", "没有客户及其消费记录"),
    "churn": both("no records of customers who left", "没有客户流失记录"),
    "improvements": both("no improvements declared", "未列出改进措施"),
    "cases": both("fewer than two cases declared with their figures", "列出且有指标数据的案例不足两个"),
    "studies": both("fewer than two studies declared with their scores", "列出且有得分的研究不足两项"),
    "level": both("no answers in this wave", "本期没有答卷"),
    "demands": both("no demands declared and no question about needs", "未列出需求清单，问卷也未询问需求"),
}
_COLON = {"en": ": ", "zh": "："}


def text(name: str, *, en: str, zh: str) -> Prose:
    """Markdown written by a chapter."""
    return Prose(name, {"en": en, "zh": zh})


def left_out(name: str, missing: Iterable[tuple[Text, str]]) -> Prose:
    """Chapters that this project has no data for: (title, the need that is not met)."""
    found = list(missing)
    if not found:
        return text(name, en="Every chapter of the book is in this edition.", zh="本版收录了全部章节。")
    lines = {
        k: "\n".join(f"- **{escaped(t[k])}**{_COLON[k]}{_need(n)[k]}" for t, n in found) for k in LANGUAGES
    }
    return text(
        name,
        en=f"Chapters left out of this edition, and why:\n\n{lines['en']}",
        zh=f"本版未收录以下章节及原因：\n\n{lines['zh']}",
    )


def _need(name: str) -> Text:
    return NEEDS.get(name, Text.same(name))


def escaped(label: str) -> str:
    """A label as Markdown that prints its very characters."""
    return re.sub(r"([\\`*_{}\[\]()#+.!|<>&$~-])", r"\\\1", plain(label))
