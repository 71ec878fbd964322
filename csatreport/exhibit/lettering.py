"""Many short texts in one artist: the numbers of a heat map, without hundreds of layouts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backend_bases import RendererBase
from matplotlib.colors import to_rgba
from matplotlib.font_manager import FontProperties

from csatreport.exhibit import font

_DIGIT = 0.733  # height of a digit, of the type size


@dataclass(frozen=True)
class Letters:
    """A text, the middle of its digits (figure units) and its colour."""

    x: float
    y: float
    text: str
    colour: str


class Lettering(Artist):
    """Texts of one size, each on one line and centred on its place; add it with ``Figure.add_artist``."""

    def __init__(self, letters: Sequence[Letters], size: float) -> None:
        super().__init__()
        self._letters = letters
        self._font = FontProperties(family=[font.family()], size=size)

    def draw(self, renderer: RendererBase) -> None:
        """Draw every text."""
        tall = renderer.get_canvas_width_height()[1]
        below = float(np.asarray(renderer.points_to_pixels(self._font.get_size_in_points()))) * _DIGIT / 2
        gc = renderer.new_gc()
        for one in self._letters:
            x, y = self.get_transform().transform((one.x, one.y))
            width, _, _ = renderer.get_text_width_height_descent(one.text, self._font, False)
            gc.set_foreground(to_rgba(one.colour), isRGBA=True)
            renderer.draw_text(gc, x - width / 2, tall - y + below, one.text, self._font, 0)
        gc.restore()
