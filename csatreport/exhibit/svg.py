"""The way a figure becomes SVG: short, the same bytes for the same figure, and all its text as outlines.

matplotlib's own writer spends most of its time and bytes on text: every label is set anew, described in a comment and
grouped. Here a label is set once per process, an outline stands once in a chart, and there is nothing that does not draw.
"""

# ruff: noqa: N803, ANN401, ARG002, PLR0917 - signatures are matplotlib's
from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Bbox, Transform

from csatreport.exhibit import font

DPI = 72  # figures are drawn in points
_DIGITS = 2  # of a point
_FLIP = Affine2D().scale(1, -1).frozen()


def svg(fig: Figure, name: str) -> str:
    """The figure as SVG whose bytes depend on nothing but the figure; names inside begin with ``name``.

    Raises
    ------
    BookError
        A character that the font does not have.
    """
    width, height = (float(x) * DPI for x in fig.get_size_inches())
    drawing = _Drawing(width, height, re.sub("[^A-Za-z0-9]", "-", name))
    fig.draw(drawing)
    return drawing.text()


class _Drawing(RendererBase):
    """What matplotlib draws on."""

    def __init__(self, width: float, height: float, name: str) -> None:
        super().__init__()
        self.width, self.height = width, height
        self._name = name
        self._named: dict[tuple[str, str], str] = {}  # elements that are used by name: their tag and the rest
        self._drawn: list[str] = []

    def text(self) -> str:
        """All that was drawn."""
        size = f'width="{_number(self.width)}pt" height="{_number(self.height)}pt"'
        box = f'viewBox="0 0 {_number(self.width)} {_number(self.height)}"'
        spaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
        named = "".join(f'<{tag} id="{name}"{rest}' for (tag, rest), name in self._named.items())
        drawn = "".join(self._drawn)
        return f'<svg {spaces} {size} {box} stroke-linejoin="round"><defs>{named}</defs>{drawn}</svg>'

    def draw_path(
        self, gc: GraphicsContextBase, path: Path, transform: Transform, rgbFace: Any = None
    ) -> None:
        """A path; one that nobody can see is left out."""
        look = _look(gc, rgbFace)
        if look:
            self._drawn.append(f'<path d="{_path(path, self._flipped(transform))}"{look}{self._clip(gc)}/>')

    def draw_markers(
        self,
        gc: GraphicsContextBase,
        marker_path: Path,
        marker_trans: Transform,
        path: Path,
        trans: Transform,
        rgbFace: Any = None,
    ) -> None:
        """The same mark at every vertex."""
        look = _look(gc, rgbFace)
        if not look:
            return
        mark = self._name_of("path", f' d="{_path(marker_path, marker_trans + _FLIP)}"/>')
        places = self._flipped(trans).transform(np.asarray(path.vertices)).tolist()
        used = "".join(
            f'<use xlink:href="#{mark}" x="{_number(x)}" y="{_number(y)}"/>'
            for x, y in places
            if math.isfinite(x) and math.isfinite(y)
        )
        self._drawn.append(
            f"<g{look}{self._clip(gc)}>{used}</g>"
        )  # a clip of <use> itself would move with it

    def draw_text(
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: Any = False,
        mtext: Any = None,
    ) -> None:
        """A line of text as outlines."""
        scale = f"{prop.get_size_in_points() / font.EM:.6g}"
        turn = f" rotate({_number(-angle)})" if angle else ""
        at = f"translate({_number(x)} {_number(y)}){turn} scale({scale} -{scale})"
        letters = [
            (self._name_of("path", f' d="{outline}"/>'), f' x="{left}"' if left else "")
            for outline, left in font.line(s).outlines
        ]
        used = "".join(f'<use xlink:href="#{name}"{left}/>' for name, left in letters)
        self._drawn.append(f'<g transform="{at}" {_fill(gc.get_rgb())}>{used}</g>')

    def get_text_width_height_descent(
        self, s: str, prop: FontProperties, ismath: Any
    ) -> tuple[float, float, float]:
        """Sizes of a line of text in points."""
        line, size = font.line(s), prop.get_size_in_points()
        return line.width * size, line.height * size, line.descent * size

    def get_canvas_width_height(self) -> tuple[float, float]:
        """Size in points."""
        return self.width, self.height

    def flipy(self) -> bool:
        """Whether y grows downwards."""
        return True

    def _flipped(self, transform: Transform) -> Transform:
        return transform + Affine2D().scale(1, -1).translate(0, self.height)

    def _name_of(self, tag: str, rest: str) -> str:
        return self._named.setdefault((tag, rest), f"{self._name}-{len(self._named)}")

    def _clip(self, gc: GraphicsContextBase) -> str:
        box: Bbox | None = gc.get_clip_rectangle()
        if box is None:
            return ""
        x, y, width, height = map(_number, (box.x0, self.height - box.y1, box.width, box.height))
        rect = f'<rect x="{x}" y="{y}" width="{width}" height="{height}"/>'
        return f' clip-path="url(#{self._name_of("clipPath", f">{rect}</clipPath>")})"'


def _path(path: Path, transform: Transform) -> str:
    whole = path.cleaned(transform, remove_nans=True, curves=True)
    return font.outline(np.asarray(whole.vertices), np.asarray(whole.codes).tolist(), digits=_DIGITS)


def _look(gc: GraphicsContextBase, face: Sequence[float] | None) -> str:
    """Attributes of fill and stroke; none where neither is seen."""
    inside = face is not None and (len(face) < 4 or face[3] > 0)
    around = gc.get_linewidth() > 0 and gc.get_rgb()[3] > 0
    if not inside and not around:
        return ""
    fill = _fill(face) if inside and face is not None else 'fill="none"'
    return f" {fill}{_stroke(gc) if around else ''}"


def _fill(colour: Sequence[float]) -> str:
    see_through = f' fill-opacity="{_number(colour[3])}"' if len(colour) > 3 and colour[3] < 1 else ""
    return f'fill="{to_hex((colour[0], colour[1], colour[2]))}"{see_through}'


def _stroke(gc: GraphicsContextBase) -> str:
    colour = gc.get_rgb()
    offset, dashes = gc.get_dashes()
    said: dict[str, str] = {"stroke": to_hex(colour)}
    if gc.get_linewidth() != 1:
        said["stroke-width"] = _number(gc.get_linewidth())
    if colour[3] < 1:
        said["stroke-opacity"] = _number(colour[3])
    if dashes is not None:
        said["stroke-dasharray"] = " ".join(_number(x) for x in np.asarray(dashes))
        said["stroke-dashoffset"] = _number(float(offset))
    if gc.get_joinstyle() != "round":
        said["stroke-linejoin"] = gc.get_joinstyle()
    if gc.get_capstyle() != "butt":
        said["stroke-linecap"] = {"projecting": "square"}.get(gc.get_capstyle(), gc.get_capstyle())
    return "".join(f' {k}="{v}"' for k, v in said.items())


def _number(x: float) -> str:
    return f"{round(float(x), _DIGITS) + 0.0:.7g}"
