"""TeX formulas as trees: the small part of TeX that a methods chapter needs.

A node is a string, or a list whose first element is its kind: ``["frac", above, below]``,
``["attach", base, below, above]``, ``["row", node, ...]``. The template ``typst/prose.typ`` draws them;
nothing is ever evaluated.
"""

from __future__ import annotations

import re
from typing import Any

from csatreport.errors import BookError

Node = Any  # a JSON value

_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|\d+(?:[.,]\d+)*|\s+|.", re.DOTALL)
_LETTERS = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ϵ", "varepsilon":
    "ε", "zeta": "ζ", "eta": "η", "theta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ",
    "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ",
    "upsilon": "υ", "phi": "ϕ", "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω",
    "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma":
    "Σ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω", "ell": "ℓ", "infty": "∞", "partial": "∂",
}  # fmt: skip
_RELATIONS = {
    "=": "=", "<": "<", ">": ">", "lt": "<", "gt": ">", "le": "≤", "leq": "≤", "ge": "≥",
    "geq": "≥", "ne": "≠", "neq": "≠", "in": "∈", "approx": "≈", "sim": "∼", "equiv": "≡",
    "propto": "∝", "to": "→", "rightarrow": "→",
}  # fmt: skip
_BINARY = {
    "+": "+", "-": "−", "*": "∗", "times": "×", "cdot": "⋅", "pm": "±", "mp": "∓", "div":
    "÷", "setminus": "∖",
}  # fmt: skip
_SYMBOLS = {
    "%": "%", "&": "&", "#": "#", "$": "$", "_": "_", "{": "{", "}": "}", "lbrace": "{",
    "rbrace": "}", "ldots": "…", "dots": "…", "cdots": "⋯", "mid": "∣", "prime": "′",
}  # fmt: skip
_LARGE = {"sum": "∑", "prod": "∏", "int": "∫"}
_NAMES = frozenset({"log", "ln", "exp", "max", "min", "sup", "inf", "Pr", "arg", "lim"})
_ACCENTS = {
    "hat": "\u0302",
    "widehat": "\u0302",
    "bar": "\u0304",
    "overline": "\u0304",
    "tilde": "\u0303",
    "dot": "\u0307",
}
_WORDS = frozenset({"text", "mathrm", "textrm", "mathit", "textit", "operatorname", "mathbf"})
_GAPS = {",": 0.17, ";": 0.28, ":": 0.22, " ": 0.3, "quad": 1.0, "qquad": 2.0, "!": 0.0}


def tree(source: str, where: str) -> Node:
    r"""The tree of a TeX formula.

    Knows letters, digits, Greek, ``\frac \sqrt \sum \prod \int``, sub- and superscripts, accents,
    ``\left … \right``, relations, ``\text``, ``\mathrm``, ``\operatorname`` and spaces.

    Raises
    ------
    BookError
        A command that is not known, or braces that do not match.
    """
    reader = _Reader(_TOKEN.findall(source), source, where)
    node = reader.row(frozenset())
    if reader.ahead:
        raise reader.refuse(f"'{reader.ahead}' without its beginning")
    return node


class _Reader:
    """Reads tokens from left to right."""

    def __init__(self, tokens: list[str], source: str, where: str) -> None:
        self._tokens, self._at, self._source, self._where = tokens, 0, source, where

    @property
    def ahead(self) -> str:
        """The next token, "" at the end."""
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def take(self) -> str:
        """The next token, which is then read."""
        token = self.ahead
        self._at += 1
        return token

    def refuse(self, problem: str) -> BookError:
        return BookError(
            f"a formula that the PDF cannot set: {problem}",
            where=f"{self._where}: ${self._source}$",
            expected="letters, numbers, Greek, \\frac, \\sqrt, \\sum, \\hat, \\text, _, ^ and the like",
            todo="write the formula with these, or as plain text",
        )

    def row(self, closing: frozenset[str]) -> Node:
        """Nodes up to a closing token (or the end), which is left unread."""
        nodes: list[Node] = []
        while self.ahead and self.ahead not in closing and self.ahead not in ("}", "\\right"):
            if self.ahead.isspace():
                self.take()
            else:
                nodes.append(self.scripts(self.atom()))
        return nodes[0] if len(nodes) == 1 else ["row", *nodes]

    def scripts(self, base: Node) -> Node:
        """``base`` with the sub- and superscripts that follow it."""
        below = above = None
        while self.ahead.strip() in ("_", "^", "'") and self.ahead:
            sign = self.take()
            if sign == "_":
                below = self.argument()
            else:
                above = ["sym", "′"] if sign == "'" else self.argument()
        return base if below is None and above is None else ["attach", base, below, above]

    def argument(self) -> Node:
        """A group in braces, or one atom."""
        while self.ahead.isspace():
            self.take()
        return self.atom()

    def atom(self) -> Node:
        """A group in braces, a command with its arguments, or a sign."""
        sign = self.take()
        if not sign:
            raise self.refuse("something is missing at its end")
        if sign == "{":
            return self.until("}")
        name = sign.removeprefix("\\")
        node = self.command(name) if sign.startswith("\\") else None
        return self.sign(sign, name) if node is None else node

    def command(self, name: str) -> Node | None:
        """What a command with arguments stands for; None when it is a plain sign."""
        match name:
            case "frac" | "tfrac" | "dfrac":
                return ["frac", self.argument(), self.argument()]
            case "sqrt":
                return ["sqrt", self.argument()]
            case "left":
                opening, inside = self.fence(), self.row(frozenset())
                if self.take() != "\\right":
                    raise self.refuse("\\left without \\right")
                return ["fence", opening, inside, self.fence()]
            case _ if name in _ACCENTS:
                return ["accent", _ACCENTS[name], self.argument()]
            case _ if name in _WORDS:
                return ["op" if name == "operatorname" else "word", self.raw()]
        return None

    def sign(self, token: str, name: str) -> Node:
        """A plain sign, with or without a backslash."""
        command = token.startswith("\\")
        for kind, signs in (("rel", _RELATIONS), ("bin", _BINARY)):
            if name in signs and command == name.isalpha():
                return [kind, signs[name]]
        if not command:
            return ["var", token] if token.isalpha() else ["sym", token]
        for kind, signs in (("var", _LETTERS), ("big", _LARGE), ("sym", _SYMBOLS)):
            if name in signs:
                return [kind, signs[name]]
        if name in _GAPS:
            return ["gap", _GAPS[name]]
        if name in _NAMES:
            return ["op", name]
        raise self.refuse(f"\\{name} is not known")

    def until(self, closing: str) -> Node:
        node = self.row(frozenset({closing}))
        if self.take() != closing:
            raise self.refuse(f"'{closing}' is missing")
        return node

    def fence(self) -> str:
        r"""The sign after ``\left`` or ``\right``; "." is none."""
        sign = self.take().removeprefix("\\")
        return "" if sign == "." else sign

    def raw(self) -> str:
        """Text in braces as it stands."""
        if self.take() != "{":
            raise self.refuse("text without braces")
        text = ""
        while self.ahead and self.ahead != "}":
            text += self.take()
        if not self.take():
            raise self.refuse("'}' is missing")
        return text.replace("\\", "")
