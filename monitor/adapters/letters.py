"""The crawler's door for citizens' letters: what a look at a page makes of the letter we keep.

Personal data stays outside: of what the citizen wrote only the title is kept, masked.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from monitor.adapters.hosts import at_home
from monitor.domain.channel import Channel
from monitor.domain.letter_looks import (
    look_after_blind,
    look_after_denial,
    next_look,
    next_look_at_no_letter,
)
from monitor.domain.page_again import PageState
from monitor.domain.when import Precision, When
from monitor.store.letter_tables import LetterRow
from monitor.store.mapping import when_columns, when_of
from monitor.store.store import Store
from monitor.text.dates import FUTURE_TOLERANCE
from monitor.text.letter_page import LetterPage
from monitor.text.personal import masked
from spiders.letter_port import LetterJob, LetterSeen

UnitNamed = Callable[[str], str | None]
"""The id of the unit that a printed name stands for; empty: none of ours (`Office.unit_named`)."""

_PAGES_AT_ONCE = 20
_LONGEST_TITLE = 120
_LONGEST_DETAIL = 300
_NO_LETTER = LetterPage(None, None)


def no_unit(_name: str) -> str | None:
    """The naming of a house that is told of no units."""
    return ""


class LetterIntake:
    """Keeps the letters of mailbox channels in a store. Each call is its own transaction."""

    def __init__(
        self, store: Store, channels: Mapping[str, Channel], unit_named: UnitNamed
    ) -> None:
        self._store = store
        self._channels = channels
        self._unit_named = unit_named

    def claim(self, now: datetime) -> Sequence[LetterJob]:
        """The letters to look at again now; a claim lapses by itself."""
        with self._store.read() as work:
            if not work.letters.any_due(now):
                return []
        with self._store.write() as work:
            return [
                LetterJob(row.url, row.channel, self._channels[row.channel].url)
                for row in work.letters.claim_due(now, _PAGES_AT_ONCE)
                if row.channel in self._channels
            ]

    def seen(self, look: LetterSeen) -> None:
        """Keep what one look at a letter's page came to."""
        with self._store.write() as work:
            row = work.letters.by_url(look.url)
            if row is None and look.listed:
                row = LetterRow(
                    channel=look.channel, url=look.url, first_seen_at=look.at, seen_at=look.at
                )
            elif row is None or look.listed:
                return  # stored already, or not ours any more
            self._take_in(row, look)
            work.letters.keep(row)

    def _take_in(self, row: LetterRow, look: LetterSeen) -> None:
        row.detail = look.detail[:_LONGEST_DETAIL]
        page = _believed(row, look)
        if look.state is PageState.GONE:
            row.gone_at = row.gone_at or look.at
            row.next_at = look_after_denial(row.gone_at, look.at)
        elif page is None:
            row.failures += 1
            row.detail = row.detail or "no letter on the page"
            row.next_at = look_after_blind(row.first_seen_at, look.at, row.failures)
        else:
            self._take_over(row, look, page)

    def _take_over(self, row: LetterRow, look: LetterSeen, page: LetterPage) -> None:
        """The page was read: what it says fills what is not known yet, and never replaces it."""
        if row.sent_latest is None and page.sent is not None:
            _set_when(row, "sent", page.sent.no_later_than(look.at))
            row.title = _title(page, look)
        if not row.unit_printed:
            row.unit_printed = masked(page.unit, page.writers)
            row.unit = self._unit(row)
        row.seen_at, row.failures, row.gone_at = look.at, 0, None
        row.body_sha256 = look.body_sha256
        if row.sent_latest is None:
            row.next_at = next_look_at_no_letter(row.first_seen_at, look.at)
        elif page.answered:
            _set_when(row, "replied", _replied(row, page, look.at))
            row.answered, row.answered_seen_at, row.next_at = True, look.at, None
        else:
            row.unanswered_at = look.at
            row.next_at = next_look(row.first_seen_at, look.at)

    def _unit(self, row: LetterRow) -> str:
        if row.unit_printed:
            return self._unit_named(row.unit_printed) or ""
        channel = self._channels.get(row.channel)
        return channel.owner if channel else ""


def _believed(row: LetterRow, look: LetterSeen) -> LetterPage | None:
    """What a look shows of this letter; None where it shows nothing of it.

    A page on another host speaks for nobody. A page that no longer states the letter's date, or
    another one, is not this letter's any more: that it shows no reply means nothing. A server's
    clock may be a little ahead of ours, by which the letter's own date was bounded.
    """
    if look.state is not PageState.SEEN or look.page is None:
        return None
    if not at_home(look.channel_url, look.landed or look.url):
        return _NO_LETTER if row.sent_latest is None else None
    kept = when_of(row.sent_earliest, row.sent_latest, row.sent_source, row.sent_precision)
    if kept is None:
        return look.page
    now = look.page.sent
    if now is None or now.earliest > kept.latest + FUTURE_TOLERANCE:
        return None
    return look.page if kept.earliest <= now.latest else None


def _replied(row: LetterRow, page: LetterPage, seen_at: datetime) -> When | None:
    """When the reply was published: by its date, else between the looks around it."""
    if page.replied is not None:
        return page.replied.no_later_than(seen_at)
    since = row.unanswered_at or row.sent_earliest
    return When(since, seen_at, "crawl", Precision.MINUTE) if since and since <= seen_at else None


def _title(page: LetterPage, look: LetterSeen) -> str:
    """The citizen's title without personal data, on one line."""
    title = " ".join((page.title or look.title).split())
    return masked(title, page.writers)[:_LONGEST_TITLE]


def _set_when(row: LetterRow, prefix: str, when: When | None) -> None:
    for name, value in when_columns(prefix, when).items():
        setattr(row, name, value)
