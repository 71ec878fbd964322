"""The colours of the book, once for charts, site and PDF.

A chart is drawn in ``LIGHT`` and holds no other colour, and no two names share one: a dark page gets
its chart by replacing each ``LIGHT`` hex by the ``DARK`` one of the same name. Text colours have a
contrast of at least 4.5 with ``paper`` in both; ``good``, ``warn``, ``bad`` and ``accent`` stay apart
for the colour-blind (blue-green, ochre, vermilion, blue) and are always said in words too.
"""

from __future__ import annotations

LIGHT: dict[str, str] = {
    "paper": "#ffffff",
    "ink": "#1d2730",
    "muted": "#5a6670",
    "grid": "#e1e5e8",
    "neutral": "#8c97a0",
    "accent": "#1b6a94",
    "band": "#b7d4e3",
    "good": "#00735a",
    "warn": "#8a6100",
    "bad": "#b53d0c",
}

DARK: dict[str, str] = {
    "paper": "#14191e",
    "ink": "#e7ebee",
    "muted": "#a9b4bd",
    "grid": "#2b343b",
    "neutral": "#76828c",
    "accent": "#6cb6dd",
    "band": "#2c5770",
    "good": "#4cc3a0",
    "warn": "#e0b34c",
    "bad": "#f08a5d",
}


def darkened(svg: str) -> str:
    """The chart for a dark page."""
    for name, colour in LIGHT.items():
        svg = svg.replace(colour, DARK[name])
    return svg
