"""What a kernel is told of the modules that its server has loaded."""

from __future__ import annotations

import sys
from types import ModuleType

import pytest
from ipykernel import ipkernel
from IPython.core import shellapp

from csatreport.engine.forkserver.loaded import Loaded


def files(modules: dict[str, ModuleType]) -> dict[str, object]:
    """What ipykernel looks at."""
    return {name: getattr(module, "__file__", None) for name, module in modules.items()}


def test_a_kernel_hears_of_all_modules_and_of_those_that_were_loaded_since(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    loaded = Loaded()
    for name in ("loaded_first", "loaded_second"):
        module = ModuleType(name)
        module.__file__ = f"/there/{name}.py"
        monkeypatch.setitem(sys.modules, name, module)
    with loaded.told():
        told = ipkernel.sys.modules.copy()
        names = list(shellapp.sys.modules.keys())
    assert list(files(told).items()) == list(files(sys.modules).items())
    assert names == list(sys.modules)


def test_nothing_else_of_sys_is_another_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["before"])
    with Loaded().told():
        assert ipkernel.sys.version_info is sys.version_info
        shellapp.sys.argv = ["set"]
        assert sys.argv == ["set"]
    assert ipkernel.sys is shellapp.sys is sys


def test_a_kernel_that_does_not_begin_leaves_sys_as_it_was() -> None:
    with pytest.raises(ZeroDivisionError), Loaded().told():
        raise ZeroDivisionError
    assert ipkernel.sys is sys
