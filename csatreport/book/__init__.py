"""The other side of the notebooks: run them, assemble the book, publish the edition.

This room knows nothing of statistics; it reads only params, errors and records.
"""
