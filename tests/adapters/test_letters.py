"""What the house keeps of a look at a letter's page."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.adapters.letters import LetterIntake
from monitor.domain.channel import Channel, ChannelKind, Reader
from monitor.domain.page_again import PageState
from monitor.domain.when import Precision, When
from monitor.store.letter_tables import LetterRow
from monitor.store.store import Store
from monitor.text.letter_page import LetterPage
from spiders.letter_port import LetterSeen
from tests.domain.calendars import local, moment

BOX = Channel(
    "box", "县长信箱", ChannelKind.MAILBOX, Reader.LIST, "https://www.linxi.example/box/", "office"
)
PAGE = "https://www.linxi.example/box/1.html"
NOW = local("2026-03-04 10:00")
DAY = timedelta(days=1)


def look(
    page: LetterPage | None, *, days: int = 0, state: PageState = PageState.SEEN, landed: str = PAGE
) -> LetterSeen:
    """A look at the one letter, some days after the first."""
    return LetterSeen(
        channel="box",
        channel_url=BOX.url,
        url=PAGE,
        at=NOW + days * DAY,
        state=state,
        listed=not days,
        landed=landed,
        title="柏湾镇路灯不亮",
        page=page,
    )


SENT = moment("2026-03-02")
UNANSWERED = LetterPage(SENT, None, "县水务局")
ANSWERED = LetterPage(SENT, moment("2026-03-03"), "县水务局", answered=True)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store without letters, on SQLite."""
    opened = Store.open(f"sqlite:///{tmp_path / 'huiying.db'}")
    yield opened
    opened.close()


@pytest.fixture
def intake(store: Store) -> LetterIntake:
    """The door of a house that knows one unit."""
    return LetterIntake(store, {"box": BOX}, {"县水务局": "water"}.get)


def kept(intake: LetterIntake, *looks: LetterSeen) -> LetterRow | None:
    """What is stored after these looks."""
    for each in looks:
        intake.seen(each)
    with intake._store.read() as work:
        return work.letters.by_url(PAGE)


def test_a_page_on_another_host_speaks_for_nobody(intake: LetterIntake) -> None:
    row = kept(intake, look(ANSWERED, landed="https://elsewhere.example/1"))
    assert row is not None
    assert (row.sent_latest, row.answered, row.unit) == (None, False, "office")
    row = kept(intake, look(UNANSWERED, days=1), look(ANSWERED, days=2, landed="http://x.example/"))
    assert row is not None
    assert (row.answered, row.failures, row.unanswered_at) == (False, 1, NOW + DAY)


def test_what_was_read_first_stands_and_what_was_missing_is_filled_in(
    intake: LetterIntake,
) -> None:
    nameless = LetterPage(SENT, None)
    other = LetterPage(moment("2026-03-02 09:00"), None, "县水务局", title="改过的标题")
    row = kept(intake, look(nameless), look(other, days=1))
    assert row is not None
    assert (row.title, row.unit, row.unit_printed) == ("柏湾镇路灯不亮", "water", "县水务局")
    assert (row.sent_earliest, row.first_seen_at) == (SENT.earliest, NOW)


def test_a_letter_is_stored_once_and_an_unknown_one_only_from_the_list(
    intake: LetterIntake,
) -> None:
    assert kept(intake, look(ANSWERED, days=1)) is None
    first = kept(intake, look(UNANSWERED))
    again = kept(intake, look(ANSWERED))
    assert first is not None
    assert again is not None
    assert (again.id, again.answered) == (first.id, False)


def test_a_reply_dated_after_we_read_it_was_there_when_we_read_it(intake: LetterIntake) -> None:
    today = When(NOW - DAY / 4, NOW + DAY / 2, "labelled", Precision.DAY)
    row = kept(intake, look(LetterPage(SENT, today, answered=True)))
    assert row is not None
    assert row.replied_latest == NOW


def test_a_server_whose_clock_is_ahead_of_ours_is_still_read_again(intake: LetterIntake) -> None:
    ahead = When.at(NOW + timedelta(minutes=9), "labelled", Precision.MINUTE)
    row = kept(intake, look(LetterPage(ahead, None)), look(LetterPage(ahead, None), days=1))
    assert row is not None
    assert (row.sent_latest, row.failures, row.seen_at) == (NOW, 0, NOW + DAY)


def test_claims_lapse_and_only_ours_are_handed_out(intake: LetterIntake, store: Store) -> None:
    kept(intake, look(UNANSWERED))
    assert intake.claim(NOW + DAY - timedelta(seconds=1)) == []
    (job,) = intake.claim(NOW + DAY)
    assert (job.url, job.channel_url) == (PAGE, BOX.url)
    assert intake.claim(NOW + DAY) == []
    assert len(intake.claim(NOW + DAY + timedelta(hours=1))) == 1
    forgotten = LetterIntake(store, {}, {}.get)
    assert forgotten.claim(NOW + 3 * DAY) == []
