"""What changed, by the chapter on improvements: effects, and services whose improvement began everywhere."""

from __future__ import annotations

from csatreport.exhibit.claims import claim
from csatreport.exhibit.sentences.counted import either
from csatreport.exhibit.shapes.beforeafter import BeforeAfter
from csatreport.exhibit.words import both
from csatreport.params.text import Text
from csatreport.records import Claim
from csatreport.results import Contrasts


def changed(name: str, found: BeforeAfter) -> tuple[Claim, ...]:
    """How many effects are clear; how many services moved whose improvement began everywhere."""
    compared = Contrasts(tuple(c for c in found.effects if c.kind == "effect" and c.tested))
    effects = [_effects(name, compared)] if len(compared) else []
    everywhere = (
        [_everywhere(f"{name}-everywhere", found.changes)] if any(c.tested for c in found.changes) else []
    )
    return (*effects, *everywhere)


def _effects(name: str, effects: Contrasts) -> Claim:
    said = _moved(effects)
    return claim(
        name,
        en=f"Effects that could be set against a comparison group: {{effects}}. {said.en}.",
        zh=f"有对照组可比的{{effects}}项效果{said.zh}。",
        effects=effects,
    )


def _moved(effects: Contrasts) -> Text:
    """What the effects came to, and that no other was seen where there are others."""
    good, harm = len(effects.risen), len(effects.fallen)
    if not good and not harm:
        return both("None could be seen", "均不明显")
    done = either(good, _GOOD, both("none clearly did good", "没有明显见效的"))
    ill = either(harm, _HARM, both("none clearly did harm", "没有明显适得其反的"))
    said = both(f"Of these, {done.en} and {ill.en}", f"中，{done.zh}，{ill.zh}")
    return said if len(effects) == good + harm else both(f"{said.en}{_REST.en}", f"{said.zh}{_REST.zh}")


_GOOD = both("{effects.risen} clearly did good", "明显见效的有{effects.risen}项")
_HARM = both("{effects.fallen} clearly did harm", "明显适得其反的有{effects.fallen}项")
_REST = both("; no other effect could be seen", "，其余未见明显效果")


def _everywhere(name: str, changes: Contrasts) -> Claim:
    up = either(changes.risen, _ROSE, both("none rose clearly", "没有明显上升的"))
    down = either(changes.fallen, _FELL, both("none fell clearly", "没有明显下降的"))
    return claim(
        name,
        en=f"Services whose improvement began everywhere at once: {{changes}}. Since the wave before it began, {up.en} and "
        f"{down.en}. Nobody is left to compare with: why they moved cannot be told.",
        zh=f"有{{changes}}项服务的改进是一次性全面实施的：与实施前一期相比，{up.zh}，{down.zh}。没有对照组，变动的原因无法判断。",
        changes=changes,
    )


_ROSE = both("{changes.risen} rose clearly", "明显上升的有{changes.risen}项")
_FELL = both("{changes.fallen} fell clearly", "明显下降的有{changes.fallen}项")
