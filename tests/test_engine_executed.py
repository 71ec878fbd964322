from smallproject import code, markdown

from csatreport.engine import executed


def ran(source, *outputs, tags=(), **metadata):
    cell = code(source, *tags)
    return {
        **cell,
        "id": "a1b2",
        "execution_count": 7,
        "outputs": list(outputs),
        "metadata": {**cell["metadata"], **metadata},
    }


def error(name):
    return {"output_type": "error", "ename": name, "evalue": "why", "traceback": []}


def notebook(*cells):
    return {
        "cells": list(cells),
        "metadata": {"papermill": {"start_time": "now", "input_path": "/home/me"}},
        "nbformat": 4,
    }


def test_times_paths_versions_ids_and_counts_do_not_stay():
    times = {"papermill": {"start_time": "now"}, "execution": {"iopub": "now"}}
    made = executed.normalised(
        notebook(markdown("# a"), ran("1", **times), ran("2", tags=("hide",), **times))
    )
    assert made["metadata"]["kernelspec"]["name"] == "python3"
    assert "papermill" not in str(made)
    assert [c["id"] for c in made["cells"]] == ["cell-1", "cell-2", "cell-3"]
    assert [c["execution_count"] for c in made["cells"][1:]] == [1, 2]
    assert made["cells"][2]["metadata"] == {"tags": ["hide"]}


def test_the_injected_cell_takes_the_place_of_the_declared_one():
    made = executed.normalised(notebook(
        ran('edition = "old"', tags=("parameters",)),
        ran('# Parameters\nedition = "new"\n', tags=("injected-parameters",)),
        ran("edition"),
    ))  # fmt: skip
    assert ["".join(c["source"]) for c in made["cells"]] == ['edition = "new"\n', "edition"]


def test_warnings_go_and_what_is_printed_stays():
    streams = [{"output_type": "stream", "name": name, "text": name} for name in ("stderr", "stdout")]
    (cell,) = executed.normalised(notebook(ran("1", *streams)))["cells"]
    assert [o["name"] for o in cell["outputs"]] == ["stdout"]


def test_papermills_notes_on_a_failure_go_so_that_cells_keep_their_numbers():
    note = {**markdown("An Exception"), "metadata": {"tags": ["papermill-error-cell-tag"]}}
    made = executed.normalised(notebook(note, ran("1"), note, ran("2", error("KeyError"))))
    assert executed.error_of(made) == (1, "KeyError", "why")


def test_a_notebook_without_failure_has_no_error():
    assert executed.error_of(notebook(markdown("# a"), ran("1"))) is None


def test_the_first_line_of_a_cell_is_one_that_says_something():
    assert executed.first_line(code("\n   \n  show(chart)\nrest")) == "show(chart)"
    assert executed.first_line(code("")) == ""


def test_writing_twice_gives_the_same_bytes_with_chinese_readable(tmp_path):
    made = executed.normalised(notebook(markdown("# 满意度")))
    executed.write(made, tmp_path / "a.ipynb")
    executed.write(dict(reversed(made.items())), tmp_path / "b.ipynb")
    assert (tmp_path / "a.ipynb").read_bytes() == (tmp_path / "b.ipynb").read_bytes()
    assert "满意度" in (tmp_path / "a.ipynb").read_text(encoding="utf-8")


def test_new_text_around_the_same_code_gives_what_a_new_run_would():
    before = executed.normalised(notebook(markdown("# a"), ran("1"), markdown("b"), ran("2", tags=("hide",))))
    cells = [markdown("# a"), markdown("new"), code("1"), code("2", "hide"), markdown("end")]
    fresh = notebook(cells[0], cells[1], ran("1"), ran("2", tags=("hide",)), cells[4])
    assert executed.retold(before, cells) == executed.normalised(fresh)
