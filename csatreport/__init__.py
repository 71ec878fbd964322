"""csatreport: raw customer-satisfaction records in, a versioned report book out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from csatreport.opening import open_edition

__all__ = ["__version__", "open_edition"]
__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    """Import ``open_edition`` when it is first asked for: the command must start without pandas."""
    if name == "open_edition":
        from csatreport.opening import open_edition

        return open_edition
    raise AttributeError(f"module 'csatreport' has no attribute {name!r}")
