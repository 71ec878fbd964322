"""Nothing personal that was delivered is in anything that a build leaves behind."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import canaries
import pandas as pd
import pytest
import smallproject

N = 40
WORDS = [f"师傅很准时，第{i}次来就修好了" for i in range(N)]
NAME = "魏紫陌"  # of a customer, told in a complaint without any word that says that it is a name
ITEMS = """\
id,respondent,Respondent,受访者,,,,,,,,,,,,,,ID
client,customer,Customer,客户,,,,,,,,,,,,,,Customer
asker,interviewer,Interviewer,访员,,,,,,,,,,,,,,Interviewer
where,place,Place,地点,,,,,,,,,,,,,,Place
machine,device,Device,设备,,,,,,,,,,,,,,IP
remark,text,Remark,意见,Anything else?,还有什么?,,,,,,,,,,,,Remark
"""
LABELS = """\
list,code,label_en,label_zh,source
cause,network,Network,网络,网络
platform,market,Market,商城,market
topic,speed,Speed,网速,speed
"""


def _frames() -> dict[str, pd.DataFrame]:
    keys = [f"K{i:04d}" for i in range(N)]
    day = "2026-08-01"
    return {
        "answers.csv": pd.DataFrame({
            "ID": [f"R{i:04d}" for i in range(N)], "Customer": keys,
            "Interviewer": [f"访员{i % 9}" for i in range(N)],
            "Place": [f"门店{i}" for i in range(N)],
            "IP": [f"20.1.2.{i}" for i in range(N)], "Remark": WORDS,
            "Overall": [i % 5 + 1 for i in range(N)], "Speed": [i % 3 + 3 for i in range(N)],
        }),
        "customers.csv": pd.DataFrame({
            "customer": keys, "name": ["宋一", NAME, *(f"客户{i}" for i in range(2, N))],
            "phone": [f"1351234{i:04d}" for i in range(N)],
            "email": [f"p{i}@mail.example" for i in range(N)], "since": "2020-01-01",
            "address": [f"望江路{i}号" for i in range(N)],
        }),
        "complaints.csv": pd.DataFrame({
            "complaint": [f"T{i:04d}" for i in range(N)], "customer": keys, "cause": "网络",
            "opened": f"{day} 10:00:00", "text": [*WORDS[:-1], f"跟{NAME}谈过两次"],
        }),
        "reviews.parquet": pd.DataFrame({
            "review": [f"V{i:04d}" for i in range(N)], "date": day, "platform": "market",
            "author": [f"网友{i}" for i in range(N)], "rating": 4, "text": WORDS,
        }),
        "interviews.xlsx": pd.DataFrame({
            "interview": [f"I{i:04d}" for i in range(N)], "date": day, "customer": keys,
            "interviewer": [f"S{i}" for i in range(N)], "topic": "speed", "text": WORDS,
        }),
    }  # fmt: skip


def _project(folder: Path) -> Path:
    smallproject.write(folder)
    raw = folder / "data" / "raw"
    for name, frame in _frames().items():
        if name.endswith(".parquet"):
            frame.to_parquet(raw / name)
        elif name.endswith(".xlsx"):
            frame.to_excel(raw / name, index=False, engine="xlsxwriter")
        else:
            frame.to_csv(
                raw / name, index=False, encoding="gb18030" if name == "complaints.csv" else "utf-8-sig"
            )
    tables = "".join(
        f'\n[[record]]\ntable = "{Path(name).stem}"\nfile = "data/raw/{name}"\n'
        + ('encoding = "gb18030"\n' if name == "complaints.csv" else "")
        for name in _frames()
        if name != "answers.csv"
    )
    (folder / "params/editions/2026Q3.toml").write_text(smallproject.EDITION + tables, encoding="utf-8")
    (folder / "params/questionnaire.csv").write_text(smallproject.QUESTIONNAIRE + ITEMS, encoding="utf-8")
    (folder / "params/labels.csv").write_text(LABELS, encoding="utf-8")
    return folder


@pytest.mark.build
@pytest.mark.parametrize("key", ["", "a key of the tests, long enough"], ids=["numbered", "keyed"])
def test_no_canary_is_in_anything_that_a_build_leaves(
    tmp_path: Path, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CSATREPORT_KEY", raising=False)
    if key:
        monkeypatch.setenv("CSATREPORT_KEY", key)
    project = _project(tmp_path / "project")
    planted = canaries.plant(project / "data" / "raw")
    assert planted.files == set(_frames())
    command = [Path(sys.executable).with_name("csatreport"), "--project", project, "build", "2026Q3"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (project / "said.txt").write_text(done.stdout + done.stderr, encoding="utf-8")
    (project / "data" / "raw").rename(tmp_path / "raw")
    secrets = {key} if key else set()
    assert canaries.search(project, planted.tokens | {NAME} | secrets) == []
    assert canaries.search(tmp_path / "raw", {NAME})
