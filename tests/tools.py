"""Programs of Debian that some tests look through: never needed to build a book."""

from __future__ import annotations

import os
import shutil

import pytest

PACKAGES = {"pdftotext": "poppler-utils", "pdffonts": "poppler-utils", "chromium": "chromium"}


def tool(name: str) -> str:
    """Path of a program; its test is skipped where it is not installed, and fails in CI."""
    found = shutil.which(name)
    if found is None:
        missing = f"needs {name}: apt-get install {PACKAGES[name]}"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    return found
