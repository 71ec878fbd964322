"""From raw exports to prepared tables; nothing is lost on the way."""
