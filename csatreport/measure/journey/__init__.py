"""The journey of customers: what happens at each stage, in answers and in records."""
