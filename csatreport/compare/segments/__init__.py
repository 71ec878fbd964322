"""What is done with segments: what sets them apart, who they are, who moved, and whether they still fit."""

from csatreport.compare.segments.drift import Drift, drift
from csatreport.compare.segments.migration import Flow, Migration, migration
from csatreport.compare.segments.portrait import Portrait, portrait
from csatreport.compare.segments.profile import Profile, profile
from csatreport.compare.segments.sizes import changes, sizes

__all__ = [
    "Drift", "Flow", "Migration", "Portrait", "Profile", "changes", "drift", "migration", "portrait", "profile", "sizes",
]  # fmt: skip
