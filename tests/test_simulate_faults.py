import numpy as np

from csatreport.simulate import faults

PLAN = faults.plan(100)


def test_bad_rows_follow_the_good_ones_and_each_breaks_one_rule():
    rows = np.concatenate(list(PLAN.rows.values()))
    assert rows.tolist() == list(range(100, 100 + PLAN.total))
    assert {rule: len(found) for rule, found in PLAN.rows.items()} == faults.ROWS


def test_spoiling_touches_the_planned_rows_only_and_leaves_its_input_alone():
    answers = {f"q{k}": np.full(100 + PLAN.total, "3", dtype=object) for k in range(5)}
    spoiled = faults.spoil_rows(answers, PLAN)
    assert all(set(column) == {"3"} for column in answers.values())
    assert all(set(column[:100]) == {"3"} for column in spoiled.values())
    assert all(set(column[PLAN.rows["straight-lining"]]) == {"5"} for column in spoiled.values())
    left = [item for item, column in spoiled.items() if set(column[PLAN.rows["too few answers"]]) == {"3"}]
    assert left == ["q0", "q1", "q2"]


def test_impossible_answers_are_as_many_as_said_and_each_in_a_row_of_its_own():
    columns = {item: np.full(100, "3", dtype=object) for item in ("speed", "wifi", "other")}
    counted = faults.spoil_answers(columns, np.random.default_rng(1), size=100)
    changed = [set(np.flatnonzero(columns[item] != "3")) for item in ("speed", "wifi")]
    assert sum(map(len, changed)) == len(changed[0] | changed[1]) == sum(counted.values())
    assert set(columns["other"]) == {"3"}
