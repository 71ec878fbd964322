"""Markdown as a tree of plain values: what the printed book makes paragraphs, lists and tables of.

Raw HTML is text, not markup. The template ``typst/prose.typ`` sets the tree; no text is ever evaluated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from csatreport.book import formulas

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

Node = dict[str, Any]

_OUTSIDE = re.compile(r"^(https?|mailto):", re.IGNORECASE)
_LONG = re.compile(r"[^\s\u2e80-\uffef]{25,}")
_WIDE = re.compile(r"[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]")


def soft(text: str) -> str:
    """``text`` with places where a word too long for a line may break (zero-width spaces)."""
    return _LONG.sub(lambda m: "\u200b".join(re.findall(".{1,12}", m[0])), text)


def width(text: str) -> int:
    """Width in half-width characters."""
    return len(text) + len(_WIDE.findall(text))


def deeper(level: int, above: int) -> int:
    """Level in the PDF of a heading that Markdown gives ``level``: chapters are 2, no level is skipped."""
    return max(3, min(level + 1, above + 1))


def nodes(markdown: str, *, where: str, level: int = 2, pages: frozenset[str] = frozenset()) -> list[Node]:
    """The blocks of a Markdown text.

    Parameters
    ----------
    where : str
        Page or record, for messages.
    level : int
        Level of the heading above: the first heading here is one deeper at most.
    pages : frozenset of str
        Names of the book's pages: links to them stay inside the PDF.

    Raises
    ------
    BookError
        A formula that cannot be set.
    """
    from markdown_it.tree import SyntaxTreeNode

    root = SyntaxTreeNode(_parser().parse(markdown))
    return list(_Walker(where, level, pages).blocks(root.children))


def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    return parser.use(dollarmath_plugin, allow_labels=False, double_inline=True)


class _Walker:
    """Goes through the tree and remembers the level of the last heading."""

    def __init__(self, where: str, level: int, pages: frozenset[str]) -> None:
        self._where, self._level, self._pages = where, level, pages

    def blocks(self, children: list[SyntaxTreeNode]) -> Iterator[Node]:
        for n in children:
            yield self.block(n)

    def block(self, n: SyntaxTreeNode) -> Node:
        match n.type:
            case "paragraph":
                return {"kind": "line" if n.hidden else "para", "nodes": self.inline(n)}
            case "heading":
                self._level = deeper(int(n.tag[1]), self._level)
                return {"kind": "heading", "level": self._level, "nodes": self.inline(n)}
            case "bullet_list":
                return {"kind": "list", "items": self.items(n)}
            case "ordered_list":
                return {"kind": "enum", "start": int(n.attrs.get("start", 1)), "items": self.items(n)}
            case "blockquote":
                return {"kind": "quote", "nodes": list(self.blocks(n.children))}
            case "table":
                return self.table(n)
            case "hr":
                return {"kind": "rule"}
            case "math_block":
                return {"kind": "line", "nodes": [self.maths(n.content, display=True)]}
        return {"kind": "codeblock", "text": n.content.rstrip("\n")}

    def items(self, n: SyntaxTreeNode) -> list[list[Node]]:
        return [list(self.blocks(item.children)) for item in n.children]

    def table(self, n: SyntaxTreeNode) -> Node:
        rows = [row.children for half in n.children for row in half.children]
        cells = [[self.inline(c) for c in row] for row in rows]
        longest = [max(width(_plain(c)) for c in column) for column in zip(*cells, strict=True)]
        styles = [str(c.attrs.get("style", "")) for c in rows[0]]
        align = [s.removeprefix("text-align:") or "left" for s in styles]
        widths = [min(max(w, 6), 40) for w in longest]
        return {"kind": "table", "head": cells[0], "rows": cells[1:], "align": align, "widths": widths}

    def inline(self, n: SyntaxTreeNode) -> list[Node]:
        return [self.span(child) for part in n.children for child in part.children]

    def span(self, n: SyntaxTreeNode) -> Node:
        kinds = {"strong": "strong", "em": "emph", "s": "strike"}
        if n.type in kinds:
            return {"kind": kinds[n.type], "nodes": [self.span(c) for c in n.children]}
        match n.type:
            case "code_inline":
                return {"kind": "code", "text": soft(n.content)}
            case "link":
                return self.link(n)
            case "math_inline" | "math_inline_double":
                return self.maths(n.content, display=n.type == "math_inline_double")
            case "hardbreak":
                return {"kind": "break"}
            case "softbreak":
                return {"kind": "text", "text": _between(n.previous_sibling, n.next_sibling)}
        return {"kind": "text", "text": soft(n.content)}

    def link(self, n: SyntaxTreeNode) -> Node:
        inside = [self.span(c) for c in n.children]
        to = str(n.attrs.get("href", ""))
        page = PurePosixPath(to.partition("#")[0]).stem
        if _OUTSIDE.match(to):
            return {"kind": "link", "to": to, "nodes": inside}
        if page in self._pages:
            return {"kind": "page", "to": page, "nodes": inside}
        return {"kind": "emph", "nodes": inside}

    def maths(self, source: str, *, display: bool) -> Node:
        source = source.strip()
        return {"kind": "maths", "tree": formulas.tree(source, self._where), "alt": source, "display": display}


def _plain(cell: list[Node]) -> str:
    return "".join(n.get("text", "") + _plain(n.get("nodes", [])) for n in cell)


def _between(before: SyntaxTreeNode | None, after: SyntaxTreeNode | None) -> str:
    """What a line break in the source stands for: nothing between two Chinese characters, else a space."""
    ends = [before.content[-1:] if before else "", after.content[:1] if after else ""]
    return "" if all(_WIDE.match(end) for end in ends) else " "
