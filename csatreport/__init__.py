"""csatreport: raw customer-satisfaction records in, a versioned report book out."""

__version__ = "0.1.0"
