"""What is sent to workers to be called there, by value: workers need not have csatreport."""

from __future__ import annotations

import asyncio
import inspect
import pickle
from collections.abc import Callable, Mapping
from typing import Any

import cloudpickle
from distributed import get_worker

from csatreport.engine.cluster import bench
from csatreport.engine.cluster.bench import Bench, Files


class ByValue:
    """A function that is pickled as what it is made of, wherever it is pickled."""

    def __init__(self, function: Callable[..., Any]) -> None:
        modules = [inspect.getmodule(function), bench]
        for module in modules:
            cloudpickle.register_pickle_by_value(module)
        try:
            self._code = cloudpickle.dumps(function)
        finally:
            for module in modules:
                cloudpickle.unregister_pickle_by_value(module)
        self._function = function

    def __call__(self, *args: object, **named: object) -> object:
        """Call it here."""
        return self._function(*args, **named)

    def __reduce__(self) -> tuple[object, ...]:
        return pickle.loads, (self._code,)


async def install(name: str, trees: Mapping[str, Files], dask_worker: Any) -> list[str]:  # noqa: ANN401
    """Set a bench up on the worker this is called on; return hashes of the files that it lacks."""
    await dask_worker.plugin_add(Bench(name, trees), name=name, catch_errors=False)
    return await on_bench(name, "lacking", dask_worker=dask_worker)  # type: ignore[no-any-return]


async def on_bench(name: str, method: str, *args: object, dask_worker: Any) -> Any:  # noqa: ANN401
    """Call a method of the bench beside the worker's own loop, which must go on answering the scheduler."""
    return await asyncio.to_thread(getattr(dask_worker.plugins[name], method), *args)


async def remove(name: str, dask_worker: Any) -> None:  # noqa: ANN401
    """End what the build still runs on this worker."""
    if name in dask_worker.plugins:
        await dask_worker.plugin_remove(name=name)


def work(name: str, order: dict[str, Any]) -> dict[str, Any]:
    """Do an order: the task that runs on a worker."""
    answer: dict[str, Any] = get_worker().plugins[name].work(order)
    return answer
