"""A form in which a personal datum is written, and where a text holds one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

Kind = Literal["phone", "name", "id", "passport", "plate", "card", "email", "address", "ip"]
ORDER = re.compile(
    r"(?:单号?|單號?|订单|訂單|运单|快递|流水|序列|工单号?|编号|編號|型号|版本|条码|合同|发票|order|ticket|tracking"
    r"|invoice|serial|case|ref(?:erence)?|model|version|contract)(?:[号號码碼]|no|number|id|is|是|为|[ .:#])*$",
    re.IGNORECASE,
)


class Span(NamedTuple):
    """Where a datum stands: ``text[start:end]``."""

    start: int
    end: int
    kind: Kind


def _always(_: re.Match[str]) -> bool:
    return True


@dataclass(frozen=True)
class Form:
    """A way of writing a datum.

    ``pattern`` marks the datum by the group ``it``, or is the datum as a whole. It must take time linear in
    the text: nothing that repeats may be matched in two ways. A look ahead at the first character comes before
    a look behind, which makes the search four times as fast. ``after`` must match what stands right before
    the datum, such as the word passport. ``genuine`` looks closer, at check digits, dates or words around.
    """

    kind: Kind
    pattern: re.Pattern[str]
    genuine: Callable[[re.Match[str]], bool] = _always
    after: re.Pattern[str] | None = None

    def spans(self, text: str) -> Iterator[Span]:
        """Every place where the text has this form."""
        group: str | int = "it" if "it" in self.pattern.groupindex else 0
        at = 0
        while match := self.pattern.search(text, at):
            start, end = match.span(group)
            if start < end and self.genuine(match) and self._follows(match):
                yield Span(start, end, self.kind)
                at = max(end, match.start() + 1)
            else:
                at = match.start() + 1

    def _follows(self, match: re.Match[str]) -> bool:
        return self.after is None or self.after.search(before(match, 40)) is not None


def spans(text: str, forms: Iterable[Form]) -> Iterator[Span]:
    """Every place where the text has one of the forms."""
    for form in forms:
        yield from form.spans(text)


def merged(found: Iterable[Span]) -> list[Span]:
    """The spans in order; those that overlap as one, with the kind of the longest of them."""
    kept: list[Span] = []
    widest = 0
    for span in sorted(found, key=lambda s: (s.start, -s.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
            widest = span.end - span.start
            continue
        last = kept[-1]
        wider = span.end - span.start > widest
        widest = max(widest, span.end - span.start)
        kept[-1] = Span(last.start, max(last.end, span.end), span.kind if wider else last.kind)
    return kept


def before(match: re.Match[str], width: int) -> str:
    """The characters before the datum, at most ``width`` of them."""
    start = match.start("it" if "it" in match.re.groupindex else 0)
    return match.string[max(0, start - width) : start]


def ordered(match: re.Match[str]) -> bool:
    """Whether the words before call the number that of an order, a parcel, a model."""
    return ORDER.search(before(match, 16)) is not None
