import pickle

import pytest

from csatreport import errors

EVERY = [kind for kind in vars(errors).values() if isinstance(kind, type)]


def test_a_message_has_its_parts_in_one_order_and_no_empty_ones():
    error = errors.DataError("no answers", todo="look again", where="a.csv", got="nothing")
    assert str(error) == "no answers\n  where: a.csv\n  got: nothing\n  to do: look again"


@pytest.mark.parametrize("kind", EVERY)
def test_an_error_reaches_another_process_whole(kind):
    error = kind("what", where="here", expected="this", got="that", todo="so")
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert type(again) is kind
    assert vars(again) == vars(error)


def test_exit_codes_are_those_that_the_command_promises():
    codes = {kind.__name__: kind.exit_code for kind in EVERY}
    assert codes == {
        "CsatError": 1, "UsageError": 2, "ParamsError": 3, "DataError": 4, "DesignError": 4,
        "ChapterError": 5, "BookError": 6, "ClaimError": 6, "LockedError": 75,
    }  # fmt: skip
