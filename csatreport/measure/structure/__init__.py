"""Structure of satisfaction: reliability of scales, and the groups of services that customers experience as one.

Array functions (correlations in, numbers out; one matrix or many at once) stand in :mod:`.reliability`,
:mod:`.adequacy`, :mod:`.number`, :mod:`.extraction`, :mod:`.rotation`, :mod:`.scores`; :mod:`.matrix` makes a
matrix that somebody printed usable by them. A survey goes through :mod:`.sample` to :mod:`.scale` and
:mod:`.analysis`.
"""

from csatreport.measure.structure.analysis import structure
from csatreport.measure.structure.result import Structure
from csatreport.measure.structure.sample import Sample
from csatreport.measure.structure.scale import Scales, scales

__all__ = ["Sample", "Scales", "Structure", "scales", "structure"]
