from csatreport.engine.jobs import Job
from csatreport.engine.schedule import fitting, ordered


def job(name, expected=0.0, memory=0):
    return Job(name, "os:getpid", {}, expected=expected, memory=memory)


def names(jobs):
    return [each.name for each in jobs]


def test_the_longest_is_first_and_equals_keep_their_order():
    jobs = [job("a", 1), job("b", 3), job("c", 2), job("d", 3)]
    assert names(ordered(jobs, 2, {})) == ["b", "d", "c", "a"]


def test_what_nobody_has_timed_comes_before_what_is_known():
    assert names(ordered([job("a", 9), job("new"), job("b", 1)], 2, {})) == ["new", "a", "b"]


def test_a_beginning_counts_with_those_that_wait_for_it():
    behind = {"begin": [job(f"page-{n}", 2) for n in range(8)]}
    assert names(ordered([job("long", 8), job("begin", 1)], 2, behind)) == ["begin", "long"]
    assert names(ordered([job("long", 10), job("begin", 1)], 2, behind)) == ["long", "begin"]


def test_where_nothing_is_known_beginnings_come_first():
    assert names(ordered([job("a"), job("begin")], 2, {"begin": [job("b")]})) == ["begin", "a"]


def test_what_does_not_fit_waits_and_a_smaller_one_goes_before_it():
    jobs = [job("big", memory=60), job("small", memory=30)]
    assert fitting(jobs, taken=50, budget=100, idle=False).name == "small"
    assert fitting(jobs, taken=40, budget=100, idle=False).name == "big"
    assert fitting(jobs, taken=80, budget=100, idle=False) is None


def test_one_always_runs_whatever_it_needs():
    assert fitting([job("huge", memory=500)], taken=0, budget=100, idle=True).name == "huge"
    assert fitting([], taken=0, budget=100, idle=True) is None
