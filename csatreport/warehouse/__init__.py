"""Estimates of answers that stay where they are: in Parquet larger than memory, or in a database."""
