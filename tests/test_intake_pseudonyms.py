"""Pseudonyms: one to one, the same everywhere with a secret, and nothing that leads back."""

from __future__ import annotations

import hashlib
import hmac
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csatreport.errors import DataError, UsageError
from csatreport.intake.pseudonyms import PREFIXES, Pseudonyms, normal, secret_of

SECRET = b"correct horse battery staple"
keys = st.lists(st.text(max_size=12), max_size=30)


def series(values: list[str]) -> pd.Series:
    return pd.Series(values, dtype="string")


@given(keys)
def test_numbers_are_one_to_one_with_distinct_keys(values: list[str]) -> None:
    found = Pseudonyms.numbered({"customer": series(values)}).of_kind("customer", series(values))
    pairs = {(normal(v), p) for v, p in zip(values, found, strict=True)}
    assert len({v for v, _ in pairs}) == len({p for _, p in pairs}) == len(pairs)


@given(keys)
def test_keyed_pseudonyms_are_one_to_one_and_what_hmac_gives(values: list[str]) -> None:
    found = Pseudonyms.keyed(SECRET).of_kind("staff", series(values))
    for value, pseudonym in zip(values, found, strict=True):
        written = normal(value)
        digest = hmac.new(SECRET, f"staff{chr(0)}{written}".encode(), hashlib.sha256).hexdigest()
        assert pseudonym == (f"s-{digest[:16]}" if written else "")


@given(st.text(alphabet="ABCDEFGHJKLMNPQRSTUVWXYZ123456789", min_size=4, max_size=20))
def test_no_key_shows_in_its_pseudonym(key: str) -> None:
    found = Pseudonyms.keyed(SECRET).of_kind("customer", series([key]))[0]
    shared = {key[i : i + 4] for i in range(len(key) - 3)} & {found[i : i + 4] for i in range(len(found) - 3)}
    assert key not in found
    assert not shared or all(s.isdigit() for s in shared)  # hexadecimal digits coincide by chance


def test_numbers_follow_first_appearance_over_all_sources() -> None:
    known = {"customer": [series(["b", "", "a"]), series(["c", "a"])], "staff": series(["a"])}
    names = Pseudonyms.numbered(known)
    assert list(names.of_kind("customer", series(["a", "b", "c"]))) == ["c-000002", "c-000001", "c-000003"]
    assert list(names.of_kind("staff", series(["a"]))) == ["s-000001"]


def test_blank_and_missing_stay_and_the_index_is_kept() -> None:
    given_keys = pd.Series(["x", "", None, "  "], index=[7, 7, 8, 9], name="customer", dtype="string")
    found = Pseudonyms.keyed(SECRET).of_kind("customer", given_keys)
    assert list(found.index) == [7, 7, 8, 9]
    assert found.name == "customer"
    assert found.isna().tolist() == [False, False, True, False]
    assert found.iloc[1] == found.iloc[3] == ""


def test_one_person_written_differently_has_one_pseudonym() -> None:
    found = Pseudonyms.keyed(SECRET).of_kind("customer", series(["1001", " 1001 ", "１００１", "1001.0"]))
    assert len(set(found)) == 1


def test_letter_case_tells_people_apart() -> None:
    assert Pseudonyms.keyed(SECRET).of_kind("respondent", series(["R_aB", "R_Ab"])).nunique() == 2


def test_kinds_are_separate_spaces() -> None:
    names = Pseudonyms.keyed(SECRET)
    tails = {names.of_kind(kind, series(["1001"]))[0].split("-")[1] for kind in PREFIXES}
    assert len(tails) == len(PREFIXES)


def test_another_process_gives_the_same_pseudonyms() -> None:
    code = (
        "import os, pandas as pd; from csatreport.intake.pseudonyms import Pseudonyms;"
        "p = Pseudonyms.of(os.environ, {}); print(p.of_kind('customer', pd.Series(['王伟', 'x']))[0], p.fingerprint)"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | {"CSATREPORT_KEY": SECRET.decode(), "PYTHONHASHSEED": seed},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    here = Pseudonyms.keyed(SECRET)
    assert said == {f"{here.of_kind('customer', series(['王伟']))[0]} {here.fingerprint}\n"}


def test_the_fingerprint_tells_keys_apart_and_is_blank_without_one() -> None:
    one, other = Pseudonyms.keyed(SECRET), Pseudonyms.keyed(SECRET + b"!")
    assert one.fingerprint != other.fingerprint
    assert len(one.fingerprint) == 8
    assert Pseudonyms.numbered({}).fingerprint == ""


def test_the_secret_is_in_no_representation_and_no_error() -> None:
    assert "horse" not in repr(Pseudonyms.keyed(SECRET)) + str(Pseudonyms.keyed(SECRET))
    with pytest.raises(UsageError) as short:
        Pseudonyms.keyed(b"topsecret")
    assert "topsecret" not in short.value.message


def test_known_keys_are_in_no_representation() -> None:
    assert "Wang" not in repr(Pseudonyms.numbered({"customer": series(["Wang"])}))


@pytest.mark.parametrize("weak", [b"", b"short", b"x" * 15, b"a" * 64, b"ababababababababab"])
def test_weak_keys_are_refused_with_what_to_do(weak: bytes) -> None:
    with pytest.raises(UsageError, match="openssl rand"):
        Pseudonyms.keyed(weak)


def test_an_empty_variable_is_refused_rather_than_taken_for_none() -> None:
    with pytest.raises(UsageError, match="too weak"):
        Pseudonyms.of({"CSATREPORT_KEY": ""}, {})


def test_the_key_may_lie_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_bytes(SECRET + b"\n")
    assert secret_of({"CSATREPORT_KEY_FILE": str(file)}) == SECRET


def test_a_key_file_that_is_not_there_is_named_by_its_variable(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="CSATREPORT_KEY_FILE"):
        secret_of({"CSATREPORT_KEY_FILE": str(tmp_path / "none")})


def test_two_keys_are_refused() -> None:
    with pytest.raises(UsageError, match="two keys"):
        secret_of({"CSATREPORT_KEY": "a", "CSATREPORT_KEY_FILE": "b"})


def test_without_a_secret_a_stranger_is_refused_and_not_shown() -> None:
    with pytest.raises(DataError) as stranger:
        Pseudonyms.numbered({"customer": series(["a"])}).of_kind("customer", series(["Mr Stranger"]))
    assert "Stranger" not in stranger.value.message
