import io
import json

import pytest

from csatreport.book.progress import Progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


def tell(log, stream, *, quiet=False):
    with Progress(log, quiet=quiet, stream=stream) as progress:
        progress.stage("run chapters", 2)
        progress.step("start", "cover", 0.0)
        progress.step("end", "cover", 1.25)
        progress.step("failed", "trend", 0.5)


def test_away_from_a_terminal_there_are_plain_lines(tmp_path):
    stream = io.StringIO()
    tell(tmp_path / "log.jsonl", stream)
    assert stream.getvalue() == "run chapters ...\n  cover: done in 1.2 s\n  trend: failed in 0.5 s\n"


def test_on_a_terminal_there_is_a_bar(tmp_path):
    stream = Terminal()
    tell(tmp_path / "log.jsonl", stream)
    assert "2/2" in stream.getvalue()
    assert "cover: done" not in stream.getvalue()


def test_quiet_says_nothing_but_the_log_has_every_event(tmp_path):
    stream = io.StringIO()
    tell(tmp_path / "deep" / "log.jsonl", stream, quiet=True)
    assert stream.getvalue() == ""
    events = [json.loads(line) for line in (tmp_path / "deep" / "log.jsonl").read_text().splitlines()]
    assert [(e["event"], e["name"]) for e in events] == [
        ("stage", "run chapters"), ("start", "cover"), ("end", "cover"), ("failed", "trend"),
    ]  # fmt: skip
    assert events[2]["seconds"] == 1.25
    assert all(e["time"].endswith("+00:00") for e in events)


def test_an_error_ends_the_log(tmp_path):
    with pytest.raises(ValueError, match="broken"), Progress(tmp_path / "log.jsonl", stream=io.StringIO()):
        raise ValueError("broken")
    (last,) = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    assert (last["event"], last["name"], last["problem"]) == ("error", "ValueError", "broken")
