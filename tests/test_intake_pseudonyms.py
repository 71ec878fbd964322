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

from csatreport.errors import UsageError
from csatreport.intake.pseudonyms import Pseudonyms
from csatreport.params.text import normal

SECRET = b"correct horse battery staple"
keys = st.lists(st.text(max_size=12), max_size=30)


def series(values: list[str]) -> pd.Series:
    return pd.Series(values, dtype="string")


@given(keys)
def test_numbers_are_one_to_one_with_distinct_keys(values: list[str]) -> None:
    found = Pseudonyms.numbered({"customer": series(values)}).of(series(values), "customer")
    pairs = {(normal(v), p) for v, p in zip(values, found, strict=True)}
    assert len({v for v, _ in pairs}) == len({p for _, p in pairs}) == len(pairs)


@given(keys)
def test_keyed_pseudonyms_are_one_to_one_and_what_hmac_gives(values: list[str]) -> None:
    found = Pseudonyms.with_secret(SECRET).of(series(values), "staff")
    for value, pseudonym in zip(values, found, strict=True):
        written = normal(value)
        digest = hmac.new(SECRET, f"staff{chr(0)}{written}".encode(), hashlib.sha256).hexdigest()
        assert pseudonym == (f"s-{digest[:16]}" if written else "")


@given(st.text(alphabet="ABCDEFGHJKLMNPQRSTUVWXYZ123456789", min_size=4, max_size=20))
def test_no_key_shows_in_its_pseudonym(key: str) -> None:
    found = Pseudonyms.with_secret(SECRET).of(series([key]), "customer")[0]
    shared = {key[i : i + 4] for i in range(len(key) - 3)} & {found[i : i + 4] for i in range(len(found) - 3)}
    assert key not in found
    assert not shared or all(s.isdigit() for s in shared)  # hexadecimal digits coincide by chance


def test_numbers_follow_first_appearance_in_each_kind() -> None:
    names = Pseudonyms.numbered({"customer": series(["b", "", "a", "c", "a"]), "staff": series(["a"])})
    assert list(names.of(series(["a", "b", "c"]), "customer")) == ["c-000002", "c-000001", "c-000003"]
    assert list(names.of(series(["a"]), "staff")) == ["s-000001"]


def test_blank_and_missing_stay_and_the_index_is_kept() -> None:
    given_keys = pd.Series(["x", "", None, "  "], index=[7, 7, 8, 9], name="customer", dtype="string")
    found = Pseudonyms.with_secret(SECRET).of(given_keys, "customer")
    assert list(found.index) == [7, 7, 8, 9]
    assert found.name == "customer"
    assert found.isna().tolist() == [False, False, True, False]
    assert found.iloc[1] == found.iloc[3] == ""


def test_one_person_written_differently_has_one_pseudonym() -> None:
    found = Pseudonyms.with_secret(SECRET).of(series(["1001", " 1001 ", "１００１", "1001.0"]), "customer")
    assert len(set(found)) == 1


def test_letter_case_tells_people_apart() -> None:
    assert Pseudonyms.with_secret(SECRET).of(series(["R_aB", "R_Ab"]), "respondent").nunique() == 2


def test_kinds_are_separate_spaces() -> None:
    names, kinds = Pseudonyms.with_secret(SECRET), ("customer", "respondent", "staff", "device", "record")
    tails = {names.of(series(["1001"]), kind)[0].split("-")[1] for kind in kinds}
    assert len(tails) == len(kinds)


def test_another_process_gives_the_same_pseudonyms() -> None:
    code = (
        "import pandas as pd; from csatreport.intake.pseudonyms import Pseudonyms;"
        "p = Pseudonyms.from_environment(); print(p.of(pd.Series(['王伟', 'x']), 'customer')[0], p.fingerprint)"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | {"CSATREPORT_KEY": SECRET.decode(), "PYTHONHASHSEED": seed},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    here = Pseudonyms.with_secret(SECRET)
    assert said == {f"{here.of(series(['王伟']), 'customer')[0]} {here.fingerprint}\n"}


def test_the_fingerprint_tells_keys_apart_and_is_blank_without_one() -> None:
    one, other = Pseudonyms.with_secret(SECRET), Pseudonyms.with_secret(SECRET + b"!")
    assert one.fingerprint != other.fingerprint
    assert len(one.fingerprint) == 8
    assert Pseudonyms.numbered({}).fingerprint == ""


def test_the_secret_is_in_no_representation_and_no_error() -> None:
    assert "horse" not in repr(Pseudonyms.with_secret(SECRET)) + str(Pseudonyms.with_secret(SECRET))
    with pytest.raises(UsageError) as short:
        Pseudonyms.with_secret(b"topsecret")
    assert "topsecret" not in short.value.message


def test_known_keys_are_in_no_representation() -> None:
    assert "Wang" not in repr(Pseudonyms.numbered({"customer": series(["Wang"])}))


@pytest.mark.parametrize("weak", [b"", b"short", b"x" * 15, b"a" * 64, b"ababababababababab"])
def test_weak_keys_are_refused_with_what_to_do(weak: bytes) -> None:
    with pytest.raises(UsageError, match="openssl rand"):
        Pseudonyms.with_secret(weak)


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in ("CSATREPORT_KEY", "CSATREPORT_KEY_FILE"):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def test_without_a_variable_there_is_no_secret(environment: pytest.MonkeyPatch) -> None:
    assert environment
    assert not Pseudonyms.from_environment().keyed


def test_an_empty_variable_is_refused_rather_than_taken_for_none(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("CSATREPORT_KEY", "")
    with pytest.raises(UsageError, match="too weak"):
        Pseudonyms.from_environment()


def test_the_key_may_lie_in_a_file(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_bytes(SECRET + b"\n")
    environment.setenv("CSATREPORT_KEY_FILE", str(file))
    assert Pseudonyms.from_environment() == Pseudonyms.with_secret(SECRET)


def test_a_key_file_that_is_not_there_is_named_by_its_variable(
    environment: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    environment.setenv("CSATREPORT_KEY_FILE", str(tmp_path / "none"))
    with pytest.raises(UsageError, match="CSATREPORT_KEY_FILE"):
        Pseudonyms.from_environment()


def test_two_keys_are_refused(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("CSATREPORT_KEY", SECRET.decode())
    environment.setenv("CSATREPORT_KEY_FILE", "b")
    with pytest.raises(UsageError, match="two keys"):
        Pseudonyms.from_environment()


def test_a_stranger_never_has_the_number_of_somebody_known() -> None:
    names = Pseudonyms.numbered({"customer": series(["a", "b"])})
    assert list(names.of(series(["z", "b", "z", "y"]), "customer")) == [
        "c-x000001",
        "c-000002",
        "c-x000001",
        "c-x000002",
    ]
    assert list(names.of(series(["z"]), "respondent")) == ["r-000001"]


def test_whom_one_knows_makes_no_difference_with_a_secret() -> None:
    names = Pseudonyms.with_secret(SECRET)
    assert names.knowing(customer=series(["a"])) == names
