"""The rules of cleaning: each says which responses break it, and why."""
