"""The effective base does not depend on how many threads add it up."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest

from csatreport.intake.weigh.kish import effect

CODE = (
    "import numpy as np; from csatreport.intake.weigh.kish import effect;"
    "print(effect(np.random.default_rng(1).random(300_001)).effective.hex())"
)


def test_many_weights_have_the_same_effective_base_with_any_number_of_threads() -> None:
    said = {
        subprocess.run(
            [sys.executable, "-c", CODE],
            env=os.environ | {"OPENBLAS_NUM_THREADS": threads},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for threads in ("1", "2")
    }
    assert len(said) == 1


def test_pieces_add_up_to_the_whole() -> None:
    weights = np.random.default_rng(2).random(30_001)
    assert effect(weights).effective == pytest.approx(weights.sum() ** 2 / (weights**2).sum(), rel=1e-13)
