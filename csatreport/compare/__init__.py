"""Differences: between waves, between groups of customers, and standing among peers."""
