"""Tables, one file per kind of result."""

from csatreport.exhibit.tables.beforeafter import (
    improvement_checks,
    improvement_money,
    improvement_shares,
    improvements,
)
from csatreport.exhibit.tables.cases import cases
from csatreport.exhibit.tables.casesfigures import case_changes, case_expected, case_trends
from csatreport.exhibit.tables.churn import drivers as churn_drivers
from csatreport.exhibit.tables.churn import groups as churn_groups
from csatreport.exhibit.tables.churn import proof as churn_proof
from csatreport.exhibit.tables.comments import elsewhere, key_words, quotes, voice_themes
from csatreport.exhibit.tables.demands import candidates, channels, decisions
from csatreport.exhibit.tables.differences import differences
from csatreport.exhibit.tables.dissatisfied import complaints, reasons
from csatreport.exhibit.tables.distribution import correlations, distribution
from csatreport.exhibit.tables.drivers import drivers
from csatreport.exhibit.tables.estimates import contrasts, estimates
from csatreport.exhibit.tables.fieldwork import missing, modes, quarantine
from csatreport.exhibit.tables.importance import importance, stated
from csatreport.exhibit.tables.journey import blueprint, journey, lifecycle
from csatreport.exhibit.tables.kano import kano, kano_coefficients, kano_groups
from csatreport.exhibit.tables.kanocompared import kano_changes, kano_differences
from csatreport.exhibit.tables.kanoorder import kano_order
from csatreport.exhibit.tables.models import indicators, standing
from csatreport.exhibit.tables.pathmodel import construct_items, constructs, effects, invariance
from csatreport.exhibit.tables.peers import funnel, mix, movers, shrinkage
from csatreport.exhibit.tables.received import sources, steps, strata, unmatched
from csatreport.exhibit.tables.segments import (
    flows,
    points,
    segment_differences,
    segment_evidence,
    segment_satisfaction,
    segments,
)
from csatreport.exhibit.tables.servqual import servqual
from csatreport.exhibit.tables.standards import senses, standards
from csatreport.exhibit.tables.structure import groups, item_analysis, kept, loadings, reliability
from csatreport.exhibit.tables.studies import studies_apart, studies_design, studies_factors, studies_scores
from csatreport.exhibit.tables.studiesfound import studies_overlap, studies_parts, studies_years
from csatreport.exhibit.tables.thousand import thousand
from csatreport.exhibit.tables.value import (
    value_assumptions,
    value_groups,
    value_lifetime,
    value_rules,
    value_states,
    value_tiers,
)
from csatreport.exhibit.tables.valuestakes import value_stakes

__all__ = [
    "blueprint",
    "candidates",
    "case_changes",
    "case_expected",
    "case_trends",
    "cases",
    "channels",
    "churn_drivers",
    "churn_groups",
    "churn_proof",
    "complaints",
    "construct_items",
    "constructs",
    "contrasts",
    "correlations",
    "decisions",
    "differences",
    "distribution",
    "drivers",
    "effects",
    "elsewhere",
    "estimates",
    "flows",
    "funnel",
    "groups",
    "importance",
    "improvement_checks",
    "improvement_money",
    "improvement_shares",
    "improvements",
    "indicators",
    "invariance",
    "item_analysis",
    "journey",
    "kano",
    "kano_changes",
    "kano_coefficients",
    "kano_differences",
    "kano_groups",
    "kano_order",
    "kept",
    "key_words",
    "lifecycle",
    "loadings",
    "missing",
    "mix",
    "modes",
    "movers",
    "points",
    "quarantine",
    "quotes",
    "reasons",
    "reliability",
    "segment_differences",
    "segment_evidence",
    "segment_satisfaction",
    "segments",
    "senses",
    "servqual",
    "shrinkage",
    "sources",
    "standards",
    "standing",
    "stated",
    "steps",
    "strata",
    "studies_apart",
    "studies_design",
    "studies_factors",
    "studies_overlap",
    "studies_parts",
    "studies_scores",
    "studies_years",
    "thousand",
    "unmatched",
    "value_assumptions",
    "value_groups",
    "value_lifetime",
    "value_rules",
    "value_stakes",
    "value_states",
    "value_tiers",
    "voice_themes",
]
