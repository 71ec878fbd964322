import hashlib
import subprocess
from importlib.metadata import version

import pytest

from csatreport.engine import environment


def test_packages_are_csatreport_and_what_it_needs_sorted_by_name():
    found = environment.packages()
    assert list(found) == sorted(found)
    assert found["pandas"] == version("pandas")
    assert {"numpy", "sphinx", "pydantic-core"} <= set(found)


def test_packages_that_only_tests_or_editors_need_are_left_out():
    assert not {"pytest", "ruff", "mypy", "jupyterlab"} & set(environment.packages())


def test_source_hash_covers_code_and_lock_file():
    found = environment.source()
    assert len(found["csatreport"]) == 64
    assert found == environment.source()
    assert set(found) == {"csatreport", "requirements.lock"}


def test_a_hash_is_of_the_bytes(tmp_path):
    (tmp_path / "a").write_bytes(b"abc")
    assert environment.sha256(tmp_path / "a") == hashlib.sha256(b"abc").hexdigest()


def test_outside_git_there_is_no_commit(tmp_path):
    assert environment.git(tmp_path) == {}


@pytest.mark.parametrize("dirty", [False, True])
def test_the_commit_is_known_and_whether_files_differ_from_it(tmp_path, dirty):
    def git(*arguments):
        identity = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
        subprocess.run(["git", *identity, *arguments], cwd=tmp_path, check=True, capture_output=True)

    (tmp_path / "a").write_text("1")
    for command in (["init"], ["add", "a"], ["commit", "-m", "one"]):
        git(*command)
    if dirty:
        (tmp_path / "a").write_text("2")
    found = environment.git(tmp_path)
    assert found["dirty"] is dirty
    assert len(found["commit"]) == 40
