import io
import json
import time

import pytest

from csatreport.book.progress import Progress
from csatreport.book.remaining import Remaining


class Terminal(io.StringIO):
    def isatty(self):
        return True


def tell(log, stream, *, quiet=False):
    with Progress(log, quiet=quiet, stream=stream) as progress:
        progress.stage("run chapters", 2)
        progress.step("start", "cover", 0.0)
        progress.step("end", "cover", 1.25)
        progress.step("begin", "branch (shared)", 0.0)
        progress.step("begun", "branch (shared)", 2.0)
        progress.step("unshared", "region (shared): KeyError: [level]", 1.0)
        progress.step("failed", "trend", 0.5)


def test_away_from_a_terminal_there_are_plain_lines(tmp_path):
    stream = io.StringIO()
    tell(tmp_path / "log.jsonl", stream)
    assert stream.getvalue().splitlines() == [
        "run chapters ...",
        "  cover: done in 1.2 s",
        "  branch (shared): done in 2.0 s",
        "  region (shared): KeyError: [level]: each page runs by itself",
        "  trend: failed in 0.5 s",
    ]


def test_on_a_terminal_there_is_a_bar_and_what_went_wrong_stands_above_it(tmp_path):
    stream = Terminal()
    tell(tmp_path / "log.jsonl", stream)
    assert "2/2" in stream.getvalue()
    assert "cover: done" not in stream.getvalue()
    assert "trend: failed after 0.5 s" in stream.getvalue()
    assert "region (shared): KeyError: [level]: each page runs by itself" in stream.getvalue()


def test_on_a_terminal_every_job_at_work_is_told_and_what_is_left(tmp_path):
    stream = Terminal()
    with Progress(tmp_path / "log.jsonl", stream=stream) as progress:
        progress.stage("run chapters", 2, expected={"cover": 90.0, "trend": 90.0})
        progress.step("start", "cover", 0.0)
        progress.step("start", "trend", 0.0)
        time.sleep(0.6)
        assert "cover" in stream.getvalue()
        assert "about 90 s left" in stream.getvalue()


def test_what_is_left_is_what_steps_took_the_last_time_less_what_they_have_run(monkeypatch):
    now = 100.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    remaining = Remaining({"a": 10.0, "b": 4.0, "c": 2.0})
    remaining.started("a")
    remaining.started("b")
    assert remaining.seconds() == 10.0
    now = 103.0
    assert remaining.seconds() == 7.0
    remaining.ended("a")
    assert remaining.seconds() == 2.0
    remaining.started("c")
    now = 110.0
    assert remaining.seconds() == 0.0
    remaining.ended("b")
    remaining.ended("c")
    assert remaining.seconds() is None


def test_what_nobody_has_timed_has_no_end_that_could_be_told():
    assert Remaining({}).seconds() is None


def test_quiet_says_nothing_but_the_log_has_every_event(tmp_path):
    stream = io.StringIO()
    tell(tmp_path / "deep" / "log.jsonl", stream, quiet=True)
    assert stream.getvalue() == ""
    events = [json.loads(line) for line in (tmp_path / "deep" / "log.jsonl").read_text().splitlines()]
    assert [(e["event"], e["name"]) for e in events] == [
        ("stage", "run chapters"), ("start", "cover"), ("end", "cover"), ("begin", "branch (shared)"),
        ("begun", "branch (shared)"), ("unshared", "region (shared): KeyError: [level]"), ("failed", "trend"),
    ]  # fmt: skip
    assert events[2]["seconds"] == 1.25
    assert all(e["time"].endswith("+00:00") for e in events)


def test_an_error_ends_the_log(tmp_path):
    with pytest.raises(ValueError, match="broken"), Progress(tmp_path / "log.jsonl", stream=io.StringIO()):
        raise ValueError("broken")
    (last,) = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    assert (last["event"], last["name"], last["problem"]) == ("error", "ValueError", "broken")


def test_what_jobs_begin_with_together_is_no_step_of_its_own(tmp_path):
    stream, bar = io.StringIO(), Terminal()
    for where in (stream, bar):
        with Progress(tmp_path / "log.jsonl", stream=where) as progress:
            progress.stage("run chapters", 1)
            progress.step("begin", "branch", 0.0)
            progress.step("begun", "branch", 0.5)
            progress.step("end", "branch-north", 1.0)
    assert stream.getvalue() == "run chapters ...\n  branch: done in 0.5 s\n  branch-north: done in 1.0 s\n"
    assert "1/1" in bar.getvalue()
