"""What a file is, is found out from its content; what no reader is for is refused with what to do."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import exports
import pytest

from csatreport.errors import DataError, ParamsError
from csatreport.intake.readers import plain_table, read
from csatreport.intake.readers.container import found
from csatreport.params import Record, Source

PAGE = "<table><tr><td>a</td></tr><tr><td>1</td></tr></table>"


def refused(folder: Path, content: bytes | str, kind: type[Exception] = DataError, **declared: object) -> str:
    (folder / "a.xls").write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(kind) as caught:
        read(Source.model_validate({"wave": "2026Q3", "file": "a.xls"} | declared), folder)
    assert "a.xls" in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("write", "name", "kind"),
    [
        (exports.plain, "a.csv", "csv"),
        (exports.plain, "a.xlsx", "excel"),
        (exports.plain, "a.parquet", "parquet"),
        (exports.spss, "a.sav", "spss"),
    ],
)
def test_a_container_is_known_whatever_the_file_is_called(
    tmp_path: Path, write: object, name: str, kind: str
) -> None:
    content = write(tmp_path / name).read_bytes()  # type: ignore[operator]
    assert found(content) == kind
    (tmp_path / "a.txt").write_bytes(content)
    made = read(Source.model_validate({"wave": "2026Q3", "file": "a.txt"}), tmp_path)
    assert len(made.cells) == len(exports.ANSWERS)


@pytest.mark.parametrize(
    "page",
    [
        PAGE,
        f"\n <!DOCTYPE html><html>{PAGE}</html>",
        f"\ufeff<HTML>{PAGE}",
        '<?xml version="1.0"?><Workbook/>',
    ],
)
def test_a_web_page_called_a_workbook_is_refused(tmp_path: Path, page: str) -> None:
    for declared in ("auto", "excel", "csv", "wjx"):
        assert "save it as .xlsx or .csv" in refused(tmp_path, page, format=declared)


def ole(*streams: str) -> bytes:
    """A compound file, as far as its directory of streams is concerned."""
    names = b"".join(
        name.encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", 2 * len(name)) for name in streams
    )
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + names.ljust(1024, b"\0")


def test_a_workbook_locked_by_a_password_is_refused(tmp_path: Path) -> None:
    message = refused(tmp_path, ole("Root Entry", "EncryptionInfo", "EncryptedPackage"))
    assert "locked by a password" in message
    assert "save it without a password" in message


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7 ...", "a PDF file"),
        (b"\x1f\x8b\x08 ...", "unpack it"),
        (b"PK\x03\x04rubbish", "not an Excel file"),
        (ole("Root Entry"), "not an Excel file"),
        (b"PAR1rubbishPAR1", "not a Parquet file"),
        (b"$FL2@(#) rubbish" * 20, "not readable as an SPSS file"),
    ],
)
def test_what_no_reader_is_for_is_refused(tmp_path: Path, content: bytes, words: str) -> None:
    assert words in refused(tmp_path, content)


def test_an_archive_of_exports_is_no_workbook(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("answers.csv", "a,b\n1,2\n")
    assert "not an Excel file" in refused(tmp_path, packed.getvalue())


@pytest.mark.parametrize("declared", ["csv", "parquet", "spss"])
def test_another_container_than_declared_is_named(tmp_path: Path, declared: str) -> None:
    content = exports.plain(tmp_path / "b.xlsx").read_bytes()
    message = refused(tmp_path, content, format=declared)
    assert 'declare format = "excel"' in message


def test_a_truncated_file_is_refused_whatever_it_was(tmp_path: Path) -> None:
    for name, write in (("b.xlsx", exports.plain), ("b.parquet", exports.plain), ("b.sav", exports.spss)):
        content = write(tmp_path / name).read_bytes()
        for share in (0.3, 0.7, 0.98):
            refused(tmp_path, content[: int(len(content) * share)])


def test_a_table_of_records_is_never_taken_for_a_platform_s_export(tmp_path: Path) -> None:
    exports.wjx_text(tmp_path / "a.csv")
    made = plain_table(Record.model_validate({"table": "reviews", "file": "a.csv"}), tmp_path)
    assert made.format == "csv"
    assert made.header[:3] == ("序号", "提交答卷时间", "所用时间")
    assert made.cells.iloc[0, 0] == "1"


def test_a_missing_form_is_named(tmp_path: Path) -> None:
    exports.kobo(tmp_path / "a.csv")
    with pytest.raises(ParamsError, match=r"form\.xlsx"):
        read(Source.model_validate({"wave": "2026Q3", "file": "a.csv", "form": "form.xlsx"}), tmp_path)
