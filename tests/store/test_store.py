"""The store on SQLite: migrations, aware instants, transactions, leases, the outbox."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel

from monitor.domain.channel import Channel, ChannelKind, Poll, PollOutcome, Reader
from monitor.domain.events import Event, EventKind
from monitor.store.outbox_tables import OutboxRow
from monitor.store.store import Store
from monitor.store.tables import ArticleRow, EventRow
from tests.chains import first_break

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
GOV = Channel(
    "gov",
    "临溪县人民政府",
    ChannelKind.OFFICIAL,
    Reader.LIST,
    "http://gov.example/",
    "",
    10 * MINUTE,
)
EVERY = {"gov": GOV.every}


def article(url: str, **changes: object) -> ArticleRow:
    fields = {
        "channel": "gov",
        "channel_kind": "official",
        "url": url,
        "title": "标题",
        "text": "正文",
        "first_seen_at": NOW,
        **changes,
    }
    return ArticleRow(**fields)


def message(key: str, at: datetime = NOW) -> OutboxRow:
    return OutboxRow(
        key=key,
        incident_id=1,
        reason="window_breached",
        recipient="duty@linxi.example",
        language="zh",
        message_id=f"<{key}@linxi.example>",
        thread_id="<incident-1@linxi.example>",
        created_at=at,
        next_try_at=at,
    )


def test_the_migrations_make_exactly_the_tables_of_the_code(store: Store) -> None:
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_opening_a_store_again_changes_nothing(store: Store) -> None:
    with store.write() as work:
        work.articles.add(article("http://gov.example/1"))
    again = Store.open(store.engine.url.render_as_string(hide_password=False))
    with again.read() as work:
        assert work.articles.unknown(["http://gov.example/1", "http://gov.example/2"]) == [
            "http://gov.example/2"
        ]
    again.close()


def test_instants_come_back_aware_and_naive_ones_are_refused(store: Store) -> None:
    shanghai = NOW.astimezone(tz=None)
    with store.write() as work:
        work.articles.add(article("http://gov.example/1", first_seen_at=shanghai))
    with store.read() as work:
        assert work.articles.get(1).first_seen_at == NOW
        assert work.articles.get(1).first_seen_at.tzinfo is UTC
    with pytest.raises(Exception, match="naive"), store.write() as work:
        work.articles.add(article("http://gov.example/2", first_seen_at=NOW.replace(tzinfo=None)))


def test_a_transaction_that_fails_keeps_nothing_of_itself(store: Store) -> None:
    def breaks() -> None:
        with store.write() as work:
            work.outbox.owe(message("a"))
            raise RuntimeError("killed half way")

    with pytest.raises(RuntimeError):
        breaks()
    with store.read() as work:
        assert work.outbox.unknown(["a"]) == ["a"]


def test_an_address_is_stored_once(store: Store) -> None:
    with store.write() as work:
        assert work.articles.add(article("http://gov.example/1")) is True
        assert work.articles.add(article("http://gov.example/1", title="改过的标题")) is False


def test_a_key_is_owed_once_for_ever(store: Store) -> None:
    with store.write() as work:
        work.outbox.owe(message("a"))
    with pytest.raises(IntegrityError), store.write() as work:
        work.outbox.owe(message("a"))


def test_a_claimed_message_is_hidden_until_its_lease_ends(store: Store) -> None:
    lease = timedelta(minutes=15)
    with store.write() as work:
        work.outbox.owe(message("a"))
        work.outbox.owe(message("b", NOW + MINUTE))

    def claimed(now: datetime) -> list[str]:
        with store.write() as work:
            return [row.key for row in work.outbox.claim(now, 10, lease)]

    assert claimed(NOW) == ["a"]
    assert claimed(NOW + lease - MINUTE) == ["b"]
    assert claimed(NOW + lease) == ["a"]  # its sender died: somebody else takes it


def test_a_new_sender_takes_over_what_a_dead_one_had_claimed(store: Store) -> None:
    with store.write() as work:
        work.outbox.owe(message("a"))
        work.outbox.owe(message("later", NOW + timedelta(hours=1)))
        work.outbox.claim(NOW, 10, timedelta(minutes=15))
        assert work.outbox.reclaim(NOW + MINUTE) == 1
        claimed = work.outbox.claim(NOW + MINUTE, 10, timedelta(minutes=15))
        assert [row.key for row in claimed] == ["a"]


def look(outcome: PollOutcome, at: datetime) -> Poll:
    return Poll("gov", at, at, outcome)


def test_a_channel_is_claimed_once_an_interval(store: Store) -> None:
    with store.write() as work:
        work.channels.declare([GOV], NOW)

    def claimed(now: datetime) -> list[str]:
        with store.write() as work:
            return [row.name for row in work.channels.claim_due(EVERY, now)]

    assert claimed(NOW) == ["gov"]
    assert claimed(NOW + 9 * MINUTE) == []
    assert claimed(NOW + 10 * MINUTE) == ["gov"]


def test_a_failing_channel_is_looked_at_less_and_less_often_and_recovers_at_once(
    store: Store,
) -> None:
    with store.write() as work:
        work.channels.declare([GOV], NOW)
        work.channels.claim_due(EVERY, NOW)
        pauses = []
        at = NOW
        for _ in range(5):
            work.channels.record(look(PollOutcome.TIMEOUT, at), {}, GOV.every, None)
            (row,) = work.channels.all()
            pauses.append(row.next_poll_at - at)
            at = row.next_poll_at
        assert pauses == [10 * MINUTE, 20 * MINUTE, 40 * MINUTE, 60 * MINUTE, 60 * MINUTE]
        work.channels.record(look(PollOutcome.OK, at), {"etag": '"1"'}, GOV.every, None)
        (row,) = work.channels.all()
        assert (row.failures, row.last_ok_at, row.memory) == (0, at, {"etag": '"1"'})


def test_the_last_look_at_a_deadline_is_asked_for_at_once_but_only_of_those_who_could_answer(
    store: Store,
) -> None:
    school = Channel(
        "school", "教育局", ChannelKind.OFFICIAL, Reader.LIST, "http://s.example/", "school"
    )
    with store.write() as work:
        work.channels.declare([GOV, school], NOW)
        work.channels.claim_due({"gov": GOV.every, "school": school.every}, NOW)
        for name in ("gov", "school"):
            poll = Poll(name, NOW, NOW, PollOutcome.OK)
            work.channels.record(poll, {}, GOV.every, None)
        work.channels.hurry(["water"], NOW + MINUTE)
    with store.read() as work:
        due = {row.name: row.next_poll_at for row in work.channels.all()}
    assert due == {"gov": NOW + MINUTE, "school": NOW + 10 * MINUTE}


def test_old_looks_are_dropped_and_only_they(store: Store) -> None:
    with store.write() as work:
        work.channels.declare([GOV], NOW)
        for days in (0, 119, 121):
            at = NOW - timedelta(days=days)
            work.channels.record(look(PollOutcome.OK, at), {}, GOV.every, None)
        assert work.channels.forget_polls_before(NOW - timedelta(days=120)) == 1
        (watch,) = work.channels.watches([GOV], NOW - timedelta(days=200), NOW)
    assert [seen.at for seen in watch.looks] == [NOW - timedelta(days=119), NOW]


def test_an_altered_log_entry_is_found(store: Store) -> None:
    with store.write() as work:
        for number in range(5):
            work.events.append(
                Event(EventKind.ARTICLE_JOINED, NOW, str(number), data={"文": number})
            )
    with store.read() as work:
        assert first_break(work.events.stored()) is None
    with store.write() as work:
        row = work.events._session.get(EventRow, 3)
        assert row is not None
        row.data = {"文": 99}
    with store.read() as work:
        assert first_break(work.events.stored()) == 2


def test_many_threads_never_meet_a_locked_database_and_keep_the_log_whole(store: Store) -> None:
    errors: list[Exception] = []

    def write(number: int) -> None:
        try:
            for step in range(10):
                with store.write() as work:
                    work.articles.add(article(f"http://gov.example/{number}/{step}"))
                    work.events.append(Event(EventKind.ARTICLE_JOINED, NOW, str(number)))
                with store.read() as work:
                    work.articles.unknown([f"http://gov.example/{number}/{step}"])
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=write, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    with store.read() as work:
        assert len(work.articles.unjudged(1000)) == 80
        assert first_break(work.events.stored()) is None
