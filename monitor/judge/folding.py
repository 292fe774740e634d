"""One folding of an article for all who read it: the matching form is the dearest step there is."""

from functools import lru_cache

from monitor.text.normalise import matching_form

_LONGEST = 6000


@lru_cache(maxsize=8)  # one article's title and text, asked for by each reader in turn
def folded(text: str) -> str:
    """The matching form of a text's first 6000 characters; readers cut from it what they need."""
    return matching_form(text[:_LONGEST])
