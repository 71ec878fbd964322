"""A notebook run over a forked kernel, for :mod:`csatreport.engine.forkserver.entry`."""

from __future__ import annotations

import time
from pathlib import Path
from queue import Empty
from typing import Any

from jupyter_client import AsyncKernelManager, KernelManager
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbclient.util import ensure_async, run_hook, run_sync
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NotebookExecutionManager
from papermill.log import logger

from csatreport.engine import executed
from csatreport.errors import ChapterError

NAME = "csatreport"
_NATIVE = {"python3", "python", NAME}  # kernels of this interpreter, which the forked one stands for
_QUIET = 0.2  # seconds for a kernel's first words, as in jupyter_client


def execute(
    nb: Any,  # noqa: ANN401 - papermill's own
    kernel_name: str,
    *,
    output_path: str | None = None,
    progress_bar: Any = True,  # noqa: ANN401 - papermill's own
    log_output: bool = False,
    autosave_cell_every: int = 30,
    **options: Any,  # noqa: ANN401 - papermill's own
) -> Any:  # noqa: ANN401 - papermill's own
    """Run a notebook as papermill's engines do and return it.

    Raises
    ------
    ChapterError
        The kernel died, or a cell took longer than ``execution_timeout``; it names notebook and cell.
    """
    manager = Lean(
        nb,
        output_path=output_path,
        progress_bar=progress_bar,
        log_output=log_output,
        autosave_cell_every=autosave_cell_every,
    )
    manager.notebook_start()
    try:
        _run(manager, kernel_name, log_output=log_output, **options)
    finally:
        manager.cleanup_pbar()
        manager.notebook_complete()
    return manager.nb


def _run(
    manager: Lean,
    kernel_name: str,
    *,
    input_path: str = "",
    start_timeout: int = 60,
    execution_timeout: int | None = None,
    **options: Any,  # noqa: ANN401 - papermill's own
) -> None:
    limit = execution_timeout or options.pop("timeout", None)
    client = Client(
        manager,
        kernel_name=NAME if kernel_name in _NATIVE else kernel_name,
        startup_timeout=start_timeout,
        timeout=limit,
        log=logger,
        **options,
    )
    try:
        client.execute()
    except DeadKernelError as error:
        raise _refusal(manager, input_path, "the kernel of a notebook died", client.ended) from error
    except CellTimeoutError as error:
        late = f"no end after {limit} seconds"
        raise _refusal(manager, input_path, "a cell of a notebook took too long", late) from error


class Lean(NotebookExecutionManager):  # type: ignore[misc]
    """papermill's record of a run, written every ``autosave_cell_every`` seconds and at the end: not twice for each cell."""

    at = 0

    def save(self, **_: object) -> None:
        """Write the notebook if it is time, or over."""
        waited = (self.now() - self.last_save_time).total_seconds()
        if self.end_time is not None or 0 < self.autosave_cell_every <= waited:
            super().save()

    def cell_start(self, cell: Any, cell_index: int | None = None, **options: Any) -> None:  # noqa: ANN401 - papermill's own
        """Note which cell is at work."""
        self.at = cell_index or 0
        super().cell_start(cell, cell_index, **options)


class _Packaged(KernelSpecManager):  # type: ignore[misc]
    """Finds our own kernelspec in the package, installed or not."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        if kernel_name == NAME:
            return KernelSpec.from_resource_dir(str(Path(__file__).with_name("kernelspec")))
        return super().get_kernel_spec(kernel_name)


class Client(PapermillNotebookClient):  # type: ignore[misc]
    """nbclient as papermill uses it, ready as soon as the kernel is."""

    ended = ""

    def create_kernel_manager(self) -> KernelManager:
        """Make the manager of the kernel."""
        self.km = AsyncKernelManager(kernel_name=self.kernel_name, kernel_spec_manager=_Packaged())
        return self.km

    async def async_start_new_kernel_client(self) -> Any:  # noqa: ANN401 - nbclient's own
        """Connect to the kernel and wait for its first words instead of a time without any."""
        self.kc = self.km.client()
        try:
            self.kc.start_channels(hb=False)  # the process itself is watched
            await self._ready(time.monotonic() + self.startup_timeout)
        except BaseException:
            await self._async_cleanup_kernel()
            raise
        self.kc.allow_stdin = False
        await run_hook(self.on_notebook_start, notebook=self.nb)
        return self.kc

    start_new_kernel_client = run_sync(async_start_new_kernel_client)

    async def _ready(self, until: float) -> None:
        """Ask until an answer comes on both channels: what a cell prints first must not get lost."""
        while True:
            asked = self.kc.kernel_info()
            if await self._answers(asked):
                return
            await self._async_check_alive()
            if time.monotonic() > until:
                raise RuntimeError(f"Kernel didn't respond in {self.startup_timeout} seconds")

    async def _answers(self, asked: str) -> bool:
        try:
            reply = await ensure_async(self.kc.shell_channel.get_msg(timeout=1))
            while reply["parent_header"].get("msg_id") != asked:
                reply = await ensure_async(self.kc.shell_channel.get_msg(timeout=1))
            while True:
                told = await ensure_async(self.kc.iopub_channel.get_msg(timeout=_QUIET))
                if told["parent_header"].get("msg_id") == asked and _idle(told):
                    return True
        except Empty:
            return False

    async def _async_check_alive(self) -> None:
        try:
            await super()._async_check_alive()
        except DeadKernelError:
            self.ended = getattr(self.km.provisioner, "ended", "") or "it is gone"
            raise


def _idle(message: dict[str, Any]) -> bool:
    return bool(message["msg_type"] == "status" and message["content"]["execution_state"] == "idle")


def _refusal(manager: Lean, notebook: str, problem: str, got: str) -> ChapterError:
    cell = manager.nb.cells[manager.at]
    manager.cell_exception(cell, manager.at)
    return ChapterError(
        problem,
        where=f"{notebook}, cell {manager.at + 1}: {executed.first_line(cell)}",
        got=got,
        todo="run that cell by itself; other notebooks are not touched",
    )
