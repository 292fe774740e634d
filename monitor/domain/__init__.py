"""The pure core: articles, incidents, windows and verdicts.

Standard library only. Nothing here reads a clock, a file or a database: rules take `now` and
data, and return a decision with its reason. Instants are aware and in UTC.
"""
