"""What was found in comments, theme by theme."""

from __future__ import annotations

from dataclasses import dataclass

from csatreport.comments.themes import Theme
from csatreport.params import Text
from csatreport.results import Estimate, Estimates


@dataclass(frozen=True)
class Part:
    """One theme in the edition's wave.

    ``share`` of all comments, and how it splits into ``negative``, ``unclear`` and ``positive`` (also of all
    comments); ``tone`` is the share positive of the theme's own comments.
    """

    theme: Theme
    share: Estimate
    negative: Estimate
    unclear: Estimate
    positive: Estimate
    tone: Estimate


@dataclass(frozen=True)
class Words:
    """Key words of a theme, by language."""

    label: Text
    zh: tuple[str, ...]
    en: tuple[str, ...]


@dataclass(frozen=True)
class Source:
    """Reviews or interviews: the share of each theme among them."""

    label: Text
    shares: Estimates
