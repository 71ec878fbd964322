"""People's own words: what comments, reviews and interviews are about, their tone, and quotes as evidence."""
