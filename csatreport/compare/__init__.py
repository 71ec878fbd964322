"""Estimates side by side: waves, domains, peers. Nothing here draws."""
