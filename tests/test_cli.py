import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
import smallproject

COMMAND = [sys.executable, "-c", "from csatreport.cli import main; main()"]
VERBS = (
    "init", "check", "params", "simulate", "fetch", "prepare", "coding", "calls", "build", "preview", "editions", "clean",
)  # fmt: skip


def call(*arguments, cwd=None, stdin=subprocess.DEVNULL):
    return subprocess.run(
        [*COMMAND, *map(str, arguments)], capture_output=True, text=True, check=False, cwd=cwd, stdin=stdin
    )


@pytest.fixture
def project(tmp_path):
    return smallproject.write(tmp_path / "project")


@pytest.mark.parametrize("verb", ["", *VERBS])
@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_every_verb_explains_itself(verb, flag):
    done = call(*filter(None, [verb, flag]))
    assert done.returncode == 0
    assert "Usage: csatreport" in done.stdout
    assert "--project" in done.stdout


def test_help_lists_every_exit_code():
    text = call("-h").stdout
    assert all(f"  {code} " in text for code in (0, 2, 3, 4, 5, 6, 75))


def test_help_is_there_at_once():
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    for _ in range(5):
        call("-h")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / 5 < 0.3


def test_a_verb_that_is_not_there_is_a_usage_error():
    assert call("publish").returncode == 2
    assert call("build", "--jobs", "0").returncode == 2


def test_a_wrong_call_is_told_to_programs_too():
    done = call("build", "--jobs", "0", "--json")
    told = json.loads(done.stderr)
    assert (done.returncode, told["exit_code"]) == (2, 2)
    assert "'--jobs'" in told["problem"]


def test_options_are_taken_before_and_after_the_verb(project):
    before = call("--project", project, "--json", "params", "2026Q3")
    after = call("params", "2026Q3", "--json", "--project", project)
    assert before.returncode == 0
    assert before.stdout == after.stdout
    assert json.loads(before.stdout)["edition"]["wave"] == "2026Q3"


def test_a_project_is_found_from_inside_it(project):
    done = call("params", cwd=project / "data" / "raw")
    assert json.loads(done.stdout)["book"]["title"]["zh"] == "小型报告"


def test_check_says_all_is_well_and_writes_nothing(project):
    before = sorted(project.rglob("*"))
    done = call("check", "--project", project)
    assert done.returncode == 0, done.stderr
    assert "40 received = 40 accepted + 0 quarantined" in done.stdout
    assert sorted(project.rglob("*")) == before


def test_check_refuses_a_notebook_that_cannot_take_the_edition(project):
    (project / "notebooks" / "first.ipynb").write_text(smallproject.chapter("first", parameter="year = 2026"))
    done = call("check", "--project", project)
    assert done.returncode == 5
    assert "first.ipynb" in done.stderr


def wrong_parameters(project: Path) -> None:
    (project / "params" / "book.toml").write_text("colour = 1\n" + smallproject.BOOK)


def wrong_data(project: Path) -> None:
    (project / "data" / "raw" / "answers.csv").write_bytes(b"Overall,Speed\n\xff\xfe,1\n")


def no_data(project: Path) -> None:
    (project / "data" / "raw" / "answers.csv").unlink()


@pytest.mark.parametrize(("spoil", "code"), [(wrong_parameters, 3), (wrong_data, 4), (no_data, 3)])
def test_errors_have_their_exit_code_and_come_as_text_or_json(project, spoil, code):
    spoil(project)
    plain, structured = call("check", "--project", project), call("check", "--project", project, "--json")
    assert (plain.returncode, structured.returncode) == (code, code)
    assert plain.stderr.startswith("csatreport: ")
    assert "Traceback" not in plain.stderr
    told = json.loads(structured.stderr)
    assert told["exit_code"] == code
    assert told["problem"] in plain.stderr


def test_outside_a_project_the_command_says_how_to_make_one(tmp_path):
    done = call("build", cwd=tmp_path)
    assert done.returncode == 3
    assert "csatreport init" in done.stderr


def test_a_folder_that_is_no_project_is_a_usage_error(tmp_path):
    assert call("--project", tmp_path, "check").returncode == 2


def test_names_and_newest_together_are_a_usage_error(project):
    assert call("build", "2026Q3", "--newest", "2", "--project", project).returncode == 2


def test_an_edition_that_is_not_declared_is_refused_by_name(project):
    done = call("build", "2026Q4", "--project", project)
    assert done.returncode == 3
    assert "2026Q4" in done.stderr


def test_a_dry_run_builds_nothing(project):
    before = sorted(project.rglob("*"))
    done = call("build", "--dry-run", "--project", project)
    assert done.returncode == 0, done.stderr
    assert "2026Q3-r1: would publish" in done.stdout
    assert sorted(project.rglob("*")) == before


def test_editions_lists_what_is_declared_but_not_published(project):
    done = call("editions", "--json", "--project", project)
    (row,) = json.loads(done.stdout)["editions"]
    assert (row["edition"], row["revision"]) == ("2026Q3", 0)


def test_prepare_makes_the_data_ready(project):
    done = call("prepare", "--project", project)
    assert done.stdout == "2026Q3: 40 responses\n"
    assert (project / "data" / "prepared" / "2026Q3" / "responses.parquet").exists()


