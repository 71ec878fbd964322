import errno
import os

import pytest

from csatreport.engine.crew import Crew, Job
from csatreport.errors import ChapterError, ParamsError


def quiet(*_):
    pass


def work(folder, *jobs, say=quiet):
    with Crew(folder) as crew:
        return crew.work(jobs, say=say)


def test_jobs_share_clock_language_and_hash_seed_whatever_the_caller_has(tmp_path, monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setenv("PYTHONHASHSEED", "99")
    out = tmp_path / "env"
    command = ["sh", "-c", f"echo $TZ $LC_ALL $PYTHONHASHSEED $OMP_NUM_THREADS > {out}"]
    (done,) = work(tmp_path / "log", Job("look", "subprocess:run", {"args": command}))
    assert done.outcome == "done"
    assert out.read_text() == "UTC C.UTF-8 0 1\n"


def test_answers_come_in_the_order_asked_and_events_as_they_happen(tmp_path):
    events = []
    done = work(
        tmp_path,
        Job("slow", "os:mkdir", {"path": str(tmp_path / "no" / "such")}),
        Job("fast", "os:getpid", {}),
        say=lambda event, name, _: events.append((event, name)),
    )
    assert [d.name for d in done] == ["slow", "fast"]
    assert [d.outcome for d in done] == ["failed", "done"]
    assert ("failed", "slow") in events
    assert ("end", "fast") in events


def test_a_refusal_crosses_the_process_boundary_with_all_its_parts(tmp_path):
    arguments = {"project": str(tmp_path), "edition": "2026Q3", "into": "x"}
    (done,) = work(tmp_path / "log", Job("prepare", "csatreport.readiness:prepare", arguments))
    assert done.outcome == "refused"
    assert isinstance(done.error, ParamsError)
    assert "params/book.toml" in done.error.message


def test_the_systems_error_number_crosses_too(tmp_path):
    (done,) = work(tmp_path / "log", Job("open", "os:mkdir", {"path": str(tmp_path / "no" / "such")}))
    assert (done.outcome, done.errno) == ("failed", errno.ENOENT)
    assert "FileNotFoundError" in done.log.read_text()


def test_a_crew_whose_foreman_dies_says_so(tmp_path):
    with Crew(tmp_path) as crew:
        os.kill(crew._process.pid, 9)
        crew._process.wait()
        with pytest.raises(ChapterError, match="died"):
            crew.work([Job("any", "os:getpid", {})], say=quiet)


def test_where_nothing_can_be_forked_every_job_has_an_interpreter_of_its_own_and_that_is_said(
    tmp_path, monkeypatch
):
    monkeypatch.setenv("CSATREPORT_FORK", "0")
    events = []
    arguments = {"project": str(tmp_path), "edition": "2026Q3", "into": "x"}
    done = work(
        tmp_path / "log",
        Job("loud", "builtins:print", {"sep": "-"}),
        Job("refused", "csatreport.readiness:prepare", arguments),
        Job("failed", "os:mkdir", {"path": str(tmp_path / "no" / "such")}),
        Job("died", "os:abort", {}),
        Job("asks", "builtins:input", {}),
        say=lambda event, name, _: events.append((event, name)),
    )
    assert [d.outcome for d in done] == ["done", "refused", "failed", "died", "failed"]
    assert isinstance(done[1].error, ParamsError)
    assert done[2].errno == errno.ENOENT
    assert "status -6" in done[3].problem
    assert ("unforked", "CSATREPORT_FORK=0") in events


def test_where_nothing_can_be_forked_a_job_still_has_its_time(tmp_path, monkeypatch):
    monkeypatch.setenv("CSATREPORT_FORK", "0")
    job = Job("late", "subprocess:run", {"args": ["sleep", "60"]}, seconds=2.0)
    assert [d.outcome for d in work(tmp_path, job)] == ["late"]
