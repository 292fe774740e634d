"""From bytes and text to facts: encoding, repair, pages, lists, dates, places, figures.

Pure functions over what was fetched. Nothing here reads a clock, a file of the user or the
network; the only package of ours it knows is `monitor.domain`.
"""