def test_fetch_keeps_what_a_database_says_as_a_raw_file_and_asks_once(project):
    duckdb = pytest.importorskip("duckdb")
    with duckdb.connect(str(project / "answers.duckdb")) as database:
        database.execute("create table a as select (i % 5) + 1 as Overall, 4 as Speed from range(30) t(i)")
    edition = project / "params/editions/2026Q3.toml"
    asked = 'file = "data/raw/answers.parquet"\nquery = "select * from a"\ndatabase = "answers.duckdb"'
    edition.write_text(edition.read_text().replace('file = "data/raw/answers.csv"', asked))
    assert "take it with: csatreport fetch" in call("check", "--project", project).stderr
    taken = call("fetch", "--project", project)
    assert taken.stdout == f"fetched {project / 'data/raw/answers.parquet'}\n"
    assert call("fetch", "--project", project).stdout == "nothing to fetch\n"
    assert call("fetch", "--again", "--project", project).stdout == taken.stdout
    assert call("prepare", "--project", project).stdout == "2026Q3: 30 responses\n"


def test_coding_lists_words_that_wait_and_counts_them_when_they_have_a_code(project):
    questions = project / "params/questionnaire.csv"
    questions.write_text(questions.read_text() + "plan,category,Plan,套餐,Which?,哪种?,,plan,,,,,,,,,,Plan\n")
    lists = "list,code,label_en,label_zh,source\nplan,basic,Basic,基础,\nplan,other,Other,其他,\n"
    (project / "params/labels.csv").write_text(lists)
    answers = project / "data/raw/answers.csv"
    rows = answers.read_text().splitlines()
    answers.write_text("\n".join([rows[0] + ",Plan", *(r + ",the cheap one" for r in rows[1:])]) + "\n")
    assert "1 are new in params/coding.csv" in call("coding", "--project", project).stdout
    coding = project / "params/coding.csv"
    coding.write_text(coding.read_text().replace("the cheap one,", "the cheap one,basic"))
    assert call("coding", "--project", project).stdout.startswith("0 texts wait for a code")


def test_simulate_writes_the_quarters_asked_for_and_their_truth(tmp_path):
    done = call("simulate", tmp_path / "raw", "--quarters", 1, "--seed", 5)
    assert done.returncode == 0, done.stderr
    files = {path.name for path in (tmp_path / "raw").iterdir()}
    assert {
        "survey-web-2026Q3.csv",
        "survey-wechat-2026Q3.xlsx",
        "survey-phone-2026Q3.sav",
        "truth.json",
    } <= files
    assert "survey-web-2026Q2.csv" not in files
    assert json.loads((tmp_path / "raw/truth.json").read_text())["seed"] == 5


def test_clean_removes_what_can_be_made_again_and_no_edition(project):
    call("prepare", "--project", project)
    keep = project / "reports" / "2026Q3-r1" / "manifest.json"
    left = project / "reports" / ".staging-2026Q3-1" / "half"
    for path in (keep, left, project / "build" / "failed" / "2026Q3" / "a.ipynb"):
        path.parent.mkdir(parents=True)
        path.write_text("{}")
    looked = call("clean", "--dry-run", "--project", project)
    assert "would remove" in looked.stdout
    assert left.exists()
    assert call("clean", "--project", project).returncode == 0
    assert keep.exists()
    assert not any(p.exists() for p in (left, project / "data" / "prepared", project / "build" / "failed"))
    assert (project / "data" / "raw" / "answers.csv").exists()


def test_schemas_are_written_for_editors(project):
    assert call("params", "--schema", "--project", project).returncode == 0
    schema = json.loads((project / "params" / ".schema" / "edition.json").read_text())
    assert schema["additionalProperties"] is False


def test_quiet_says_nothing_when_all_is_well(project):
    done = call("check", "--quiet", "--project", project)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_init_makes_a_project_that_passes_its_check(tmp_path):
    done = call("init", tmp_path / "new", "--sample")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "new" / "params" / "book.toml").exists()
    assert os.listdir(tmp_path / "new" / "data" / "raw")  # noqa: PTH208 - any file will do
    checked = call("check", cwd=tmp_path / "new")
    assert checked.returncode == 0, checked.stderr


def test_init_refuses_a_folder_that_holds_something(tmp_path):
    (tmp_path / "mine").write_text("x")
    done = call("init", tmp_path)
    assert done.returncode == 2
    assert "not empty" in done.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["mine"]


@pytest.mark.build
def test_build_says_where_to_open_what_it_made(project):
    done = call("build", "--project", project)
    assert done.returncode == 0, done.stderr
    for name in (
        "index.html",
        "2026Q3-r1/en/index.html",
        "2026Q3-r1/zh/index.html",
        "2026Q3-r1/report-zh.pdf",
    ):
        assert (project / "reports" / name).as_uri() in done.stdout
        assert (project / "reports" / name).is_file()
    assert "left out: gaps (no servqual)" in done.stdout
    assert "write site" in done.stderr
    listed = json.loads(call("editions", "--json", "--project", project).stdout)["editions"][0]
    assert (listed["revision"], listed["headline"]) == (1, "40 answers")


def test_calls_need_customers_and_write_nothing_on_a_dry_run(project):
    assert call("calls", "--project", project).returncode == 2  # the small project has no records
    assert "would list customers" in call("--dry-run", "calls", "--project", project).stdout
    assert not list(project.glob("build/calls-*"))
