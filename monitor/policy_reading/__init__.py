"""From a written policy document to a draft profile: clauses, windows, units, and where they stand.

Pure functions over a document's bytes and text. Nothing here reads a clock, a file of the user or
the network; of ours it knows `monitor.domain` and `monitor.text`.
"""
