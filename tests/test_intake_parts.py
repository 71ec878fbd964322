"""Files that were read before are kept, whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from test_intake_collect import collected

from csatreport.intake.collect import Collected
from csatreport.intake.parts import Parts


def same(first: Collected | None, second: Collected | None) -> bool:
    assert first is not None
    assert second is not None
    for name in ("design", "answers", "replicates", "faults", "texts", "words"):
        pd.testing.assert_frame_equal(getattr(first, name), getattr(second, name), check_index_type=False)
    return True


def test_a_part_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    part, parts = collected(tmp_path / "project"), Parts(tmp_path / "parts")
    parts.put("k", part)
    assert same(parts.get("k"), part)


def test_a_damaged_part_is_as_if_it_had_never_been_kept(tmp_path: Path) -> None:
    part, parts = collected(tmp_path / "project"), Parts(tmp_path / "parts")
    parts.put("k", part)
    file = tmp_path / "parts/k/answers.arrow"
    file.write_bytes(file.read_bytes()[:-9])
    assert parts.get("k") is None
    assert parts.get("never") is None
    parts.put("k", part)
    assert same(parts.get("k"), part)


def test_equal_parts_are_equal_bytes(tmp_path: Path) -> None:
    part = collected(tmp_path / "project")
    kept = []
    for name in ("a", "b"):
        Parts(tmp_path / name).put("k", part)
        kept.append({p.name: p.read_bytes() for p in (tmp_path / name / "k").iterdir()})
    assert kept[0] == kept[1]


def test_parts_that_nobody_uses_are_forgotten(tmp_path: Path) -> None:
    part, parts = collected(tmp_path / "project"), Parts(tmp_path / "parts")
    for name in ("old", "new"):
        parts.put(name, part)
    parts.forget(used={"new"})
    assert [p.name for p in (tmp_path / "parts").iterdir()] == ["new"]
