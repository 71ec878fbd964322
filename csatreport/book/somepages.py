"""Sphinx for some pages of a book: what it must know of the others, and which pages rest on nothing else.

Sphinx reads and writes the pages that are wanted. Of the others it is told what the page of a link needs: that they are
there, their titles, their order and the names of their headings.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.environment import BuildEnvironment

_UNDERSTOOD = {  # what Markdown makes of text, and our own HTML; anything else may lead anywhere
    "Text", "block_quote", "bullet_list", "colspec", "compound", "document", "emphasis", "entry", "enumerated_list",
    "footnote", "footnote_reference", "inline", "label", "list_item", "literal", "literal_block", "math", "math_block",
    "paragraph", "pending_xref", "raw", "reference", "row", "section", "strong", "table", "tbody", "tgroup", "thead",
    "title", "toctree", "transition",
}  # fmt: skip
_HEADING_LINK = re.compile(r"([A-Za-z0-9_-]+)\.md#")


def linked(source: str) -> set[str]:
    """Names of the pages to whose headings a page may lead."""
    return set(_HEADING_LINK.findall(source))


def tell(env: BuildEnvironment, site: Mapping[str, Any], docnames: list[str]) -> None:
    """Tell Sphinx of the pages that it does not read; an answer to ``env-before-read-docs``."""
    from docutils import nodes

    for name, title in site["titles"].items():
        if name in site["wanted"]:
            continue
        env.all_docs[name] = 0
        env.titles[name] = env.longtitles[name] = nodes.title("", "", nodes.Text(title))
        env.metadata[name] = {"myst_slugs": site["slugs"].get(name, {})}
        if name in site["under"]:
            env.toctree_includes[name] = site["under"][name]
    docnames[:] = site["wanted"]


def alone(env: BuildEnvironment, tree: nodes.document, *, title: str, source: str) -> bool:
    """Whether a page was made from its source, the contents and the pages it names, and others know its title."""
    name, names = env.path2doc(tree["source"]), linked(source)
    shown = env.titles[name].children
    return (
        not (env.dependencies.get(name) or env.included.get(name))
        and [type(node).__name__ for node in shown] == ["Text"]
        and shown[0].astext() == title
        and all(_understood(node, names) for node in tree.findall())
    )


def _understood(node: Any, names: set[str]) -> bool:  # noqa: ANN401 - docutils is imported where it is used
    kind = type(node).__name__
    if kind == "pending_xref":
        return node["refdomain"] == "doc" and (not node["reftargetid"] or node["reftarget"] in names)
    if kind == "math_block":
        return not node.get("label")
    return kind in _UNDERSTOOD
