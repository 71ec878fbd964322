"""Formulas of the site as MathML, which browsers draw themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docutils import nodes


def inline(writer: Any, node: nodes.Node) -> None:  # noqa: ANN401  # Sphinx's HTML writer has no public type
    """Write a formula within a line."""
    writer.body.append(_formula(node, display=False))
    _skip()


def display(writer: Any, node: nodes.Node) -> None:  # noqa: ANN401
    """Write a formula that stands by itself."""
    writer.body.append(f'<div class="csat-formula">{_formula(node, display=True)}</div>\n')
    _skip()


def _skip() -> None:
    from docutils.nodes import SkipNode

    raise SkipNode


def _formula(node: nodes.Node, *, display: bool) -> str:
    """A LaTeX formula as MathML; what is no formula stops the build."""
    from docutils.utils.math.latex2mathml import tex2mathml
    from sphinx.util import logging

    try:
        return str(tex2mathml(node.astext(), as_block=display))
    except (ValueError, SyntaxError) as error:  # docutils raises either
        logging.getLogger(__name__).warning("not a formula: %s (%s)", node.astext(), error, location=node)
        return ""
