"""Customers by their mood: how many are dissatisfied and why, what became of their complaints, who is delighted.

``mood`` says who is satisfied, neutral, dissatisfied, and who of them complained; ``reasons`` is the Pareto of what they
name, ``recovery`` whether they stay after a complaint, ``complaints`` the company's own records; ``delighted`` sets the
very satisfied against the satisfied. Groups of customers: :mod:`csatreport.compare.moods`.
"""
