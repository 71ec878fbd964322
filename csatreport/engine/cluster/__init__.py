"""Chapters on many machines: a Dask cluster runs the same jobs as the crew of one machine, from the same files."""
