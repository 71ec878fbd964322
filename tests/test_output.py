import json
from pathlib import Path

from csatreport import output
from csatreport.book.build import Outcome
from csatreport.errors import DataError
from csatreport.params import Text, Wave


def test_declared_things_paths_and_waves_become_json():
    text = output.as_json({"wave": Wave.parse("2026Q3"), "title": Text(en="a", zh="甲"), "file": Path("x/y")})
    assert json.loads(text) == {"wave": "2026Q3", "title": {"en": "a", "zh": "甲"}, "file": "x/y"}


def test_a_published_edition_is_told_with_its_covers_and_pdfs(tmp_path):
    folder = tmp_path / "2026Q3-r1"
    for name in ("en/index.html", "zh/index.html", "report-en.pdf"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    lines = output.of_build(
        Outcome("2026Q3", "published", 1, folder, 21.04, left_out={"kano": ("servqual",)})
    )
    assert lines == [
        "2026Q3-r1: published (21.0 s)",
        "  left out: kano (no servqual)",
        *(f"  {(folder / name).as_uri()}" for name in ("en/index.html", "zh/index.html", "report-en.pdf")),
    ]


def test_a_dry_run_tells_what_changed(tmp_path):
    lines = output.of_build(
        Outcome("2026Q3", "would publish", 2, tmp_path / "2026Q3-r2", changed=("raw: a.csv changed",))
    )
    assert lines == ["2026Q3-r2: would publish (0.0 s)", "  raw: a.csv changed"]


def test_an_error_is_text_or_json_with_the_same_words():
    error = DataError("no such column", where="a.csv", todo="correct it")
    assert (
        output.of_error(error, structured=False)
        == "csatreport: no such column\n  where: a.csv\n  to do: correct it"
    )
    told = json.loads(output.of_error(error, structured=True))
    assert (told["error"], told["exit_code"], told["where"]) == ("DataError", 4, "a.csv")
