"""Numbers from answers: one estimator, and the measures that are weighted means of a score."""
