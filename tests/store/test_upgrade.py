"""A store of an earlier release is brought up to date with everything it holds."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import inspect, text

from monitor.domain.chain_check import Head
from monitor.domain.events import GENESIS, Event, EventKind, chain
from monitor.store.database import open_engine
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
    assert {"correction", "proposal", "page_check", "page_look"} <= tables
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
