"""Studies as they are declared: what does not fit is refused with file and key."""

from __future__ import annotations

import pytest

from csatreport.errors import ParamsError
from csatreport.params import Text
from csatreport.params.analysis.study import Study
from csatreport.params.load import load_analysis
from csatreport.params.questionnaire import Questionnaire

HEAD = '[[study]]\ncode = "one"\ntitle = { en = "One", zh = "一" }\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            'factor = [{ code = "a", weight = 0.5 }, { code = "b", weight = 0.4 }]',
            "add up to 1; they add up to 0.9",
        ),
        ('factor = [{ code = "a", weight = 0.5 }, { code = "a", weight = 0.5 }]', "each factor once"),
        ('factor = [{ code = "total", weight = 1.0 }]', "none called 'total'"),
        ("low = 10\nhigh = 10", "a scale whose `low`"),
        ("begin = 2026-03-01\nend = 2026-02-01", "does not end before it begins"),
        ("spread = -1", "greater than 0"),
        ("respondents = 7", "unknown key 'respondents'"),
        (HEAD, "more than one is 'one'"),
    ],
)
def test_a_study_that_does_not_fit_is_refused_with_file_and_key(tmp_path, text, said):
    (tmp_path / "params").mkdir()
    (tmp_path / "params" / "analysis.toml").write_text(HEAD + text, encoding="utf-8")
    with pytest.raises(ParamsError) as error:
        load_analysis(tmp_path)
    assert said in error.value.message
    assert "params/analysis.toml" in error.value.message
    assert "study" in error.value.message


def test_factors_without_a_name_are_told():
    declared = Study.model_validate(
        {"code": "one", "title": {"en": "One", "zh": "一"}, "factor": [{"code": "bokking", "weight": 1.0}]}
    )
    known = Questionnaire((), {"factor": {"booking": Text.same("booking")}})
    (fault,) = declared.faults(known)
    assert "no factor 'bokking'" in fault.problem
    assert "did you mean 'booking'" in fault.todo
    assert not list(declared.faults(Questionnaire((), {"factor": {"bokking": Text.same("x")}})))
