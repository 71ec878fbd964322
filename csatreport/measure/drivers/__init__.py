"""What goes with satisfaction: regression, Shapley's shares, relative weights, and how stable they are."""

from csatreport.measure.drivers.compared import beside, changes
from csatreport.measure.drivers.model import drivers
from csatreport.measure.drivers.results import Driver, Drivers, Stability, Unfit

__all__ = ["Driver", "Drivers", "Stability", "Unfit", "beside", "changes", "drivers"]
