import json
from dataclasses import replace

import pytest
from executed import HOSTILE, manuscript

from csatreport.book import claims
from csatreport.book.manuscript import Exhibit
from csatreport.errors import BookError


@pytest.fixture
def book(tmp_path):
    return manuscript(tmp_path)


def test_every_claim_is_there_with_all_that_its_numbers_depend_on(book, tmp_path):
    claims.write(book, tmp_path / "claims.json")
    written = json.loads((tmp_path / "claims.json").read_text(encoding="utf-8"))
    assert (written["edition"], written["revision"]) == ("2026Q3", 1)
    assert [c["id"] for c in written["claims"]] == ["cover.overall", "items.overall", "trend.overall"]
    first = written["claims"][0]
    assert (first["chapter"], first["cell"]) == ("cover", 4)
    assert first["text"] == {"en": "83.1% of customers are satisfied.", "zh": "83.1%的客户表示满意。"}
    (value,) = first["values"]
    expected = {
        "value": 0.8312, "unit": "share", "n": 1702, "effective_n": 1488.2, "low": 0.811, "high": 0.849,
        "confidence": 0.95, "weight": "population", "wave": "2026Q3", "item": "overall", "data": "ab" * 32,
    }  # fmt: skip
    assert {key: value[key] for key in expected} == expected


def test_claims_that_share_an_id_are_refused_with_their_places(book):
    first, second = book.parts
    again = next(b for b in first.pages[0].blocks if isinstance(b, Exhibit) and b.record.kind == "claim")
    page = replace(second.pages[0], blocks=(*second.pages[0].blocks, replace(again, cell=9)))
    twice = replace(book, parts=(first, replace(second, pages=(page, *second.pages[1:]))))
    with pytest.raises(BookError, match="cover, cell 4; items, cell 10"):
        claims.collect(twice)


def test_hostile_text_stays_text(book, tmp_path):
    first = book.parts[0]
    block = next(b for b in first.pages[0].blocks if isinstance(b, Exhibit) and b.record.kind == "claim")
    record = replace(block.record, id="cover.hostile", text={"en": HOSTILE, "zh": HOSTILE})
    page = replace(first.pages[0], blocks=(*first.pages[0].blocks, Exhibit(record, 8)))
    claims.write(
        replace(book, parts=(replace(first, pages=(page,)), *book.parts[1:])), tmp_path / "claims.json"
    )
    written = json.loads((tmp_path / "claims.json").read_text(encoding="utf-8"))
    assert written["claims"][1]["text"]["zh"] == HOSTILE
