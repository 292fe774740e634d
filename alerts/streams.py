"""Which messages wait for each other, and which may be sent side by side."""

from collections.abc import Mapping, Sequence

from alerts.outbox import Outgoing

MAIL = "mail"

Stream = dict[str, list[Outgoing]]
"""Messages by lane that are sent one after the other."""


def scheme_of(recipient: str) -> str:
    """Which transport an address belongs to: what stands before a colon, "mail" without one."""
    scheme, colon, _ = recipient.partition(":")
    return scheme if colon and scheme.isalnum() else MAIL


def lane_of(recipient: str) -> str:
    """What waits together: all mail, as it goes to one server; of other ways, each address."""
    return MAIL if scheme_of(recipient) == MAIL else recipient


def streams_of(batch: Sequence[Outgoing], sessions: Mapping[str, int]) -> list[Stream]:
    """Split a batch into what is sent side by side, each part in the order given.

    Ways of sending never wait for each other. One that has several `sessions` gets as many
    streams; messages about one incident stay in one of them. Where one message speaks of several
    incidents there is one stream only.
    """
    streams: dict[tuple[str, int], Stream] = {}
    together = {scheme_of(row.recipient) for row in batch if row.members}
    places: dict[tuple[str, str], int] = {}
    for row in batch:
        scheme = scheme_of(row.recipient)
        width = 1 if scheme in together else max(sessions.get(scheme, 1), 1)
        place = places.setdefault((scheme, row.briefing.incident), len(places) % width)
        stream = streams.setdefault((scheme, place), {})
        stream.setdefault(lane_of(row.recipient), []).append(row)
    return list(streams.values())
