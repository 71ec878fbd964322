"""Markdown as a tree of plain values: what the printed book makes paragraphs, lists and tables of.

Raw HTML is text, not markup. The template ``typst/prose.typ`` sets the tree; no text is ever evaluated.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from csatreport.book import formulas

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

Node = dict[str, Any]

_OUTSIDE = re.compile(r"^(https?|mailto):", re.IGNORECASE)
_STRONG = re.compile(r"(\w?)\*\*([^\s*](?:[^*\n]*[^\s*])?)\*\*(?=(\w?))")
_LONG = re.compile(r"[^\s\u2e80-\uffef]{25,}")
_WIDE = re.compile(
    r"[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]"
)


def soft(text: str) -> str:
    """``text`` with places where a word too long for a line may break (zero-width spaces)."""
    return _LONG.sub(lambda m: "\u200b".join(re.findall(".{1,12}", m[0])), text)


def width(text: str) -> int:
    """Width in half-width characters."""
    return len(text) + len(_WIDE.findall(text))


def deeper(level: int, above: int) -> int:
    """Level in the PDF of a heading that Markdown gives ``level``: chapters are 2, no level is skipped."""
    return max(3, min(level + 1, above + 1))


def closed(markdown: str) -> str:
    """Markdown whose strong text ends where Chinese ends it.

    CommonMark wants a space between punctuation, ``**`` and a letter, which Chinese does not write: in
    ``**重点:**甲`` the stars would be printed. A hair space stands in.
    """
    return _STRONG.sub(_spaced, markdown)


def _spaced(match: re.Match[str]) -> str:
    before = "\u200a" if match[1] and not match[2][0].isalnum() else ""
    after = "\u200a" if match[3] and not match[2][-1].isalnum() else ""
    return f"{match[1]}{before}**{match[2]}**{after}"


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

    root = SyntaxTreeNode(_parser().parse(closed(markdown)))
    return _Walker(where, level, pages).blocks(root.children)


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    return parser.use(dollarmath_plugin, allow_labels=False, double_inline=True)


class _Walker:
    """Goes through the tree and remembers the level of the last heading; a method for each type of node."""

    def __init__(self, where: str, level: int, pages: frozenset[str]) -> None:
        self._where, self._level, self._pages = where, level, pages

    def blocks(self, children: list[SyntaxTreeNode]) -> list[Node]:
        return [getattr(self, f"_{n.type}", self._code_block)(n) for n in children]

    def spans(self, children: list[SyntaxTreeNode]) -> list[Node]:
        return [getattr(self, f"_{n.type}", self._text)(n) for n in children]

    def inside(self, n: SyntaxTreeNode) -> list[Node]:
        return [node for part in n.children for node in self.spans(part.children)]

    def _paragraph(self, n: SyntaxTreeNode) -> Node:
        return {"kind": "line" if n.hidden else "para", "nodes": self.inside(n)}

    def _heading(self, n: SyntaxTreeNode) -> Node:
        self._level = deeper(int(n.tag[1]), self._level)
        return {"kind": "heading", "level": self._level, "nodes": self.inside(n)}

    def _bullet_list(self, n: SyntaxTreeNode) -> Node:
        return {"kind": "list", "items": [self.blocks(item.children) for item in n.children]}

    def _ordered_list(self, n: SyntaxTreeNode) -> Node:
        items = [self.blocks(item.children) for item in n.children]
        return {"kind": "enum", "start": int(n.attrs.get("start", 1)), "items": items}

    def _blockquote(self, n: SyntaxTreeNode) -> Node:
        return {"kind": "quote", "nodes": self.blocks(n.children)}

    def _hr(self, _: SyntaxTreeNode) -> Node:
        return {"kind": "rule"}

    def _math_block(self, n: SyntaxTreeNode) -> Node:
        return {"kind": "line", "nodes": [self.maths(n, display=True)]}

    def _code_block(self, n: SyntaxTreeNode) -> Node:
        return {"kind": "codeblock", "text": soft(n.content.rstrip("\n"))}

    def _table(self, n: SyntaxTreeNode) -> Node:
        rows = [row.children for half in n.children for row in half.children]
        cells = [[self.inside(c) for c in row] for row in rows]
        longest = [max(width(_plain(c)) for c in column) for column in zip(*cells, strict=True)]
        align = [str(c.attrs.get("style", "")).removeprefix("text-align:") or "left" for c in rows[0]]
        widths = [min(max(w, 8), 40) for w in longest]
        return {"kind": "table", "head": cells[0], "rows": cells[1:], "align": align, "widths": widths}

    def _text(self, n: SyntaxTreeNode) -> Node:
        return {"kind": "text", "text": soft(n.content)}

    def _strong(self, n: SyntaxTreeNode) -> Node:
        return {"kind": "strong", "nodes": self.spans(n.children)}

    def _em(self, n: SyntaxTreeNode) -> Node:
        return {"kind": "emph", "nodes": self.spans(n.children)}

    def _s(self, n: SyntaxTreeNode) -> Node:
        return {"kind": "strike", "nodes": self.spans(n.children)}

    def _code_inline(self, n: SyntaxTreeNode) -> Node:
        return {"kind": "code", "text": soft(n.content)}

    def _hardbreak(self, _: SyntaxTreeNode) -> Node:
        return {"kind": "break"}

    def _softbreak(self, n: SyntaxTreeNode) -> Node:
        return {"kind": "text", "text": _between(n.previous_sibling, n.next_sibling)}

    def _math_inline(self, n: SyntaxTreeNode) -> Node:
        return self.maths(n, display=False)

    def _math_inline_double(self, n: SyntaxTreeNode) -> Node:
        return self.maths(n, display=True)

    def maths(self, n: SyntaxTreeNode, *, display: bool) -> Node:
        source = n.content.strip()
        return {
            "kind": "maths",
            "tree": formulas.tree(source, self._where),
            "alt": source,
            "display": display,
        }

    def _link(self, n: SyntaxTreeNode) -> Node:
        nodes, to = self.spans(n.children), str(n.attrs.get("href", ""))
        page = PurePosixPath(to.partition("#")[0]).stem
        if _OUTSIDE.match(to):
            return {"kind": "link", "to": to, "nodes": nodes}
        return (
            {"kind": "page", "to": page, "nodes": nodes}
            if page in self._pages
            else {"kind": "emph", "nodes": nodes}
        )


def _plain(cell: list[Node]) -> str:
    return "".join(n.get("text", "") + _plain(n.get("nodes", [])) for n in cell)


def _between(before: SyntaxTreeNode | None, after: SyntaxTreeNode | None) -> str:
    """What a line break in the source stands for: nothing between two Chinese characters, else a space."""
    ends = [before.content[-1:] if before else "", after.content[:1] if after else ""]
    return "" if all(_WIDE.match(end) for end in ends) else " "
