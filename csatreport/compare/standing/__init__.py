"""Standing: levels of a domain (branches, brands, regions, products) among their peers, and how sure that is."""

from csatreport.compare.standing.adjusted import Adjusted, Mix, mix
from csatreport.compare.standing.chapter import Findings, findings
from csatreport.compare.standing.limits import Dot, Funnel, Line, funnel
from csatreport.compare.standing.moves import Mover, Movers, movers
from csatreport.compare.standing.peers import Peers
from csatreport.compare.standing.places import Place, Standing, of_index, of_scores, standing
from csatreport.compare.standing.shrunken import Shrinkage, Shrunken, shrinkage
from csatreport.compare.standing.variance import Between, between

__all__ = [
    "Adjusted", "Between", "Dot", "Findings", "Funnel", "Line", "Mix", "Mover", "Movers", "Peers", "Place", "Shrinkage",
    "Shrunken", "Standing", "between", "findings", "funnel", "mix", "movers", "of_index", "of_scores", "shrinkage", "standing",
]  # fmt: skip
