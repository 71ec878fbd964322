"""A success and a failure side by side: the same measures of both, aligned at the first action of each."""

from csatreport.compare.cases.comparison import Comparison, Story, compare

__all__ = ["Comparison", "Story", "compare"]
