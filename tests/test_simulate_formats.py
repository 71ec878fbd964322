"""Four exports as their platforms write them, read back by programs that nobody here wrote."""

from __future__ import annotations

import io
import json

import numpy as np
import pandas as pd
import pyreadstat
import pytest
import simulated

from csatreport.simulate import quarters
from csatreport.simulate.formats import spss
from csatreport.simulate.items import questions


@pytest.fixture(scope="module")
def by_mode():
    return {m: quarters.numbered(quarters.of_mode(simulated.responses(), m)) for m in quarters.FILES}


@pytest.fixture(scope="module")
def web():
    return pd.read_csv(
        io.BytesIO(simulated.content("web")), dtype=str, keep_default_na=False, encoding="utf-8-sig"
    )


@pytest.fixture(scope="module")
def phone(tmp_path_factory):
    path = tmp_path_factory.mktemp("sav") / "phone.sav"
    path.write_bytes(simulated.content("telephone"))
    return pyreadstat.read_sav(path, user_missing=True)


@pytest.fixture(scope="module")
def field():
    return simulated.table(simulated.content("field").decode("gb18030"))


@pytest.fixture(scope="module")
def wechat():
    return pd.read_excel(
        io.BytesIO(simulated.content("paper")), engine="calamine", dtype=str, keep_default_na=False
    )


def test_qualtrics_has_names_then_questions_then_keys(web):
    keys = [json.loads(key)["ImportId"] for key in web.iloc[1]]
    assert list(web.columns[:9]) == [
        "StartDate", "EndDate", "Status", "IPAddress", "Progress", "Duration (in seconds)", "Finished",
        "RecordedDate", "ResponseId",
    ]  # fmt: skip
    assert keys[:2] == ["startDate", "endDate"]
    assert len(set(keys)) == len(keys) == len(web.columns)
    assert web.iloc[0]["Q12"] == questions()["overall"].english


def test_qualtrics_holds_the_words_of_the_answers(web, by_mode):
    said = web["Q13"].iloc[2:].tolist()
    words = [o.english for o in questions()["speed"].options.values()]
    given = by_mode["web"].answers["speed"].tolist()
    assert said == [words[g - 1] if g > 0 else "" for g in given]


def test_qualtrics_joins_choices_by_commas_that_no_option_holds(web, by_mode):
    options = [o.english for o in questions()["touchpoints"].options.values()]
    assert not any("," in o for o in options)
    for cell, bits in zip(web["Q11"].iloc[2:], by_mode["web"].answers["touchpoints"].tolist(), strict=True):
        assert cell.split(",") == ([o for n, o in enumerate(options) if bits >> n & 1] if bits > 0 else [""])


def test_wenjuanxing_numbers_its_questions_and_writes_durations_in_words(wechat):
    assert list(wechat.columns[:6]) == ["序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP"]
    assert all(c.startswith(f"{n}、") for n, c in enumerate(wechat.columns[6:], 1))
    assert wechat["所用时间"].str.fullmatch(r"\d+分\d+秒").all()
    assert wechat["来自IP"].str.fullmatch(r"198\.19\.\d+\.\d+\(.+-.+\)").all()
    overall = wechat[f"12、{questions()['overall'].chinese}"]
    assert set(overall) <= {*(o.chinese for o in questions()["overall"].options.values()), "(空)"}


def test_wenjuanxing_writes_own_words_behind_the_option(wechat):
    reasons = wechat[next(c for c in wechat.columns if c.startswith("38、"))]
    assert (reasons.str.contains("其他〖") == reasons.str.contains("其他")).all()
    assert reasons.str.contains("其他〖").sum() > 10
    assert reasons.str.contains("┋").sum() > 50
    assert (reasons == "(跳过)").mean() > 0.5


def test_spss_has_labels_and_missing_codes(phone):
    frame, told = phone
    assert told.column_names_to_labels["SPEED"] == questions()["speed"].chinese
    assert told.variable_value_labels["SPEED"] == {
        1.0: "非常不满意", 2.0: "不满意", 3.0: "一般", 4.0: "满意", 5.0: "非常满意", 8.0: "不适用", 9.0: "未回答",
    }  # fmt: skip
    assert told.missing_ranges["SPEED"] == [{"lo": 8.0, "hi": 8.0}, {"lo": 9.0, "hi": 9.0}]
    assert told.missing_ranges["RECOMMEND"] == [{"lo": 98.0, "hi": 98.0}, {"lo": 99.0, "hi": 99.0}]
    assert pd.api.types.is_datetime64_any_dtype(frame["STARTTIME"]) or hasattr(
        frame["STARTTIME"].iloc[0], "year"
    )
    assert "EXP_S01" not in frame
    assert "KANO_GIFT_F" not in frame


def test_spss_says_nothing_of_when_it_was_written():
    content = simulated.content("telephone")
    assert content[spss.HEADER] == spss.MADE
    assert content[:4] == b"$FL2"


def test_spss_holds_the_numbers_of_the_answers(phone, by_mode):
    frame, _ = phone
    responses = by_mode["telephone"]
    given = responses.answers["recommend"]
    assert frame["RECOMMEND"].tolist() == np.where(given >= 0, given, 99).tolist()
    assert frame["BRANCH"].tolist() == (responses.answers["branch"] + 1).tolist()


def test_the_field_agency_writes_chinese_headers_and_some_digits_wide(field, by_mode):
    assert list(field.columns[:8]) == [
        "问卷编号",
        "客户编号",
        "客户姓名",
        "联系电话",
        "访问员",
        "访问地点",
        "开始时间",
        "结束时间",
    ]
    narrow = field[questions()["overall"].chinese].str.normalize("NFKC")
    given = by_mode["field"].answers["overall"]
    assert narrow.tolist() == [str(g) if g > 0 else "" for g in given.tolist()]
    wide = field[questions()["overall"].chinese].isin(list("１２３４５"))
    assert 0.3 < wide.mean() < 0.5
    with pytest.raises(UnicodeDecodeError):
        simulated.content("field").decode("utf-8")


def test_every_mode_delivers_comments_that_careless_programs_stumble_over_and_personal_data(web, field):
    comments = [*web["Q119"], *field[questions()["comment"].chinese]]
    assert any(c.startswith("=") for c in comments)
    assert any("<script>" in c for c in comments)
    told = {k for mode in quarters.FILES for k in simulated.truth(mode)["comments"]}
    assert {"hostile", "personal negative", "speed negative", "general positive"} <= told


def test_personal_comments_hold_what_the_customer_is_called(by_mode):
    people = simulated.people()
    responses = by_mode["web"]
    rows = [
        r for k, rows in simulated.truth("web")["comments"].items() if k.startswith("personal") for r in rows
    ]
    assert len(rows) > 3
    for row in rows:
        who = responses.crowd.who[row]
        own = [getattr(people, n)[who] for n in ("name", "phone", "email", "id_number", "address")]
        assert any(
            value and value in responses.comments.text[row] for value in [*own, "customer@example.com"]
        )
