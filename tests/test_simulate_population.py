import numpy as np
import pytest
import simulated

from csatreport.simulate import company, events, population


@pytest.fixture(scope="module")
def people():
    return simulated.people()


def test_who_the_customers_are_does_not_depend_on_how_many_quarters_are_wanted(people):
    few = population.draw(quarters=3)
    for name in ("number", "name", "phone", "address", "branch", "joined", "left", "mode"):
        assert np.array_equal(getattr(few, name), getattr(people, name), equal_nan=name == "left"), name
    assert np.array_equal(few.satisfaction, people.satisfaction[:, -3:])
    assert [q.wave for q in few.quarters] == ["2026Q1", "2026Q2", "2026Q3"]


def test_another_seed_gives_other_customers(people):
    assert not np.array_equal(population.draw(population.SEED + 1).name, people.name)


def test_there_are_sixty_thousand_of_whom_three_quarters_are_customers_at_any_time(people):
    assert len(people) == 60_000
    assert all(43_000 < people.active(n).sum() < 50_000 for n in range(12))


def test_numbers_and_telephones_belong_to_one_customer_each(people):
    assert len(set(people.number)) == len(set(people.phone)) == len(people)
    homes = people.type == "household"
    assert all(p.startswith("154") and len(p) == 11 for p in people.phone[homes])


def test_ids_end_in_the_character_that_the_standard_asks_for(people):
    weights = [2 ** (17 - n) % 11 for n in range(17)]  # GB 11643
    for number in people.id_number[:500]:
        rest = sum(int(c) * w for c, w in zip(number, weights, strict=False)) % 11
        assert number[-1] == "10X98765432"[rest]


def test_everybody_has_the_region_of_the_branch_and_an_age_that_fits_the_group(people):
    assert {(b, r) for b, r in zip(people.branch.tolist(), people.region.tolist(), strict=True)} == {
        (code, b.region) for code, b in company.BRANCHES.items()
    }
    years = 2026 - people.born
    assert all((years[people.age == f"a{low}"] // 10 == low // 10).all() for low in (30, 40, 50))


def test_leaving_depends_on_satisfaction_as_planted(people):
    rows = []
    for n, quarter in enumerate(people.quarters):
        active, tenure = people.active(n), people.tenure(n)
        gone = people.left <= np.datetime64(quarter.last)
        groups = {
            "under1": tenure == "under1",
            "over5": tenure == "over5",
            "business": people.type == "business",
            "a18": people.age == "a18",
        }
        rows.append(np.column_stack([gone, people.satisfaction[:, n], *groups.values()])[active])
    data = np.concatenate(rows).astype(float)
    found, error = logit(np.column_stack([np.ones(len(data)), data[:, 1:]]), data[:, 0])
    groups = ("under1", "over5", "business", "a18")
    planted = [events.CHURN_BASE, events.CHURN_SATISFACTION, *(events.CHURN_GROUPS[g] for g in groups)]
    assert np.all(np.abs(found - planted) < 4 * error)


def logit(x, y):
    """Coefficients of a logistic regression by Newton's method, and their standard errors."""
    beta = np.zeros(x.shape[1])
    for _ in range(12):
        chance = 1 / (1 + np.exp(-x @ beta))
        information = np.linalg.inv((x * (chance * (1 - chance))[:, None]).T @ x)
        beta = beta + information @ (x.T @ (y - chance))
    return beta, np.sqrt(np.diag(information))


def test_customers_move_between_segments_as_often_as_planted(people):
    stays = (people.segment[:, 1:] == people.segment[:, :-1]).mean()
    share = np.array([s.share for s in company.SEGMENTS.values()])
    expected = (
        events.SEGMENT_STAYS + (1 - events.SEGMENT_STAYS) * (share**2).sum()
    )  # some come back to their own
    assert abs(stays - expected) < 0.002


def test_only_one_branch_goes_bad(people):
    def level(quarter, branch):
        own = people.active(quarter) & (people.branch == branch)
        return people.satisfaction[own, quarter].mean()

    large = [code for code, branch in company.BRANCHES.items() if not branch.answers]
    change = {code: level(11, code) - level(7, code) for code in large}
    assert min(change, key=change.get) == "stonebridge"
    assert change["stonebridge"] < -0.4
    assert all(abs(c) < 0.25 for code, c in change.items() if code != "stonebridge")


def test_no_name_is_a_word(people):
    words = {
        "高兴",
        "安静",
        "周到",
        "平安",
        "时间",
        "严重",
        "高明",
        "马上",
        "方便",
        "温和",
        "常见",
        "安全",
        "何时",
    }
    assert not words & set(people.name)
