"""Text files: the fast way and the strict way give the same cells, and what is broken is named by its row."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from csatreport.errors import DataError
from csatreport.intake.readers import Export, columnar, delimited, read
from csatreport.intake.readers.grid import Grid
from csatreport.params import Source

CELLS = st.text(st.sampled_from('a7,;\t"\n\r 好é０'), max_size=6)
SOURCE = Source.model_validate({"wave": "2026Q3", "file": "a.csv"})


def rows(grid: Grid) -> list[list[str]]:
    return [list(row) for row in zip(*(c.to_pylist() for c in grid.table.columns), strict=True)]


def outcome(text: bytes, *, fast: bool) -> object:
    """What a reader makes of a text: its cells and their rows, or its refusal."""
    try:
        if fast:
            grid = delimited.read(text, SOURCE, "")
        else:
            grid = delimited._strict(text, delimited._shape(text, "a.csv")[0], "a.csv", "")
    except DataError as error:
        return error.message
    return rows(grid), grid.row.tolist()


@st.composite
def tables(draw: st.DrawFn) -> bytes:
    width = draw(st.integers(1, 4))
    made = draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=6))
    text = io.StringIO(newline="")
    quoting = draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]))
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    csv.writer(text, delimiter=draw(st.sampled_from(",;\t")), quoting=quoting, lineterminator=end).writerows(
        made
    )
    return text.getvalue().encode()


@settings(max_examples=400, deadline=None)
@given(text=tables())
def test_whatever_a_program_writes_is_read_the_same_both_ways(text: bytes) -> None:
    if text.strip():
        assert outcome(text, fast=True) == outcome(text, fast=False)


@settings(max_examples=600, deadline=None)
@given(text=st.text(st.sampled_from('ab,;"\n\r好'), min_size=1, max_size=40).map(str.encode))
@example(text=b'a,b\n"1,x\n2,y\n3,"z"\n')
@example(text=b'a,b\n1,"x"y\n')
@example(text=b'a\n""\n\nb\n')
@example(text=b'a,b\n"x\n\ny",1\n')
@example(text=b"\na,b\n1,2\n")
def test_whatever_comes_the_fast_way_never_differs_from_the_strict_one(text: bytes) -> None:
    if not text.strip():
        return
    assert outcome(text, fast=True) == outcome(text, fast=False)


def test_a_sound_file_goes_the_fast_way() -> None:
    sound = 'a,b\r\n1,"x, ""y"""\r\n"two\n\nlines",好\r\n\r\n'.encode()
    assert columnar.read(sound, ",", 2) is not None


def test_a_large_file_is_the_same_both_ways() -> None:
    words = ["", "好", "a,b", 'say "x"', "two\nlines", "7", "é"]
    text = io.StringIO(newline="")
    csv.writer(text).writerows([words[(n * (k + 3)) % 7] for k in range(5)] for n in range(60_000))
    content = ("a,b,c,d,e\r\n" + text.getvalue()).encode()
    assert columnar.read(content, ",", 5) is not None
    assert outcome(content, fast=True) == outcome(content, fast=False)


def deliver(folder: Path, content: bytes | str, **declared: object) -> Export:
    (folder / "a.csv").write_bytes(content.encode() if isinstance(content, str) else content)
    return read(Source.model_validate({"wave": "2026Q3", "file": "a.csv"} | declared), folder)


def refused(folder: Path, content: bytes | str, **declared: object) -> str:
    with pytest.raises(DataError) as caught:
        deliver(folder, content, **declared)
    return str(caught.value)


LINES = [f"{n},x" for n in range(100)]


def test_a_line_that_was_cut_off_is_spoilt_and_the_others_are_not(tmp_path: Path) -> None:
    made = deliver(tmp_path, "\n".join(["a,b", *LINES, "100"]))
    assert made.spoilt == {100: "1 of 2 cells: the line was cut off"}
    assert made.row[100] == 102
    assert made.cells.iloc[100].tolist() == ["100", ""]
    assert made.cells[1].tolist()[:100] == ["x"] * 100


def test_many_short_rows_mean_that_the_header_is_wrong(tmp_path: Path) -> None:
    message = refused(tmp_path, "\n".join(["a,b", *LINES[:20], "20", "21"]))
    assert "a.csv, row 22 and 1 more" in message
    assert "1 of 2 cells" in message


def test_columns_without_a_name_may_be_left_out_of_a_row(tmp_path: Path) -> None:
    made = deliver(tmp_path, "a,b,\n1,2\n3,4\n")
    assert made.spoilt == {}
    assert made.cells.to_numpy().tolist() == [["1", "2", ""], ["3", "4", ""]]


def test_rows_are_counted_with_empty_lines(tmp_path: Path) -> None:
    made = deliver(tmp_path, "a,b\n1,2\n\n\n3,4\n")
    assert made.row.tolist() == [2, 5]


def test_zero_bytes_are_refused_with_their_row(tmp_path: Path) -> None:
    message = refused(tmp_path, b"a,b\n1,2\n3,\0\n")
    assert "a.csv, row 3" in message
    assert "zero byte" in message


def test_too_many_columns_are_refused_before_anything_is_built(tmp_path: Path) -> None:
    message = refused(tmp_path, ",".join(f"q{n}" for n in range(100_000)) + "\n" + "," * 99_999 + "\n")
    assert "at most 16,384 columns" in message
    assert "100,000" in message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "big5", "cp950", "utf-16"])
def test_chinese_is_read_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    made = deliver(tmp_path, "滿意,意見\n5,很好\n".encode(encoding), encoding=encoding)
    assert made.header == ("滿意", "意見")
    assert made.cells.to_numpy().tolist() == [["5", "很好"]]


@pytest.mark.parametrize(
    ("text", "encoding"), [("만족\n매우\n", "cp949"), ("zufrieden für\nja é\n", "latin-1")]
)
def test_other_letters_are_read_as_declared(tmp_path: Path, text: str, encoding: str) -> None:
    made = deliver(tmp_path, text.encode(encoding), encoding=encoding)
    assert [made.header[0], *made.cells[0]] == text.split("\n")[:2]


def test_a_character_may_lie_across_the_blocks_of_a_large_file(tmp_path: Path) -> None:
    for shift in range(3):
        line = "x" * shift + "好" * 1000 + "\n"
        made = deliver(tmp_path, ("a\n" + line * 6000).encode("gb18030"), encoding="gb18030")
        assert made.cells[0].unique().tolist() == [line.strip()]


def test_an_encoding_that_breaks_late_is_named_by_its_byte(tmp_path: Path) -> None:
    content = b"a,b\n" + b"1,2\n" * 5_000_000 + "x,é\n".encode("latin-1")
    message = refused(tmp_path, content)
    assert f"not utf-8 at byte {len(content) - 2}" in message
    assert "'latin-1'" in message
