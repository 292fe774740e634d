"""A store of an earlier release is brought up to date with everything it holds."""

from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import inspect, text

from monitor.store.database import open_engine
from monitor.store.migrate import alembic_config
from monitor.store.store import Store

_ARTICLE = """
INSERT INTO article (id, channel, channel_kind, owner, url, title, text, published_source,
  published_precision, first_seen_at, source_line, document_number, encoding, damage, body_sha256,
  judged_at, incident_id, finding, reasons)
VALUES (1, 'gov', 'official', '', 'http://gov.example/1', '标题', '正文', '', '',
  '2026-03-02 01:00:00+00:00', '', '', '', '[]', '', '2026-03-02 01:00:00+00:00', 1,
  '{"category": "fire"}', '["旧的理由"]')
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
    assert {"correction", "proposal"} <= set(inspect(store.engine).get_table_names())
    store.close()
