import json

import pytest
import smallproject

from csatreport.errors import CsatError
from csatreport.readiness import prepare


def test_data_are_prepared_and_what_each_chapter_lacks_is_told(tmp_path):
    project = smallproject.write(tmp_path / "project")
    prepare(str(project), "2026Q3", str(tmp_path / "needs.json"))
    assert json.loads((tmp_path / "needs.json").read_text()) == {"gaps": ["servqual"]}
    assert (project / "data" / "prepared" / "2026Q3" / "responses.parquet").is_file()


def test_what_check_refuses_is_not_prepared(tmp_path):
    project = smallproject.write(tmp_path / "project")
    (project / "data" / "raw" / "answers.csv").unlink()
    with pytest.raises(CsatError):
        prepare(str(project), "2026Q3", str(tmp_path / "needs.json"))
    assert not (tmp_path / "needs.json").exists()
