import pytest
import smallproject
from executed import manuscript

from csatreport.book import manifest
from csatreport.engine import environment
from csatreport.params.load import load_edition


@pytest.fixture
def project(tmp_path):
    return smallproject.write(tmp_path)


def inputs(project):
    notebooks = sorted((project / "notebooks").glob("*.ipynb"))
    return manifest.inputs(project, load_edition(project, "2026Q3"), notebooks=notebooks)


def test_everything_the_edition_depends_on_is_in_its_inputs(project):
    found = inputs(project)
    assert set(found["raw"]) == {"data/raw/answers.csv"}
    assert set(found["params"]) == {
        "params/book.toml", "params/editions/2026Q3.toml", "params/labels.csv", "params/questionnaire.csv",
    }  # fmt: skip
    assert set(found["notebooks"]) == {"first.ipynb", "second.ipynb", "gaps.ipynb"}
    assert found["packages"]["papermill"]
    assert all(len(value) == 64 for value in (*found["raw"].values(), found["code"]["csatreport"]))


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("data/raw/answers.csv", "raw: data/raw/answers.csv changed"),
        ("params/book.toml", "params: params/book.toml changed"),
        ("notebooks/first.ipynb", "notebooks: first.ipynb changed"),
    ],
)
def test_a_changed_file_is_named(project, file, said):
    before = inputs(project)
    (project / file).write_text((project / file).read_text() + "\n")
    assert manifest.changed(before, inputs(project), manifest.DELIBERATE) == [said]


def test_another_editions_file_and_editor_schemas_change_nothing(project):
    before = inputs(project)["params"]
    (project / "params" / "editions" / "2026Q4.toml").write_text(smallproject.EDITION)
    (project / "params" / ".schema").mkdir()
    (project / "params" / ".schema" / "book.json").write_text("{}")
    assert inputs(project)["params"] == before


def test_files_that_come_and_go_and_packages_that_move_are_told():
    before = {"raw": {"a.csv": "1" * 64}, "packages": {"pandas": "2.2"}}
    after = {"raw": {"b.csv": "2" * 64}, "packages": {"pandas": "3.0"}}
    assert manifest.changed(before, after) == [
        "raw: a.csv is gone", "raw: b.csv is new", "packages: pandas 2.2 -> 3.0",
    ]  # fmt: skip


def test_a_missing_raw_file_has_no_hash(project):
    (project / "data" / "raw" / "answers.csv").unlink()
    assert inputs(project)["raw"] == {"data/raw/answers.csv": ""}


def test_the_manifest_names_headline_base_seed_and_every_file(tmp_path):
    made = manuscript(tmp_path)
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "index.html").write_text("page")
    content = manifest.compose(
        made,
        tmp_path,
        made_from={},
        made=manifest.files(tmp_path),
        left_out={"kano": ("servqual",)},
        times={},
    )
    assert (content["edition"], content["revision"], content["seed"]) == ("2026Q3", 1, 1)
    assert content["headline"][0]["text"] == {"en": "83.1%", "zh": "83.1%"}
    assert content["left_out"] == {"kano": ["servqual"]}
    assert content["files"]["en/index.html"] == environment.sha256(tmp_path / "en" / "index.html")
    assert content["pages"] == ["cover", "items", "trend"]


def test_test_and_editor_packages_are_not_what_a_book_depends_on():
    found = environment.packages()
    assert {"csatreport", "pandas", "typst"} <= set(found)
    assert not {"pytest", "ruff", "jupyterlab", "playwright"} & set(found)
