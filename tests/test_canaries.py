"""Canaries: planted in every kind of raw file, found in every kind of artefact, gone when scrubbed."""

from __future__ import annotations

import gzip
import json
import zipfile
from pathlib import Path

import canaries
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat
import pytest
import xlsxwriter

from csatreport.intake import redact
from csatreport.intake.pseudonyms import Pseudonyms

N = 40
KEYS = [f"C{i:05d}" for i in range(N)]
REMARKS = [f"很好 {i}" for i in range(N)]
REGIONS = ["North", "South"] * (N // 2)
SCORES = [str(i % 5 + 1) for i in range(N)]


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """One small file of each format."""
    folder = tmp_path / "raw"
    folder.mkdir()
    frame = pd.DataFrame({"客户": KEYS, "意见": REMARKS, "Region": REGIONS, "score": SCORES})
    for encoding in ("utf-8", "utf-8-sig", "gb18030"):
        frame.to_csv(folder / f"{encoding}.csv", index=False, encoding=encoding)
    frame.to_parquet(folder / "a.parquet")
    head = pd.DataFrame(
        [["Customer", "Remark"], ['{"ImportId":"QID1"}', '{"ImportId":"QID2"}']], columns=["Q1", "Q2"]
    )
    rows = pd.DataFrame({"Q1": KEYS, "Q2": REMARKS})
    pd.concat([head, rows]).to_csv(folder / "qualtrics.csv", index=False, encoding="utf-8-sig")
    with xlsxwriter.Workbook(folder / "a.xlsx") as book:
        for name in ("one", "two"):
            sheet = book.add_worksheet(name)
            for i, row in enumerate(
                [["customer", "备注", "score"], *zip(KEYS, REMARKS, range(N), strict=True)]
            ):
                sheet.write_row(i, 0, row)
    spss = pd.DataFrame({"customer": KEYS, "q9": [*REMARKS[1:], ""], "q1": [1.0] * N})
    pyreadstat.write_sav(
        spss, folder / "a.sav", column_labels={"q9": "您的意见"}, variable_value_labels={"q1": {1.0: "yes"}}
    )
    return folder


def test_every_source_gets_canaries_in_keys_and_texts(raw: Path) -> None:
    planted = canaries.plant(raw)
    assert planted.files == {f.name for f in raw.iterdir()}
    for file in planted.files:
        kinds = {c.kind for c in planted.planted if c.file == file}
        assert kinds == {"phone", "email", "id", "plate", "card", "ip", "name", "address"}, file


def test_every_token_is_planted_once_and_in_its_place(raw: Path) -> None:
    planted = canaries.plant(raw).planted
    assert len({c.token for c in planted}) == len(planted)
    hits = {(hit.file, hit.token) for hit in canaries.search(raw, [c.token for c in planted])}
    assert hits == {(c.file, c.token) for c in planted}


def test_codes_numbers_and_labels_stay_as_they_were(raw: Path) -> None:
    canaries.plant(raw)
    for encoding in ("utf-8", "utf-8-sig", "gb18030"):
        frame = pd.read_csv(raw / f"{encoding}.csv", dtype=str, encoding=encoding)
        assert frame["Region"].tolist() == REGIONS
        assert frame["score"].tolist() == SCORES
        assert (frame["客户"] != KEYS).sum() == canaries.ROWS
    assert (raw / "utf-8-sig.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert not (raw / "utf-8.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert pd.read_csv(raw / "qualtrics.csv").iloc[1].tolist() == [
        '{"ImportId":"QID1"}',
        '{"ImportId":"QID2"}',
    ]
    assert list(pd.read_excel(raw / "a.xlsx", engine="calamine", sheet_name=None)) == ["one", "two"]
    _, meta = pyreadstat.read_sav(raw / "a.sav")
    assert meta.variable_value_labels == {"q1": {1.0: "yes"}}


def test_codes_are_planted_when_asked_for(raw: Path) -> None:
    assert "Region" in {c.column for c in canaries.plant(raw, codes=True).planted}


def test_tokens_are_unique_over_many_fields_and_look_like_what_they_stand_for() -> None:
    made = [canaries.tokens(i) for i in (*range(1, 1200), 9_999, 10_000, 10_001)]
    for kind in made[0]:
        assert len({m[kind] for m in made}) == len(made), kind
    clean = redact.scrub(pd.Series([canaries.sentence(m) for m in made]))
    assert set(clean) == {
        "网断了，请打⟦phone⟧或写信到⟦email⟧，身份证⟦id⟧，车牌⟦plate⟧，卡号⟦card⟧，IP ⟦ip⟧，找⟦name⟧先生，住⟦address⟧。"
    }


def test_intake_leaves_no_token_in_texts_and_keys(raw: Path, tmp_path: Path) -> None:
    tokens = canaries.plant(raw).tokens
    frame = pd.read_csv(raw / "gb18030.csv", dtype="string", encoding="gb18030")
    names = Pseudonyms.with_secret(b"a secret of the tests")
    kept = pd.DataFrame(
        {"customer": names.of(frame["客户"], "customer"), "text": redact.scrub(frame["意见"])}
    )
    out = tmp_path / "prepared"
    out.mkdir()
    frame.to_parquet(out / "kept.parquet")
    assert canaries.search(out, tokens)
    kept.to_parquet(out / "kept.parquet")
    assert canaries.search(out, tokens) == []


TOKEN = canaries.tokens(7)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("index.html", f"<p>{TOKEN['email']}</p>".encode()),
        ("escaped.html", TOKEN["plate"].encode("ascii", "xmlcharrefreplace")),
        ("a.json", json.dumps([TOKEN["name"]]).encode()),
        ("chapter.ipynb", json.dumps({"cells": [{"source": [TOKEN["address"]]}]}).encode()),
        ("searchindex.js", f'Search.setIndex({{"terms":{{"{TOKEN["email"].split("@")[0]}":1}}}})'.encode()),
        ("link.html", b"mailto:" + TOKEN["email"].replace("@", "%40").encode()),
        ("run.log", TOKEN["phone"].encode()),
        ("apart.txt", f"{TOKEN['phone'][:3]} {TOKEN['phone'][3:7]}-{TOKEN['phone'][7:]}".encode()),
        ("card.txt", "-".join(TOKEN["card"][i : i + 4] for i in range(0, 16, 4)).encode()),
        ("wide.bin", b"\0\0" + TOKEN["name"].encode("utf-16-le")),
        ("gb.bin", b"\0\0" + TOKEN["address"].encode("gb18030")),
        ("capitals.txt", TOKEN["email"].upper().encode()),
        ("packed.log.gz", gzip.compress(TOKEN["ip"].encode(), mtime=0)),
        (f"{TOKEN['id']}.txt", b"nothing"),
    ],
)
def test_a_token_is_found_however_an_artefact_holds_it(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    wanted = [*TOKEN.values(), TOKEN["email"].split("@")[0]]
    assert {hit.file for hit in canaries.search(tmp_path, wanted)} == {name}


def test_a_token_is_found_in_tables_workbooks_archives_and_printed_pages(tmp_path: Path) -> None:
    column = pa.array(["x", TOKEN["name"]] * 500).dictionary_encode()
    pq.write_table(pa.table({"text": column}), tmp_path / "a.parquet", compression="zstd")
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        book.add_worksheet().write_string(0, 0, TOKEN["address"])
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.write(tmp_path / "a.parquet", "inner.parquet")
    import typst

    source = tmp_path / "a.typ"
    source.write_text(f"#lorem(400) {TOKEN['phone']}", encoding="utf-8")
    typst.compile(source, output=tmp_path / "a.pdf")
    source.unlink()
    found = {(hit.file, hit.token) for hit in canaries.search(tmp_path, TOKEN.values())}
    assert found == {
        ("a.parquet", TOKEN["name"]), ("a.zip", TOKEN["name"]), ("a.xlsx", TOKEN["address"]), ("a.pdf", TOKEN["phone"]),
    }  # fmt: skip


def test_nothing_is_found_where_nothing_is(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>1990 answers, 京A</p>", encoding="utf-8")
    assert canaries.search(tmp_path, TOKEN.values()) == []
    assert canaries.search(tmp_path, []) == []
