"""Whose word a page is: only what stands where its channel does is the channel's."""

from urllib.parse import urlsplit


def at_home(channel_url: str, page_url: str) -> bool:
    """Whether a page stands where its channel does: only there does the channel's owner speak.

    A portal also lists, and redirects to, pages of others; what stands there is only relayed.
    """
    own, there = _site(channel_url), _site(page_url)
    return there == own or there.endswith(f".{own}") or own.endswith(f".{there}")


def _site(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")
