import errno
from pathlib import Path

from executed import manuscript

from csatreport.book import products
from csatreport.engine.crew import Done
from csatreport.errors import BookError, ClaimError, DataError


def done(**more):
    return Done("report-en.pdf", "failed", 1.0, Path("log.txt"), **more)


def test_what_csatreport_refused_is_passed_on_as_it_is():
    refusal = ClaimError("no such number")
    assert products.broken(done(error=refusal), BookError) is refusal


def test_a_full_disk_inside_a_job_stays_a_full_disk():
    found = products.broken(done(errno=errno.ENOSPC, problem="no space"), BookError)
    assert isinstance(found, OSError)
    assert found.errno == errno.ENOSPC


def test_anything_else_names_the_product_and_its_log():
    found = products.broken(done(problem="Boom: x"), DataError)
    assert isinstance(found, DataError)
    assert "report-en.pdf could not be made" in found.problem
    assert "log.txt" in found.todo


def test_a_job_carries_plain_arguments_and_is_named_after_what_it_makes(tmp_path):
    made = manuscript(tmp_path)
    site = products.job("site", "zh", tmp_path / "zh", made, tmp_path)
    pdf = products.job("pdf", "en", tmp_path / "report-en.pdf", made, tmp_path)
    assert (site.name, pdf.name) == ("site-zh", "report-en.pdf")
    assert pdf.args["notebooks"] == str(tmp_path / "notebooks")
    assert all(isinstance(argument, str | int) for argument in pdf.args.values())


def test_all_products_but_code_begin_with_one_reading_of_the_manuscript(tmp_path):
    made = manuscript(tmp_path)
    kinds = {"site": "zh", "pdf": "report-en.pdf", "workbook": "tables.xlsx", "code": "notebooks"}
    jobs = {kind: products.job(kind, "en", tmp_path / name, made, tmp_path) for kind, name in kinds.items()}
    assert jobs["site"].begin == jobs["pdf"].begin == jobs["workbook"].begin is not None
    assert jobs["code"].begin is None
