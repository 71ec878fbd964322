"""A survey wave by wave: what only all waves together can say is said as if they had been one table."""

from __future__ import annotations

from pathlib import Path

import pytest
from rawproject import EDITION, QUESTIONNAIRE, project, raw

from csatreport.errors import DataError, DesignError
from csatreport.intake import tables
from csatreport.intake.prepare import prepare
from csatreport.params.load import load_edition, load_questionnaire
from csatreport.survey import Survey

WAVES = ("2026Q1", "2026Q2", "2026Q3")
ITEMS = QUESTIONNAIRE.replace("source_2026Q2", "source_2020Q1") + (
    "tablet,device,Tablet,平板,,,,,,,,,Tablet,\nbegan,start,Began,开始,,,,,,,,,Began,\n"
)
HEADER = ("ID", "How satisfied are you?", "Effort", "Region", "Remark", "Tablet", "Began")
SOURCE = '[[source]]\nwave = "{wave}"\nfile = "data/raw/{name}-{wave}.csv"\n'


def rows(name: str, wave: str) -> list[list[str]]:
    month = int(wave[-1]) * 3
    answers = [
        [f"{name}{wave}{n}", str(n % 5 + 1), str(n % 4 + 1), "North", f"{name} {n}", "", ""] for n in range(6)
    ]
    answers[0][5:] = [f"{name}1", f"2026-{month:02d}-30 23:58"]
    answers[1][5:] = [f"{name}1", f"2026-{month - 2:02d}-01 00:01"]
    answers[2][1] = "77"
    return answers


def made(folder: Path, *, cleaning: str = "", changes: dict[str, list[list[str]]] | None = None) -> Path:
    """Two exports of three waves, declared one export after the other: not in the order of the waves."""
    head = EDITION.split("[[source]]", maxsplit=1)[0]
    sources = [SOURCE.format(name=name, wave=wave) for name in ("web", "tel") for wave in WAVES[::-1]]
    home = project(folder, edition=head + cleaning + "".join(sources), questionnaire=ITEMS, header=HEADER)
    for name in ("web", "tel"):
        for wave in WAVES:
            file = f"{name}-{wave}.csv"
            raw(home / "data/raw" / file, HEADER, (changes or {}).get(file) or rows(name, wave))
    return home


def opened(folder: Path) -> Survey:
    return prepare(folder, load_edition(folder, "2026Q3"))


def test_waves_stand_in_their_order_and_sources_in_theirs(tmp_path: Path) -> None:
    survey = opened(made(tmp_path))
    assert survey.responses["wave"].tolist() == [w for w in WAVES for _ in range(12)]
    order = [f"data/raw/{name}-{wave}.csv" for name in ("web", "tel") for wave in WAVES[::-1]]
    for table in (survey.ledger, survey.quarantine):
        assert list(dict.fromkeys(table["source"])) == order
    numbers = survey.responses["response"]
    assert sorted(numbers) == list(range(36))  # as the sources are declared, whatever their waves
    assert numbers.tolist()[:6] == list(range(12, 18))
    assert survey.comments["response"].is_monotonic_increasing
    assert survey.comments["text"].tolist()[:2] == ["web 0", "web 1"]


def test_a_device_is_seen_again_across_waves_and_files(tmp_path: Path) -> None:
    survey = opened(made(tmp_path, cleaning="[cleaning]\ndevice_minutes = 5\n"))
    told = survey.quarantine[survey.quarantine["rule"] == "duplicate device"]
    assert [tuple(row) for row in told[["source", "row", "reason"]].to_numpy()] == [
        (
            f"data/raw/{name}-2026Q3.csv",
            3,
            f"3.0 minutes after row 2 of data/raw/{name}-2026Q2.csv on one device, less than 5",
        )
        for name in ("web", "tel")
    ]


@pytest.mark.parametrize("many", [0, 10**9], ids=["read again", "held"])
def test_in_memory_the_tables_are_the_prepared_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    monkeypatch.setattr(tables, "_MANY", many)
    folder = made(tmp_path)
    survey = opened(folder)
    edition, questionnaire = load_edition(folder, "2026Q3"), load_questionnaire(folder)
    held = tables.tables(folder, edition, questionnaire)
    for name in ("ledger", "quarantine", "weighting"):
        assert getattr(held, name).astype(str).equals(getattr(survey, name).astype(str))
    assert held.responses["response"].tolist() == survey.responses["response"].tolist()
    assert tables.ledger(folder, edition, questionnaire).equals(held.ledger)


def test_a_wave_without_answers_is_refused_by_name_and_nothing_is_left(tmp_path: Path) -> None:
    blank = {f"{n}-2026Q2.csv": [["x", "", "", "", "", "", ""]] * 3 for n in ("web", "tel")}
    folder = made(tmp_path, changes=blank)
    with pytest.raises(DataError, match="wave 2026Q2 has no accepted answers"):
        opened(folder)
    assert not (folder / "data/prepared/2026Q3").exists()
    assert [p.name for p in (folder / "data/prepared").iterdir()] == [".lock"]


def test_weights_that_fail_in_a_late_wave_leave_nothing_of_the_early_ones(tmp_path: Path) -> None:
    folder = made(tmp_path)
    file = folder / "params/editions/2026Q3.toml"
    text = file.read_text(encoding="utf-8").replace("seed = 7", 'seed = 7\nweights = "delivered"')
    file.write_text(text, encoding="utf-8")
    items = folder / "params/questionnaire.csv"
    items.write_text(
        items.read_text(encoding="utf-8").replace("remark,text,Remark,意见,Anything else?,还有什么?,,,,,,,Remark,-",
                                                  "w,weight,W,权,,,,,,,,,Remark,"), encoding="utf-8"
    )  # fmt: skip
    for name in ("web", "tel"):
        for wave in WAVES:
            weights = [[*r[:4], "1.0" if wave != "2026Q3" else "-1", *r[5:]] for r in rows(name, wave)]
            raw(folder / f"data/raw/{name}-{wave}.csv", HEADER, weights)
    with pytest.raises(DesignError, match="weights are negative"):
        opened(folder)
    assert [p.name for p in (folder / "data/prepared").iterdir()] == [".lock"]
