"""Broken text files."""

from __future__ import annotations

import json
from collections.abc import Callable

from bad.sound import HEADER, N, begun, ended, rows, services, spoilt, table

SOUND = table(HEADER, rows())
CHINESE = table(HEADER, rows(chinese=True))
Content = Callable[[], bytes]


def text(content: str, encoding: str = "utf-8") -> Content:
    return lambda: content.encode(encoding)


def cells(**columns: dict[int, str]) -> Content:
    """Sound answers but for these cells."""
    return text(table(HEADER, spoilt(**columns)))


def lines(change: Callable[[list[str]], list[str]], content: str = SOUND) -> Content:
    """The lines of a file, changed."""
    return text("\n".join(change(content.splitlines())) + "\n")


def every(column: int, change: Callable[[int, str], str]) -> Content:
    """One column of everybody's answers, changed."""
    answers = [[change(n, c) if at == column else c for at, c in enumerate(r)] for n, r in enumerate(rows())]
    return text(table(HEADER, answers))


def headed(*header: str, answers: list[list[str]] | None = None) -> Content:
    return text(table(header, answers or rows()))


def renamed(old: str, new: str) -> Content:
    return headed(*(new if name == old else name for name in HEADER))


def _mixed_encodings() -> bytes:
    whole = CHINESE.splitlines(keepends=True)
    return "".join(whole[:21]).encode() + "".join(whole[21:]).encode("gb18030")


def _mixed_ends() -> bytes:
    whole = SOUND.splitlines()
    return "".join(line + ("\r\n", "\n", "\r")[n % 3] for n, line in enumerate(whole)).encode()


def _shifted(line: int) -> Content:
    """One row without its separator after the time of its beginning."""
    return lines(lambda ls: [x.replace(",", " ", 1) if n == line else x for n, x in enumerate(ls)])


def _invisible() -> bytes:
    marks = ("\u200b", "\ufeff", "\u200e", "\u2060")
    answers = rows()
    for n, mark in enumerate(marks):
        answers[n][3] += mark
        answers[n + 4][5] = mark + answers[n + 4][5]
    return table(
        [mark + name for mark, name in zip(("\u200b", "\u200f") * 4, HEADER, strict=True)], answers
    ).encode()


def _joined() -> bytes:
    """Two exports, one behind the other, header and mark included."""
    return (
        b"\xef\xbb\xbf"
        + table(HEADER, rows()[:20]).encode()
        + b"\xef\xbb\xbf"
        + table(HEADER, rows()[20:]).encode()
    )


