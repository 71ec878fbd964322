"""Running notebooks: in forked processes that can be limited and killed, only where something changed, on one machine or many.

This room knows neither statistics nor the book: it takes runs (a notebook with its parameters) and gives executed notebooks.
"""
