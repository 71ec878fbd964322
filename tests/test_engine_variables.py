"""Environment variables of a build's processes."""

import json
import os
import subprocess
import sys

import pytest

from csatreport.engine import variables

_ASK = """
import json, numpy, scipy.linalg, threadpoolctl
from numpy._core._multiarray_umath import __cpu_dispatch__ as known, __cpu_features__ as there
rng = numpy.random.default_rng(1)
a = rng.standard_normal((300, 40))
blas = {pool["architecture"] for pool in threadpoolctl.threadpool_info() if pool["user_api"] == "blas"}
seen = [name for name in known if there[name]]
print(json.dumps([sorted(blas), seen, (a.T @ a).tobytes().hex(), numpy.exp(a).tobytes().hex()]))
"""


def _numbers(**chosen: str) -> list[object]:
    env = variables.settled({}) | chosen
    return list(json.loads(subprocess.check_output([sys.executable, "-c", _ASK], env=env, text=True)))


@pytest.mark.skipif(not variables.one_processor(), reason="a processor without AVX2 is not made like others")
def test_libraries_see_a_processor_with_avx2_and_nothing_newer() -> None:
    architectures, features, *_ = _numbers()
    assert architectures == ["Haswell"]
    assert not [f for f in features if f == "X86_V4" or f.startswith("AVX512")]


@pytest.mark.skipif(not variables.one_processor(), reason="a processor without AVX2 is not made like others")
def test_numbers_are_the_same_whatever_processor_the_environment_names(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plain = _numbers()
    monkeypatch.setenv("OPENBLAS_CORETYPE", "Sandybridge")
    monkeypatch.setenv("NPY_DISABLE_CPU_FEATURES", "")
    assert _numbers() == plain
    assert _numbers(OPENBLAS_CORETYPE="Sandybridge")[2] != plain[2]  # the test can fail: kernels do differ


def test_the_rest_of_the_environment_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CSATREPORT_KEY", "a key that intake needs")
    found = variables.settled({"IPYTHONDIR": "/x"})
    assert found["CSATREPORT_KEY"] == "a key that intake needs"
    assert found["IPYTHONDIR"] == "/x"
    assert found["TZ"] == "UTC"
    assert os.environ.get("IPYTHONDIR") != "/x"


def test_a_process_that_imported_what_chapters_import_has_one_thread() -> None:
    code = "import os, pandas, pyarrow.parquet, scipy.stats, sklearn.cluster, seaborn; print(len(os.listdir('/proc/self/task')))"
    env = variables.settled({})
    assert subprocess.check_output([sys.executable, "-c", code], env=env, text=True).strip() == "1"
