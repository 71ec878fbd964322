"""papermill's seam: ``papermill --engine csatreport``.

papermill imports every engine when it is imported itself, so this module imports nothing until a notebook runs.
"""

from __future__ import annotations

from typing import Any


class ForkedEngine:
    """Notebooks in forked kernels, without papermill's fixed waits and without a save after each cell."""

    @classmethod
    def execute_notebook(cls, nb: Any, kernel_name: str, **options: Any) -> Any:  # noqa: ANN401 - papermill's own
        """Run the notebook and return it."""
        from csatreport.engine.forkserver.running import execute

        return execute(nb, kernel_name, **options)

    @classmethod
    def nb_kernel_name(cls, nb: Any, name: str | None = None) -> str:  # noqa: ANN401 - papermill's own
        """Name the kernel that the notebook asks for, or ``name``."""
        from papermill.utils import nb_kernel_name

        return str(nb_kernel_name(nb, name))

    @classmethod
    def nb_language(cls, nb: Any, language: str | None = None) -> str:  # noqa: ANN401 - papermill's own
        """Name the language of the notebook, or ``language``."""
        from papermill.utils import nb_language

        return str(nb_language(nb, language))
