"""Templates of the site, compiled once: what Jinja made of them is kept."""

from __future__ import annotations

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from csatreport.book.kept import Kept


class Compiled(BytecodeCache):
    """Where Jinja finds templates that it compiled before, each under the hash of its source.

    Parameters
    ----------
    kept : Kept
        What holds them.
    """

    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def load_bytecode(self, bucket: Bucket) -> None:
        """Find a template."""
        found = self._kept.get(self._name(bucket))
        if found is not None:
            bucket.bytecode_from_string(found)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template."""
        self._kept.put(self._name(bucket), bucket.bytecode_to_string())

    def _name(self, bucket: Bucket) -> str:
        return self._kept.name("template", bucket.key, bucket.checksum)
