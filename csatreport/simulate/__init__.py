"""A made-up company whose truth is known. No analysis imports it."""
