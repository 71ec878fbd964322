"""The house colours as CSS: what charts are drawn in, pages are set in."""

from __future__ import annotations

from csatreport.palette import DARK, LIGHT


def css(dark: str, *, automatic: bool = False) -> str:
    """CSS variables (``--ink``, ``--paper`` ...) for a light page and paper, and for a dark screen.

    Parameters
    ----------
    dark : str
        The selector of a page that was told to be dark.
    automatic : bool
        Whether a page that was told nothing follows the reader's system.
    """
    tones = {
        name: ";".join(f"--{k}:{v}" for k, v in colours.items())
        for name, colours in (("light", LIGHT), ("dark", DARK))
    }
    rules = [
        f"html{{{tones['light']};color-scheme:light}}",
        f"@media screen{{{dark}{{{tones['dark']};color-scheme:dark}}}}",
    ]
    if automatic:
        rules.append(
            f"@media screen and (prefers-color-scheme:dark){{html{{{tones['dark']};color-scheme:dark}}}}"
        )
    return "\n".join(rules) + "\n"
