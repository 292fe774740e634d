"""A store of an earlier release is brought up to date with everything it holds."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import inspect, text

from monitor.domain.chain_check import Head
from monitor.domain.events import GENESIS, Event, EventKind, chain
from monitor.domain.when import When
from monitor.store.database import open_engine
from monitor.store.letter_tables import LetterRow
from monitor.store.migrate import alembic_config
from monitor.store.store import Store
from monitor.usecases.verify import verify

_ARTICLE = """
INSERT INTO article (id, channel, channel_kind, owner, url, title, text, published_source,
  published_precision, first_seen_at, source_line, document_number, encoding, damage, body_sha256,
  judged_at, incident_id, finding, reasons)
VALUES (1, 'gov', 'official', '', 'http://gov.example/1', '标题', '正文', '', '',
  '2026-03-02 01:00:00+00:00', '', '', '', '[]', '', '2026-03-02 01:00:00+00:00', 1,
  '{"category": "fire"}', '["旧的理由"]')
"""

_MESSAGE = """
INSERT INTO outbox (key, incident_id, clause, reason, rung, recipient, language, generation,
  briefing, message_id, thread_id, state, attempts, created_at, next_try_at, last_error, subject,
  text, html)
VALUES ('a', 1, '', 'incident_opened', '', 'duty@linxi.example', 'zh', 0, '{}', '<a>', '<b>',
  'pending', 0, '2026-03-02 01:00:00+00:00', '2026-03-02 01:00:00+00:00', '', '', '', '')
"""

_INCIDENT = """
INSERT INTO incident (id, title, place, category, units, figures, grade_confirmed, grade_possible,
  grade_reasons, detected_at, first_public_earliest, first_public_latest, first_public_source,
  first_public_precision, occurred_source, occurred_precision, answered_first, court_first,
  dismissed_zh, dismissed_en, last_article_at)
VALUES (1, '自来水发黄', '', 'livelihood', '["water"]', '{}', '', '', '[]',
  '2026-03-02 01:00:00+00:00', '2026-03-02 01:00:00+00:00', '2026-03-02 01:00:00+00:00', 'visible',
  'minute', '', '', false, false, '', '', '2026-03-02 01:00:00+00:00')
"""

_ENTRY = """
INSERT INTO event (at, kind, incident, actor, reason, data, hash)
VALUES ('2026-03-02 01:00:00+00:00', 'article_joined', '1', 'huiying', '', '{}', :hash)
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database of either kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'old.db'}"
    address: str = request.getfixturevalue("new_postgresql")()
    return address


def test_a_store_of_the_first_release_keeps_its_articles_and_gets_the_new_tables(url: str) -> None:
    engine = open_engine(url)
    config = alembic_config()
    with engine.execution_options(huiying_writes=True).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(text(_ARTICLE))
    engine.dispose()
    store = Store.open(url)
    with store.read() as work:
        row = work.articles.get(1)
        assert (row.title, row.reasons, row.decision) == ("标题", ["旧的理由"], {})
        assert work.corrections.latest() == []
        assert list(work.proposals.waiting(1)) == []
    tables = set(inspect(store.engine).get_table_names())
    assert {"correction", "proposal", "page_check", "page_look", "letter"} <= tables
    store.close()


def test_a_store_without_letters_can_keep_them_after_the_upgrade(url: str) -> None:
    engine = open_engine(url)
    config = alembic_config()
    at = datetime(2026, 3, 2, 1, tzinfo=UTC)
    with engine.execution_options(huiying_writes=True).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0006")
    engine.dispose()
    store = Store.open(url)
    with store.write() as work:
        assert work.letters.unknown(["http://gov.example/letters/1"]) != []
        assert not work.letters.any_due(at)
        row = LetterRow(
            channel="box", url="http://gov.example/letters/1", first_seen_at=at, seen_at=at
        )
        work.letters.keep(row)
    with store.read() as work:
        assert work.letters.unknown(["http://gov.example/letters/1"]) == []
        assert work.letters.unread_since(at) == 1
    store.close()


def test_a_log_of_the_first_release_is_continued_and_its_end_is_kept(url: str) -> None:
    engine = open_engine(url)
    config = alembic_config()
    at = datetime(2026, 3, 2, 1, tzinfo=UTC)
    old = chain(GENESIS, Event(EventKind.ARTICLE_JOINED, at, "1"))
    with engine.execution_options(huiying_writes=True).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(text(_ENTRY), {"hash": old})
    engine.dispose()
    store = Store.open(url)
    with store.read() as work:
        assert work.events.head() == Head(1, old, 1)
    with store.write() as work:
        work.events.append(Event(EventKind.NOTICE_SENT, at, "1"))
    found = verify(store)
    assert (found.sound, found.entries, found.stateless) == (True, 2, 1)
    store.close()


def test_an_incident_of_an_earlier_release_can_be_assigned_and_gets_its_units_back(
    url: str,
) -> None:
    engine = open_engine(url)
    config = alembic_config()
    at = datetime(2026, 3, 2, 1, tzinfo=UTC)
    with engine.execution_options(huiying_writes=True).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0008")
        connection.execute(text(_INCIDENT))
    engine.dispose()
    store = Store.open(url)
    with store.write() as work:
        row = work.incidents.get(1)
        assert (row.units, row.machine_units) == (["water"], None)
        assert work.handling.acknowledged(1) is None
        number = work.handling.assign(
            row, ("police",), When.at(at, "person"), by="甲", note="", now=at
        )
        assert (row.units, row.machine_units) == (["police"], ["water"])
        work.handling.withdraw_assignment(row, number, by="甲", reason="有误", now=at)
        assert (row.units, row.machine_units) == (["water"], None)
    store.close()


def test_messages_of_an_earlier_release_are_neither_held_nor_silenced(url: str) -> None:
    engine = open_engine(url)
    config = alembic_config()
    at = datetime(2026, 3, 2, 1, tzinfo=UTC)
    with engine.execution_options(huiying_writes=True).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0009")
        connection.execute(text(_MESSAGE))
    engine.dispose()
    store = Store.open(url)
    with store.write() as work:
        (row,) = work.outbox.claim(at, 10, timedelta(minutes=1))
        assert (row.held_until, row.silence_id) == (None, None)
        assert work.silences.in_force(at) == []
        assert work.outages.unclosed() == []
        assert work.outages.watching_since() is None
    store.close()
