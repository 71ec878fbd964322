import numpy as np

from csatreport.simulate import former as company, people

CROWD = people.draw(np.random.default_rng(1), 1500, spare=40)


def test_everybody_has_the_region_of_the_branch():
    assert all(company.BRANCHES[b].region == r for b, r in zip(CROWD.branch, CROWD.region, strict=True))


def test_spare_people_come_from_the_large_branches_only():
    assert len(CROWD) == 1540
    small = {code for code, branch in company.BRANCHES.items() if branch.answers}
    assert not small & set(CROWD.branch[1500:])
    assert small < set(CROWD.branch[:1500])


def test_groups_come_near_to_their_planned_shares():
    shares = {code: np.mean(CROWD.mode == code) for code in company.MODES}
    assert all(abs(shares[code] - group.share) < 0.04 for code, group in company.MODES.items())


def test_the_worse_branch_is_less_satisfied_by_about_what_was_planned():
    gap = CROWD.satisfaction[CROWD.branch == "stonebridge"].mean() - CROWD.satisfaction.mean()
    assert -0.75 < gap < -0.35
