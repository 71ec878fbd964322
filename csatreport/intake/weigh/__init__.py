"""Weights: from the sample design, delivered, or adjusted to what is known about the population."""

from csatreport.intake.weigh.delivered import delivered
from csatreport.intake.weigh.kish import Effect, effect
from csatreport.intake.weigh.raking import Margin, rake
from csatreport.intake.weigh.steps import Weighted, weights
from csatreport.intake.weigh.strata import design, poststratify
from csatreport.intake.weigh.trimming import trim

__all__ = [
    "Effect",
    "Margin",
    "Weighted",
    "delivered",
    "design",
    "effect",
    "poststratify",
    "rake",
    "trim",
    "weights",
]
