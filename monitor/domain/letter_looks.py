"""Looking again at a letter's page that showed no reply: when, and for how long."""

from datetime import datetime, timedelta

from monitor.domain.page_again import GONE_APART, LOOKS_AFTER, retry_after

WATCHED_FOR = timedelta(days=60)
"""A letter that was first seen unanswered is looked at again for so long (our default)."""

LOOKED_AT_EVERY = timedelta(hours=24)
"""And so often: the day after its limit it is known whether a reply came in time."""


def next_look(first_seen_at: datetime, at: datetime) -> datetime | None:
    """The look after one at `at` that read the page and found no reply; None: it was the last."""
    coming = at + LOOKED_AT_EVERY
    return coming if coming <= first_seen_at + WATCHED_FOR else None


def next_look_at_no_letter(first_seen_at: datetime, at: datetime) -> datetime | None:
    """The look after one at `at` at a page that holds no letter we can read: it gets few."""
    planned = (first_seen_at + after for after in LOOKS_AFTER)
    return next((look for look in planned if look > at), None)


def look_after_blind(first_seen_at: datetime, at: datetime, failures: int) -> datetime | None:
    """The look after the so many-th blind one in a row: soon at first, then daily."""
    coming = at + (retry_after(failures) or LOOKED_AT_EVERY)
    return coming if coming <= first_seen_at + WATCHED_FOR else None


def look_after_denial(gone_at: datetime, at: datetime) -> datetime | None:
    """The look after one at which the page was gone: once more, then it is taken for gone."""
    return gone_at + GONE_APART if at - gone_at < GONE_APART else None
