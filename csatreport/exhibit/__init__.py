"""What a reader sees of a result: claims, charts, tables. Nothing here estimates."""
