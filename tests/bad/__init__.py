"""Broken exports: what is wrong with each (``cases.toml``), how it was made (``make.py``), what must come of it."""