def _half_ticked() -> bytes:
    """Several choices: in one cell for the first half, in columns of their own for the second."""
    head = [*HEADER[:6], "Services", "Services_Web", "Services_Phone", "Services_Shop", "Remark"]
    answers = []
    for n, r in enumerate(rows()):
        ticks = [str(int(name in services(n))) for name in ("Web", "Phone", "Shop")]
        answers.append([*r[:6], *((r[6], "", "", "") if n < N // 2 else ("", *ticks)), r[7]])
    return table(head, answers).encode()


def _ticked(no: str, yes: str, remark: str = "") -> str:
    """Several choices in columns of their own."""
    head = [*HEADER[:6], "Services_Web", "Services_Phone", "Services_Shop", "Remark"]
    answers = [
        [*r[:6], *((no, yes)[name in services(n)] for name in ("Web", "Phone", "Shop")), remark]
        for n, r in enumerate(rows())
    ]
    return table(head, answers)


def _page() -> bytes:
    body = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in r) + "</tr>" for r in [list(HEADER), *rows()])
    return f'<html xmlns:x="urn:schemas-microsoft-com:office:excel"><body><table>{body}</table></body></html>'.encode()


def _xml2003() -> bytes:
    body = "".join(
        "<Row>" + "".join(f'<Cell><Data ss:Type="String">{c}</Data></Cell>' for c in r) + "</Row>"
        for r in [list(HEADER), *rows()]
    )
    return (
        '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:'
        f'spreadsheet"><Worksheet ss:Name="Sheet1"><Table>{body}</Table></Worksheet></Workbook>'
    ).encode()


def _json() -> bytes:
    return json.dumps([dict(zip(HEADER, r, strict=True)) for r in rows()], ensure_ascii=False).encode()


def _day_month(n: int, _: str) -> str:
    return f"{n % 12 + 1:02}/{(n + 1) % 12 + 1:02}/2026 10:00"


TEXTS: dict[str, Content] = {
    # cut off
    "cut-in-a-line.csv": lambda: SOUND.encode()[: SOUND.encode().rindex(b"p39") + 20],
    "cut-in-a-quote.csv": lambda: SOUND.encode()[: SOUND.encode().index(b'"Quick repair, thanks"') + 9],
    "cut-in-a-letter.csv": lambda: CHINESE.encode()[: CHINESE.encode().rindex("部".encode()) + 2],
    "cut-after-the-header.csv": text(",".join(HEADER)[:-3]),
    "empty.csv": text(""),
    "mark-only.csv": text("\ufeff"),
    "blank-lines-only.csv": text("\n\r\n  \n"),
    "header-only.csv": text(",".join(HEADER) + "\n"),
    "separators-only.csv": text(",".join(HEADER) + "\n" + ",,,,,,,\n" * 12),
    # header rows
    "titles-above.csv": text("Customer survey 2026,,,,,,,\nExported by: Anna,,,,,,,\n" + SOUND),
    "blank-lines-above.csv": text("\n\n" + SOUND),
    "separator-told-first.csv": text("sep=;\n" + table(HEADER, rows(), ";")),
    "no-header.csv": lines(lambda ls: ls[1:]),
    "header-twice.csv": lines(lambda ls: [*ls[:1], *ls]),
    "header-repeated-every-page.csv": lines(lambda ls: [*ls[:11], ls[0], *ls[11:21], ls[0], *ls[21:]]),
    "two-exports-joined.csv": _joined,
    "header-renamed.csv": renamed("Effort", "Efforts"),
    "header-in-capitals.csv": renamed("Remark", "REMARK"),
    "header-with-no-break-space.csv": renamed("How satisfied are you?", "How\u00a0satisfied  are you?"),
    "header-over-two-lines.csv": renamed("How satisfied are you?", "How satisfied\nare you?"),
    "headers-twice.csv": renamed("Remark", "Effort"),
    "headers-alike-but-invisible.csv": renamed("Remark", "Effort\u200b"),
    "headers-blank.csv": renamed("Remark", ""),
    "invisible-characters.csv": _invisible,
    "wide-header.csv": headed(*(name.translate({c: c + 0xFEE0 for c in range(0x21, 0x7F)}) for name in HEADER)),
    # encodings
    "mixed-encodings.csv": _mixed_encodings,
    "gb18030.csv": text(CHINESE, "gb18030"),
    "utf-8-chinese.csv": text(CHINESE),
    "utf-16-with-mark.csv": text(SOUND, "utf-16"),
    "utf-16-without-mark.csv": text(SOUND, "utf-16-le"),
    "utf-16-turned.csv": text(SOUND, "utf-16-be"),
    "latin-1.csv": text(_ticked("0", "1", "très bien"), "latin-1"),
    "decoded-twice.csv": lambda: CHINESE.encode().decode("latin-1").encode(),
    "nul-bytes.csv": cells(remark={5: "a\0b"}),
    "nul-tail.csv": text(SOUND + "\0" * 4096),
    "control-characters.csv": cells(
        remark={0: "bell\a", 1: "end\x1aof file", 3: "\x1b[31mred", 5: "next\x85line", 6: "u\u2028v"}
    ),
    "mark-in-the-middle.csv": cells(overall={4: "\ufeff5"}, region={7: "\ufeffsouth"}),
    # separators, quotes and line ends
    "stray-quote.csv": lines(lambda ls: [x + ('"' if n == 6 else "") for n, x in enumerate(ls)]),
    "inches.csv": lines(lambda ls: [x + ('5" screen' if n == 7 else "") for n, x in enumerate(ls)]),
    "text-behind-a-quote.csv": lambda: SOUND.replace('"Quick repair, thanks"', '"Quick" repair; thanks', 1).encode(),
    "unescaped-separator.csv": lambda: SOUND.replace('"Quick repair, thanks"', "Quick repair, thanks", 1).encode(),
    "cr-only.csv": lambda: SOUND.replace("\n", "\r").encode(),
    "mixed-line-ends.csv": _mixed_ends,
    "blank-lines-between.csv": lambda: SOUND.replace("\n", "\n\n").encode(),
    "separators-behind-every-row.csv": lambda: SOUND.replace("\n", ",,\n").encode(),
    "separators-behind-answers.csv": lines(lambda ls: [ls[0], *(x + "," for x in ls[1:])]),
    "separator-behind-one-row.csv": lines(lambda ls: [x + ("," if n == 9 else "") for n, x in enumerate(ls)]),
    "too-many-cells.csv": lines(lambda ls: [x + (",x,y" if n == 9 else "") for n, x in enumerate(ls)]),
    "a-separator-missing.csv": _shifted(9),
    "semicolons.csv": text(table(HEADER, rows(), ";")),
    "tabs.csv": text(table(HEADER, rows(), "\t")),
    "pipes.csv": text(table(HEADER, rows(), "|")),
    "separators-mixed.csv": text(table(HEADER, rows()[:20]) + table(rows()[20], rows()[21:], ";")),
    "fixed-width.csv": lambda: "".join("".join(c.ljust(24) for c in r) + "\n" for r in [list(HEADER), *rows()]).encode(),
    # rows that are no answers
    "totals-row.csv": text(SOUND + "Total,,,120,118,,,\n"),
    "means-row.csv": text(SOUND + "Average,,,3.1,2.9,,,\n"),
    "footer.csv": text(SOUND + "\nExported 2026-10-01 by Anna\n"),
    "blank-answers.csv": text(SOUND + ",,,,,,,\n" * 3),
    "missing-codes-only.csv": every(3, lambda n, _: "0" if n % 2 else "Blank"),
    "missing-codes-everywhere.csv": text(table(HEADER, [[r[0], r[1], r[2], "0", "0", "99", "", ""] for r in rows()])),
    # numbers
    "numbers-in-every-form.csv": cells(overall={0: "１", 1: "02", 2: "3.0", 3: " 4 ", 4: "+5", 5: "１．０", 6: "2.", 7: "３"}),
    "decimal-commas.csv": text(table(HEADER, [[*r[:3], r[3] + ",0", *r[4:]] for r in rows()], ";")),
    "a-decimal-comma.csv": text(table(HEADER, spoilt(overall={3: "4,0"}), ";")),
    "arabic-digits.csv": cells(overall={3: "٤", 4: "۵", 7: "٠"}),
    "circled-digits.csv": cells(overall={3: "④"}),
    "scientific.csv": cells(overall={3: "4E+00"}),
    "thousands.csv": cells(overall={3: "1,004", 8: "4 000"}),
    "halves.csv": cells(overall={3: "3.5", 8: "2.7"}),
    "percent.csv": cells(overall={3: "80%"}),
    "infinite.csv": cells(overall={3: "inf", 8: "NaN"}, effort={9: "-1", 10: "-0"}),
    "numbers-as-dates.csv": cells(overall={3: "2026-05-04", 8: "4-May"}),
    "numbers-with-words.csv": every(3, lambda _, c: f"{c}分"),
    "booleans.csv": every(3, lambda n, _: ("TRUE", "FALSE")[n % 2]),
    "keys-rounded.csv": every(0, lambda n, _: ("1.23457E+11", "1.23458E+11")[n % 2]),
    "off-the-scale.csv": every(3, lambda _, c: str(2 * int(c))),
    "ten-for-five.csv": cells(overall={3: "10"}),
    # times
    "dates-of-1900.csv": cells(begun={3: "1900-01-01 00:00"}, ended={3: "1900-01-01 00:05"}),
    "dates-of-9999.csv": cells(begun={3: "9999-12-31 23:59:59"}, ended={3: "9999-12-31 23:59:59"}),
    "dates-of-0.csv": cells(begun={3: "0000-00-00 00:00:00", 5: "0001-01-01"}),
    "no-such-day.csv": cells(begun={3: "2026-06-31 10:00", 5: "2026-09-31 25:61"}),
    "dates-as-serial-numbers.csv": every(1, lambda n, _: f"{46204.375 + 7 * n / 24:.10f}"),
    "dates-of-1904-as-serial-numbers.csv": every(1, lambda n, _: f"{44742.375 + 7 * n / 24:.10f}"),
    "dates-as-unix-seconds.csv": every(1, lambda n, _: str(1782896400 + 25200 * n)),
    "times-only.csv": every(1, lambda n, _: f"{9 + n % 8:02}:{n:02}"),
    "day-or-month.csv": every(1, _day_month),
    "day-and-month-both.csv": every(1, lambda n, _: ("13/07/2026 10:00", "07/13/2026 10:00")[n % 2]),
    "two-digit-years.csv": every(1, lambda n, _: f"{n % 28 + 1}.07.26 10:00"),
    "ends-before-it-starts.csv": cells(begun={3: ended(3)}, ended={3: begun(3)}),
    "started-last-year.csv": every(1, lambda _, c: c.replace("2026", "2025")),
    # answers
    "ids-twice.csv": cells(id={7: "p03", 21: "P03", 22: " p03 "}),
    "ids-blank.csv": cells(id={7: "", 8: "", 9: " "}),
    "unknown-region.csv": cells(region={3: "Atlantis"}),
    "unknown-regions.csv": every(5, lambda n, c: "Atlantis" if n % 4 == 0 else c),
    "region-in-other-case.csv": every(5, lambda _, c: c.upper()),
    "scale-reversed-halfway.csv": every(3, lambda n, c: str(6 - int(c)) if n >= N // 2 else c),
    "choices-with-other-separators.csv": every(6, lambda n, c: c.replace("┋", (";", ",", "|", "/")[n % 4])),
    "choices-half-merged.csv": _half_ticked,
    "choices-as-booleans.csv": text(_ticked("FALSE", "TRUE")),
    "right-to-left.csv": cells(remark={0: "\u202eelbaniatnu", 1: "مرحبا بالعالم", 3: "a\u200bb\u200d\ufeff"}),
    "emoji.csv": cells(remark={0: "👍🏽", 1: "👨‍👩‍👧‍👦 🇨🇳", 3: "𠮷野家", 5: "e\u0301"}, overall={6: "😀"}),
    "lone-surrogate.csv": lambda: table(HEADER, spoilt(remark={0: "half \ud83d"})).encode("utf-8", "surrogatepass"),
    "formulas.csv": cells(remark={0: "=cmd|'/c calc'!A0", 1: "+1+1", 3: "@SUM(A1)", 5: "-2+3"}, overall={6: "=1+1"}),
    "paths-and-markup.csv": cells(
        remark={0: "../../etc/passwd", 1: "<script>alert(1)</script>", 3: "'; DROP TABLE x;--", 5: "%s%n {0} ${x}"}
    ),
    # other things with that name
    "page.xls": _page,
    "page-of-login.csv": text("<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body>Expired.</body></html>\n"),
    "spreadsheet-2003.xls": _xml2003,
    "error-message.csv": text("Access denied: your session expired. Please sign in again.\n"),
    "answers.json.csv": _json,
    "pointer.csv": text("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 12345\n"),
    "document.pdf.csv": text("%PDF-1.7\n1 0 obj\n"),
    "picture.csv": lambda: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)),
    "packed.csv.gz": lambda: bytes.fromhex("1f8b080000000000020303000000000000000000"),
    "noise.csv": lambda: bytes((n * n * 31 + n * 7 + 13) % 251 + 1 for n in range(4000)),
}  # fmt: skip
